/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Norms;
import org.jspecify.annotations.Nullable;

/** Norms of vectors. */
final class VectorNorms {
  private VectorNorms() {}

  @Differentiable
  static Tensor norm(String op, Tensor x, double p, long @Nullable [] dims, boolean keepDim) {
    Reducing.requireFloating(op, x);
    if (Double.isInfinite(p)) {
      return Reducing.extreme(op, magnitude(x), dims, keepDim, p > 0);
    }
    if (p < 0) {
      ReducedDims.of(op, x, dims).requireElements();
    }
    if (p == 0) {
      Tensor direction = Recorder.apply(Norms.DIRECTION, Reducing.none(), x);
      return Reducing.sum(op, direction.mul(direction), dims, keepDim);
    }
    if (p == 1) {
      return Reducing.sum(op, magnitude(x), dims, keepDim);
    }
    if (p == 2) {
      Tensor squares = Reducing.sum(op, x.mul(x), dims, keepDim);
      return Recorder.apply(Norms.ROOT, Reducing.none(), squares);
    }
    double atZero = p < 0 ? Double.POSITIVE_INFINITY : 0;
    Tensor powers = Recorder.apply(Norms.ABS_POWER, new Object[] {p, atZero}, x);
    Tensor sum = Reducing.sum(op, powers, dims, keepDim);
    return Recorder.apply(Norms.ROOT_OF_POWERS, new Object[] {1 / p, atZero}, sum);
  }

  /** |x|, whose derivative is 0 at 0. */
  @Differentiable
  static Tensor magnitude(Tensor x) {
    return x.mul(Recorder.apply(Norms.DIRECTION, Reducing.none(), x));
  }
}
