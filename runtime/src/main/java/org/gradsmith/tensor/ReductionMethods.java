/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Losses;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.ir.op.Softmaxes;

/**
 * Tensor's methods that combine elements along some dimensions. A list of dimensions that is empty
 * means all of them; {@code keepDim} leaves each with size 1. Sums and means of float32 are added
 * up in double, and those of bool and integers in int64.
 */
public sealed interface ReductionMethods permits Tensor {
  /** Sum of all elements. */
  @Op("sum")
  default Tensor sum() {
    return Recorder.apply(Reductions.SUM, new Object[] {}, (Tensor) this);
  }

  /** Sum along a dimension, which vanishes. */
  @Op("sumDim")
  default Tensor sum(int dim) {
    return sum(dim, false);
  }

  /** Sum along a dimension, which stays with size 1 if {@code keepDim}. */
  @Op("sumDim")
  default Tensor sum(int dim, boolean keepDim) {
    Object[] attributes = {(long) dim, keepDim ? 1L : 0L};
    return Recorder.apply(Reductions.SUM_DIM, attributes, (Tensor) this);
  }

  /** Sum over dimensions, which vanish. */
  @Differentiable
  default Tensor sum(long[] dims) {
    return sum(dims, false);
  }

  /** Sum over dimensions. */
  @Differentiable
  default Tensor sum(long[] dims, boolean keepDim) {
    return Reducing.sum("sum", (Tensor) this, dims, keepDim);
  }

  /** Sum of all elements, converted to a dtype before they are added. */
  @Differentiable
  default Tensor sum(DType dtype) {
    return sum(new long[0], false, dtype);
  }

  /** Sum over dimensions of the elements, converted to a dtype before they are added. */
  @Differentiable
  default Tensor sum(long[] dims, boolean keepDim, DType dtype) {
    return Reducing.sum((Tensor) this, dims, keepDim, dtype);
  }

  /**
   * Mean of all elements; NaN of none.
   *
   * @throws DTypeException for integers
   */
  @Op("mean")
  default Tensor mean() {
    Reducing.requireFloating("mean", (Tensor) this);
    return Recorder.apply(Reductions.MEAN, new Object[] {}, (Tensor) this);
  }

  /**
   * Mean along a dimension, which vanishes.
   *
   * @throws DTypeException for integers
   */
  @Op("meanDim")
  default Tensor mean(int dim) {
    return mean(dim, false);
  }

  /**
   * Mean along a dimension, which stays with size 1 if {@code keepDim}; NaN of no elements.
   *
   * @throws DTypeException for integers
   */
  @Op("meanDim")
  default Tensor mean(int dim, boolean keepDim) {
    Reducing.requireFloating("mean", (Tensor) this);
    Object[] attributes = {(long) dim, keepDim ? 1L : 0L};
    return Recorder.apply(RowReductions.MEAN_DIM, attributes, (Tensor) this);
  }

  /** Mean over dimensions, which vanish. */
  @Differentiable
  default Tensor mean(long[] dims) {
    return mean(dims, false);
  }

  /** Mean over dimensions. */
  @Differentiable
  default Tensor mean(long[] dims, boolean keepDim) {
    return Reducing.mean((Tensor) this, dims, keepDim);
  }

  /** Mean over dimensions of the elements, converted to a dtype first. */
  @Differentiable
  default Tensor mean(long[] dims, boolean keepDim, DType dtype) {
    return Reducing.mean(((Tensor) this).to(dtype), dims, keepDim);
  }

  /** Sum of all elements that are not NaN. */
  @Differentiable
  default Tensor nansum() {
    return nansum(new long[0], false);
  }

  /** Sum over dimensions of what is not NaN. */
  @Differentiable
  default Tensor nansum(long[] dims, boolean keepDim) {
    return Reducing.nansum((Tensor) this, dims, keepDim);
  }

  /** Mean of all elements that are not NaN; NaN if there are none. */
  @Differentiable
  default Tensor nanmean() {
    return nanmean(new long[0], false);
  }

  /** Mean over dimensions of what is not NaN. */
  @Differentiable
  default Tensor nanmean(long[] dims, boolean keepDim) {
    return Reducing.nanmean((Tensor) this, dims, keepDim);
  }

  /** Product of all elements; 1 of none. */
  @Differentiable
  default Tensor prod() {
    return Reducing.prod((Tensor) this, null, false);
  }

  /** Product along a dimension, which vanishes. */
  @Differentiable
  default Tensor prod(int dim) {
    return prod(dim, false);
  }

  /** Product along a dimension. */
  @Differentiable
  default Tensor prod(int dim, boolean keepDim) {
    return Reducing.prod((Tensor) this, new long[] {dim}, keepDim);
  }

  /** log Σ e^x along a dimension, which vanishes, without overflow; -Infinity of no elements. */
  @Op("logsumexp")
  default Tensor logsumexp(int dim) {
    return logsumexp(dim, false);
  }

  /** log Σ e^x along a dimension, which stays with size 1 if {@code keepDim}. */
  @Op("logsumexp")
  default Tensor logsumexp(int dim, boolean keepDim) {
    Object[] attributes = {(long) dim, keepDim ? 1L : 0L};
    return Recorder.apply(RowReductions.LOGSUMEXP, attributes, (Tensor) this);
  }

  /** log Σ e^x over dimensions, without overflow. */
  @Differentiable
  default Tensor logsumexp(long[] dims, boolean keepDim) {
    return Reducing.logsumexp((Tensor) this, dims, keepDim);
  }

  /** Whether no element is zero. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor all() {
    return all(new long[0], false);
  }

  /** Whether no element along a dimension is zero. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor all(int dim) {
    return all(new long[] {dim}, false);
  }

  /** Whether no element over dimensions is zero; bool, but uint8 of uint8. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor all(long[] dims, boolean keepDim) {
    return Reducing.truth(Extremes.ALL, (Tensor) this, dims, keepDim);
  }

  /** Whether some element is not zero. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor any() {
    return any(new long[0], false);
  }

  /** Whether some element along a dimension is not zero. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor any(int dim) {
    return any(new long[] {dim}, false);
  }

  /** Whether some element over dimensions is not zero; bool, but uint8 of uint8. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor any(long[] dims, boolean keepDim) {
    return Reducing.truth(Extremes.ANY, (Tensor) this, dims, keepDim);
  }

  /** How many elements over dimensions are not zero; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor countNonzero(long... dims) {
    return Reducing.countNonzero((Tensor) this, dims);
  }

  /** Logarithm of softmax along a dimension. */
  @Op("logSoftmax")
  default Tensor logSoftmax(int dim) {
    return Recorder.apply(Softmaxes.LOG_SOFTMAX, new Object[] {(long) dim}, (Tensor) this);
  }

  /** Mean negative log-likelihood of target classes (N) under these log-probabilities (N, C). */
  @Op("nllLoss")
  default Tensor nllLoss(Tensor target) {
    return nllLoss(target, Reduction.MEAN);
  }

  /** Negative log-likelihood of target classes (N) under these log-probabilities (N, C). */
  @Op("nllLoss")
  default Tensor nllLoss(Tensor target, Reduction reduction) {
    Object[] attributes = {reduction.code()};
    return Recorder.apply(Losses.NLL_LOSS, attributes, (Tensor) this, target);
  }
}
