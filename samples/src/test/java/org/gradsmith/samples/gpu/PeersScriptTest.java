/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.gradsmith.backend.cuda.GpuProbe;
import org.junit.jupiter.api.Test;

/** The script for PyTorch, where there may be neither Python nor PyTorch nor a GPU. */
final class PeersScriptTest {
  private static Peers measure(String python) throws Exception {
    return Peers.measure(python, List.of(1L), new PrintWriter(new StringWriter()));
  }

  @Test
  void withoutPythonItSaysSo() throws Exception {
    assertEquals(Peers.none("no python-that-nobody-has"), measure("python-that-nobody-has"));
  }

  @Test
  void withoutAGpuTheScriptGivesTheReason() throws Exception {
    assumeTrue(GpuOnCpu.isOnPath("python3"), "skipped: no python3 on the PATH");
    assumeTrue(!GpuProbe.run().found(), "skipped: there is a GPU");
    Peers peers = measure("python3");
    assertEquals(List.of(), peers.problems());
    assertTrue(
        peers.software().startsWith("no PyTorch (")
            || peers.software().endsWith(", which finds no GPU"),
        peers::software);
  }
}
