/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Losses;
import org.gradsmith.ir.op.Reductions;

/** Tensor's methods that combine elements along some dimensions. */
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

  /** Mean of all elements. */
  @Op("mean")
  default Tensor mean() {
    return Recorder.apply(Reductions.MEAN, new Object[] {}, (Tensor) this);
  }

  /** Index of the largest element along a dimension, the first of equal ones; int64. */
  @Op("argmax")
  default Tensor argmax(int dim) {
    return Recorder.apply(Reductions.ARGMAX, new Object[] {(long) dim}, (Tensor) this);
  }

  /** Logarithm of softmax along a dimension. */
  @Op("logSoftmax")
  default Tensor logSoftmax(int dim) {
    return Recorder.apply(Losses.LOG_SOFTMAX, new Object[] {(long) dim}, (Tensor) this);
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
