/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.RowReductions;
import org.jspecify.annotations.Nullable;

/**
 * Tensor's methods that measure how large and how far apart elements are. An empty list of
 * dimensions means all of them.
 */
public sealed interface StatisticsMethods permits Tensor {
  /** Variance of all elements, with Bessel's correction 1. */
  @Differentiable
  default Tensor var() {
    return var(new long[0], 1, false);
  }

  /**
   * Variance along a dimension, which vanishes, with correction 1.
   *
   * @throws DTypeException for integers
   */
  @Op("varDim")
  default Tensor var(int dim) {
    return var(dim, 1, false);
  }

  /**
   * Σ (x - mean)² / max(0, n - correction) along a dimension of n elements, which stays with size 1
   * if {@code keepDim}.
   *
   * @throws DTypeException for integers
   */
  @Op("varDim")
  default Tensor var(int dim, double correction, boolean keepDim) {
    Reducing.requireFloating("var", (Tensor) this);
    Object[] attributes = {(long) dim, correction, keepDim ? 1L : 0L};
    return Recorder.apply(RowReductions.VAR_DIM, attributes, (Tensor) this);
  }

  /**
   * Σ (x - mean)² / max(0, n - correction) over dimensions.
   *
   * @throws DTypeException for integers
   */
  @Differentiable
  default Tensor var(long[] dims, double correction, boolean keepDim) {
    return Deviations.var("var", (Tensor) this, dims, correction, keepDim);
  }

  /** Standard deviation of all elements, with Bessel's correction 1. */
  @Differentiable
  default Tensor std() {
    return std(new long[0], 1, false);
  }

  /** Standard deviation along a dimension, which vanishes, with correction 1. */
  @Differentiable
  default Tensor std(int dim) {
    return Deviations.root(var(dim));
  }

  /** The root of {@link #var(int, double, boolean)}; where it is 0 the gradient is 0. */
  @Differentiable
  default Tensor std(int dim, double correction, boolean keepDim) {
    return Deviations.root(var(dim, correction, keepDim));
  }

  /** The root of {@link #var(long[], double, boolean)}; where it is 0 the gradient is 0. */
  @Differentiable
  default Tensor std(long[] dims, double correction, boolean keepDim) {
    return Deviations.root(Deviations.var("std", (Tensor) this, dims, correction, keepDim));
  }

  /** Variance and mean over dimensions. */
  @Differentiable
  default VarAndMean varMean(long[] dims, double correction, boolean keepDim) {
    return Deviations.varMean("varMean", (Tensor) this, dims, correction, keepDim);
  }

  /** Standard deviation and mean over dimensions. */
  @Differentiable
  default StdAndMean stdMean(long[] dims, double correction, boolean keepDim) {
    return Deviations.stdMean("stdMean", (Tensor) this, dims, correction, keepDim);
  }

  /** The 2-norm of all elements. */
  @Differentiable
  default Tensor norm() {
    return norm(2);
  }

  /** The p-norm of all elements. */
  @Differentiable
  default Tensor norm(double p) {
    return norm(p, new long[0], false);
  }

  /** The p-norm over dimensions, as {@link Linalg#vectorNorm}. */
  @Differentiable
  default Tensor norm(double p, long[] dims, boolean keepDim) {
    return VectorNorms.norm("norm", (Tensor) this, p, dims, keepDim);
  }

  /** The p-norm over dimensions of the elements, converted to a dtype first. */
  @Differentiable
  default Tensor norm(double p, long[] dims, boolean keepDim, DType dtype) {
    return VectorNorms.norm("norm", ((Tensor) this).to(dtype), p, dims, keepDim);
  }

  /** The 2-norm of this - other; shapes broadcast. */
  @Differentiable
  default Tensor dist(Tensor other) {
    return dist(other, 2);
  }

  /** The p-norm of this - other; shapes broadcast. */
  @Differentiable
  default Tensor dist(Tensor other, double p) {
    return VectorNorms.norm("dist", ((Tensor) this).sub(other), p, null, false);
  }

  /** The lower median of all elements; NaN if one is. Equal ones share the gradient. */
  @Differentiable
  default Tensor median() {
    return Ordering.median((Tensor) this, false);
  }

  /** The lower medians along a dimension and their places; a NaN if there is one. */
  @Differentiable
  default ValuesAndIndices median(int dim) {
    return median(dim, false);
  }

  /** The lower medians along a dimension and their places; a NaN if there is one. */
  @Differentiable
  default ValuesAndIndices median(int dim, boolean keepDim) {
    return Ordering.median((Tensor) this, dim, keepDim, false);
  }

  /** The lower median of all elements that are not NaN. */
  @Differentiable
  default Tensor nanmedian() {
    return Ordering.median((Tensor) this, true);
  }

  /** The lower medians along a dimension of what is not NaN, and their places. */
  @Differentiable
  default ValuesAndIndices nanmedian(int dim, boolean keepDim) {
    return Ordering.median((Tensor) this, dim, keepDim, true);
  }

  /** The most frequent values along a dimension, the smallest of equals, and a place of each. */
  @Differentiable
  default ValuesAndIndices mode(int dim, boolean keepDim) {
    return Ordering.mode((Tensor) this, dim, keepDim);
  }

  /** The q-quantile of all elements, for q from 0 to 1, between neighbours by a straight line. */
  @Differentiable
  default Tensor quantile(double q) {
    return Quantiles.quantile((Tensor) this, q);
  }

  /** The q-quantile of all elements, for q from 0 to 1. */
  @Differentiable
  default Tensor quantile(double q, Interpolation interpolation) {
    Tensor self = (Tensor) this;
    return self.reshape(self.numel()).quantile(q, 0, false, interpolation);
  }

  /** The q-quantiles along a dimension; NaN where there is one. */
  @Differentiable
  default Tensor quantile(double q, int dim, boolean keepDim) {
    return Quantiles.quantile((Tensor) this, q, dim, keepDim);
  }

  /** The q-quantiles along a dimension; NaN where there is one. */
  @Differentiable
  default Tensor quantile(double q, int dim, boolean keepDim, Interpolation interpolation) {
    Tensor self = (Tensor) this;
    Tensor part = Tensor.full(TensorOptions.like(self), new long[0], q);
    return self.quantile(part, dim, keepDim, interpolation);
  }

  /** The sum of a matrix's main diagonal. */
  @Differentiable
  default Tensor trace() {
    return Reducing.trace((Tensor) this);
  }

  /** How often each number from 0 on occurs among integers in one dimension; int64. */
  @Differentiable
  default Tensor bincount() {
    return Counting.bincount((Tensor) this, null, 0);
  }

  /** As {@link #bincount()}, adding weights instead of ones, for at least {@code minLength}. */
  @Differentiable
  default Tensor bincount(@Nullable Tensor weights, long minLength) {
    return Counting.bincount((Tensor) this, weights, minLength);
  }

  /** How many elements lie in each of some bins of equal width; equal bounds mean the data's. */
  @NonDifferentiable("counts are integers")
  default Tensor histc(int bins, double min, double max) {
    return Counting.histc((Tensor) this, bins, min, max);
  }
}
