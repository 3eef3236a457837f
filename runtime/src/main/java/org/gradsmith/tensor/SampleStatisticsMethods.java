/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.jspecify.annotations.Nullable;

/** Tensor's methods that take elements for samples of a distribution or of a curve. */
public sealed interface SampleStatisticsMethods permits Tensor {
  /** {@link #cov(int, Tensor, Tensor)} with correction 1. */
  @Differentiable
  default Tensor cov() {
    return cov(1, null, null);
  }

  /**
   * Covariances of variables (rows) over observations (columns): Σ w·(x - mean)·(y - mean) / d, d
   * being Σw - correction · Σ(w·a)/Σw, with w = frequencies · a. A matrix, or a number for a
   * vector.
   *
   * @param frequencies how often each observation counts, integers (columns), or null for once
   * @param weights the importance a of each observation (columns), or null for 1
   */
  @Differentiable
  default Tensor cov(int correction, @Nullable Tensor frequencies, @Nullable Tensor weights) {
    return Covariance.cov((Tensor) this, correction, frequencies, weights);
  }

  /** Pearson's correlations of variables (rows), covariance / (σ·σ), kept within [-1, 1]. */
  @Differentiable
  default Tensor corrcoef() {
    return Covariance.corrcoef((Tensor) this);
  }

  /** The area under samples one apart, by the trapezoid rule along the last dimension. */
  @Differentiable
  default Tensor trapezoid() {
    return trapezoid(1, -1);
  }

  /** Σ (y[i] + y[i+1]) / 2 · dx along a dimension. */
  @Differentiable
  default Tensor trapezoid(double dx, int dim) {
    return Integration.areas("trapezoid", (Tensor) this, dim).mul(dx).sum(dim);
  }

  /**
   * Σ (y[i] + y[i+1]) / 2 · (x[i+1] - x[i]) along a dimension.
   *
   * @param x a vector along the dimension, or of a shape that broadcasts
   */
  @Differentiable
  default Tensor trapezoid(Tensor x, int dim) {
    return Integration.areas("trapezoid", (Tensor) this, x, dim).sum(dim);
  }

  /** The partial sums of {@link #trapezoid(double, int)}: one element fewer. */
  @Differentiable
  default Tensor cumulativeTrapezoid(double dx, int dim) {
    return Integration.areas("cumulativeTrapezoid", (Tensor) this, dim).mul(dx).cumsum(dim);
  }

  /** The partial sums of {@link #trapezoid(Tensor, int)}: one element fewer. */
  @Differentiable
  default Tensor cumulativeTrapezoid(Tensor x, int dim) {
    return Integration.areas("cumulativeTrapezoid", (Tensor) this, x, dim).cumsum(dim);
  }

  /** The q-quantile of all elements that are not NaN; NaN if there is none. */
  @Differentiable
  default Tensor nanquantile(double q) {
    Tensor self = (Tensor) this;
    return self.reshape(self.numel()).nanquantile(q, 0, false);
  }

  /** The q-quantiles along a dimension of what is not NaN; NaN where nothing is. */
  @Differentiable
  default Tensor nanquantile(double q, int dim, boolean keepDim) {
    Tensor part = Scalars.like((Tensor) this, q);
    return nanquantile(part, dim, keepDim, Interpolation.LINEAR);
  }

  /**
   * The q-quantiles along a dimension, NaN where there is one; of a vector q, those of each element
   * along a new first dimension. The gradient by q is the slope between the neighbours.
   */
  @Differentiable
  default Tensor quantile(Tensor q, int dim, boolean keepDim, Interpolation between) {
    return Quantiles.of("quantile", (Tensor) this, q, dim, keepDim, between, false);
  }

  /** As {@link #quantile(Tensor, int, boolean, Interpolation)}, of what is not NaN. */
  @Differentiable
  default Tensor nanquantile(Tensor q, int dim, boolean keepDim, Interpolation between) {
    return Quantiles.of("nanquantile", (Tensor) this, q, dim, keepDim, between, true);
  }

  /**
   * How many elements lie in each of some bins of equal width, and the bins' edges. The last bin
   * includes its right edge.
   *
   * @param min the first edge; where min equals max, both are the data's own
   * @param weight what each element counts, in this shape, or null for 1
   * @param density whether counts are divided by their sum and the widths
   */
  @NonDifferentiable("counts are integers")
  default CountsAndEdges histogram(
      int bins, double min, double max, @Nullable Tensor weight, boolean density) {
    return Histogram.of((Tensor) this, bins, min, max, weight, density);
  }

  /** {@link #histogram(int, double, double, Tensor, boolean)} with ascending edges of one's own. */
  @NonDifferentiable("counts are integers")
  default CountsAndEdges histogram(Tensor edges, @Nullable Tensor weight, boolean density) {
    return Histogram.of((Tensor) this, edges, weight, density);
  }

  /** Σ x·y of two vectors: {@link Tensor#dot}, as there are no complex tensors. */
  @Differentiable
  default Tensor vdot(Tensor other) {
    return ((Tensor) this).dot(other);
  }
}
