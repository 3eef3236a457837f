/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** PyTorch's recorded values, where they lie beside the checkout; in full, it takes seconds. */
class RecordedDataTest {
  /** The samples that docs/conformance.md explains. */
  private static final Set<String> EXCEPTIONS =
      new TreeSet<>(
          List.of(
              "lgamma s003",
              "digamma s003",
              "logaddexp s002",
              "logaddexp s008",
              "nn.functional.celu s012",
              "nn.functional.hardsigmoid s003",
              "nn.functional.hardsigmoid s006",
              "nn.functional.hardsigmoid s012",
              "nn.functional.binary_cross_entropy s003"));

  @Test
  void everySampleOfABoundOpPassesButTheKnownExceptions() {
    Path data = Path.of("..", "..", "shared", "conformance", "torch-opinfo");
    assumeTrue(Files.isDirectory(data), "no recorded values at " + data);
    PrintWriter out = new PrintWriter(new StringWriter());
    Report report = new Conformance().run(data, Optional.empty(), out);
    Set<String> failed = new TreeSet<>(report.failedSamples());
    assertEquals(EXCEPTIONS, failed);
    assertEquals(List.of(), report.missing());
  }
}
