/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import org.gradsmith.ir.DType;
import org.gradsmith.samples.foreign.Snake;
import org.gradsmith.tensor.Tensor;

/**
 * Compares a kernel that a user has written, that of {@link Snake}, with its formula in tensors.
 */
final class HandWrittenKernel {
  /** What the kernel's text is called. */
  static final String NAME = "snake.cu";

  private static final double SETTING = 0.7;
  private static final double LIMIT = 20;
  private static final int COUNT = 10_007;

  /** A few units in the last place: CUDA's sine and Java's are not rounded alike. */
  private static final double TOLERANCE = 1e-14;

  private HandWrittenKernel() {}

  static Tally compare() {
    Tally tally = new Tally("written by hand", DType.FLOAT64.toString());
    tally.addKernels(1);
    try {
      Tensor x = Tensor.linspace(-LIMIT, LIMIT, COUNT).to(DType.FLOAT64);
      Tensor expected = Snake.formula(SETTING, x);
      Tensor error = Snake.snake(SETTING, x).sub(expected).abs().div(expected.abs().add(1));
      double worst = error.max().item();
      tally.addRun(COUNT, 0, worst);
      if (!(worst <= TOLERANCE)) {
        tally.addWrong("%s: differs from its formula by %g".formatted(NAME, worst));
      }
    } catch (RuntimeException e) {
      tally.addWrong(NAME + ": " + e.getMessage());
    }
    return tally;
  }
}
