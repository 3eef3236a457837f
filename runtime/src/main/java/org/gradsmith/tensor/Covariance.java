/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.jspecify.annotations.Nullable;

/** How variables vary together. */
final class Covariance {
  private Covariance() {}

  @Differentiable
  static Tensor cov(
      Tensor x, int correction, @Nullable Tensor frequencies, @Nullable Tensor weights) {
    if (x.dim() > 2) {
      throw new ShapeException(
          "cov: takes variables by observations (V, N), (N) or a number, but x has shape "
              + Layouts.text(x.shape()));
    }
    Tensor floating = x.dtype().isFloating() ? x : x.to(Tensor.defaultDtype());
    Tensor rows = x.dim() < 2 ? floating.reshape(1, -1) : floating;
    long observations = rows.size(1);
    Tensor counted = checked("frequencies", frequencies, observations);
    Tensor important = checked("weights", weights, observations);
    Tensor centred;
    Tensor scaled;
    Tensor divisor;
    if (counted == null && important == null) {
      centred = rows.sub(rows.mean(1, true));
      scaled = centred;
      divisor = Tensor.scalar((double) (observations - correction)).to(rows.dtype());
    } else {
      Tensor w =
          counted == null
              ? java.util.Objects.requireNonNull(important)
              : important == null ? counted.to(rows.dtype()) : counted.mul(important);
      Tensor sum = w.sum();
      centred = rows.sub(rows.mul(w).sum(1, true).div(sum));
      scaled = centred.mul(w);
      Tensor lost =
          important == null || correction == 0
              ? Tensor.scalar((double) correction).to(rows.dtype())
              : w.mul(important).sum().mul((double) correction).div(sum);
      divisor = sum.sub(lost);
    }
    // fewer observations than degrees of freedom divide by 0, as in PyTorch
    Tensor product = scaled.matmul(centred.t()).div(divisor.clampMin(0L));
    return product.squeeze();
  }

  private static @Nullable Tensor checked(String name, @Nullable Tensor given, long observations) {
    if (given != null && (given.dim() > 1 || given.numel() != observations)) {
      throw new ShapeException(
          "cov: %s has one number for each of the %d observations, but its shape is %s"
              .formatted(name, observations, Layouts.text(given.shape())));
    }
    return given == null ? null : given.reshape(-1);
  }

  @Differentiable
  static Tensor corrcoef(Tensor x) {
    Tensor covariance = cov(x, 1, null, null);
    if (covariance.dim() == 0) {
      return covariance.div(covariance);
    }
    Tensor deviation = covariance.diagonal().sqrt();
    return covariance.div(deviation.unsqueeze(1)).div(deviation.unsqueeze(0)).clamp(-1L, 1L);
  }
}
