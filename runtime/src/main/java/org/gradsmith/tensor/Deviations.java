/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Norms;
import org.jspecify.annotations.Nullable;

/** Variances: squared distances from the mean, which is subtracted first. */
final class Deviations {
  private Deviations() {}

  /** Sum of squared deviations divided by the count less a correction, but by no less than 0. */
  @Differentiable
  static VarAndMean varMean(
      String op, Tensor x, long @Nullable [] dims, double correction, boolean keepDim) {
    Reducing.requireFloating(op, x);
    ReducedDims over = ReducedDims.of(op, x, dims);
    Tensor mean = Reducing.mean(x, dims, true);
    Tensor deviation = x.sub(mean);
    Tensor squares = Reducing.sum(op, deviation.mul(deviation), dims, keepDim);
    Tensor var = squares.div(Math.max(0, over.count() - correction));
    return new VarAndMean(var, mean.reshape(over.result(keepDim)).alone());
  }

  @Differentiable
  static StdAndMean stdMean(
      String op, Tensor x, long @Nullable [] dims, double correction, boolean keepDim) {
    VarAndMean both = varMean(op, x, dims, correction, keepDim);
    return new StdAndMean(Recorder.apply(Norms.ROOT, new Object[0], both.var()), both.mean());
  }
}
