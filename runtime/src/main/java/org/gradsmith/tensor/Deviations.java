/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Norms;
import org.jspecify.annotations.Nullable;

/** Variances: squared distances from the mean, which is subtracted first. */
final class Deviations {
  private Deviations() {}

  /** The variance alone, which along a single dimension is a row of the table. */
  @Differentiable
  static Tensor var(
      String op, Tensor x, long @Nullable [] dims, double correction, boolean keepDim) {
    Reducing.requireFloating(op, x);
    ReducedDims over = ReducedDims.of(op, x, dims);
    return over.isSingle()
        ? x.var(over.single(), correction, keepDim)
        : varMean(op, x, dims, correction, keepDim).var();
  }

  /** Sum of squared deviations divided by the count less a correction, but by no less than 0. */
  @Differentiable
  static VarAndMean varMean(
      String op, Tensor x, long @Nullable [] dims, double correction, boolean keepDim) {
    Reducing.requireFloating(op, x);
    ReducedDims over = ReducedDims.of(op, x, dims);
    if (over.isSingle()) {
      int dim = over.single();
      return new VarAndMean(x.var(dim, correction, keepDim), x.mean(dim, keepDim));
    }
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
    return new StdAndMean(root(both.var()), both.mean());
  }

  /** The standard deviations of variances. */
  @Op("rootOfSquares")
  static Tensor root(Tensor variances) {
    return Recorder.apply(Norms.ROOT, new Object[0], variances);
  }
}
