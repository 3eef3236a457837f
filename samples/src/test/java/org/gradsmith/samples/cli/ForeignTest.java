/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.gradsmith.backend.cuda.GpuProbe;
import org.junit.jupiter.api.Test;

/** The sample of ops that are written by hand. */
final class ForeignTest {
  @Test
  void valuesGradientsAndVerdictsArePrinted() {
    GpuProbe gpu = GpuProbe.run();
    assumeFalse(gpu.found(), "skipped: there is a GPU, and its sine is another");
    Shell shell = Shell.run("foreign");
    assertEquals("", shell.err());
    assertEquals(
        """
        C: double jn(int, double) of the C library, for each element
          x           -3.0000  -1.5000   0.0000   1.5000   3.0000
          J1(x)       -0.3391  -0.5579   0.0000   0.5579   0.3391
          gradient    -0.3731   0.1399   0.5000   0.1399  -0.3731
          gradcheck: agrees with differences
          second derivatives: agrees with differences
        CUDA C: snake.cu, on the CPU, as the same formula in tensors (no GPU: %s)
          x           -3.0000  -1.5000   0.0000   1.5000   3.0000
          snake(x)    -1.0100  -0.5707   0.0000   2.4293   4.9900
          gradient     0.8589   0.0025   1.0000   1.9975   1.1411
          gradcheck: agrees with differences
          second derivatives: agrees with differences
        Both in a compiled method, the sum of snake(J1(x)) x
          gradient     0.4648  -0.5050   0.0000   1.0305  -1.0955
          equal to the tape's
        """
            .formatted(gpu.text()),
        shell.out());
    assertEquals(0, shell.status());
  }
}
