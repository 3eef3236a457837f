/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;

/**
 * Tensor's methods that sort. NaN counts as larger than all numbers; equal elements stay in their
 * order; gradients flow back to the places that values came from.
 */
public sealed interface SortMethods permits Tensor {
  /** The elements in ascending order along the last dimension, and where they stood. */
  @Differentiable
  default ValuesAndIndices sort() {
    return sort(-1, false);
  }

  /** The elements in order along a dimension, and where they stood. */
  @Differentiable
  default ValuesAndIndices sort(int dim, boolean descending) {
    return Ordering.sort((Tensor) this, dim, descending);
  }

  /** Where the elements of the ascending order along the last dimension stand; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argsort() {
    return argsort(-1, false);
  }

  /** Where the elements of the order along a dimension stand; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argsort(int dim, boolean descending) {
    return Ordering.argsort("argsort", (Tensor) this, dim, descending);
  }

  /** The elements in ascending order along the first dimension. */
  @Differentiable
  default Tensor msort() {
    return sort(0, false).values();
  }

  /** The k-th smallest elements along the last dimension, k from 1, and their places. */
  @Differentiable
  default ValuesAndIndices kthvalue(int k) {
    return kthvalue(k, -1, false);
  }

  /** The k-th smallest elements along a dimension, k from 1, and their places. */
  @Differentiable
  default ValuesAndIndices kthvalue(int k, int dim, boolean keepDim) {
    return Ordering.kthvalue((Tensor) this, k, dim, keepDim);
  }

  /** The k largest elements along the last dimension, in descending order, and their places. */
  @Differentiable
  default ValuesAndIndices topk(int k) {
    return topk(k, -1, true);
  }

  /** The k largest (or smallest) elements along a dimension, in order, and their places. */
  @Differentiable
  default ValuesAndIndices topk(int k, int dim, boolean largest) {
    return Ordering.topk((Tensor) this, k, dim, largest);
  }

  /** The different elements in ascending order; each NaN is one of its own. No gradient. */
  @NonDifferentiable("integers carry no gradient")
  default UniqueElements unique() {
    return Counting.unique((Tensor) this);
  }

  /**
   * The different slices along a dimension, in ascending order of their elements; a slice with a
   * NaN equals no other. The inverse and the counts have one number per slice. No gradient.
   */
  @NonDifferentiable("integers carry no gradient")
  default UniqueElements unique(int dim) {
    return UniqueSlices.unique((Tensor) this, dim);
  }

  /** The first of each run of equal neighbours among the slices along a dimension. No gradient. */
  @NonDifferentiable("integers carry no gradient")
  default UniqueElements uniqueConsecutive(int dim) {
    return UniqueSlices.uniqueConsecutive((Tensor) this, dim);
  }

  /** The first of each run of equal neighbours in row-major order. No gradient. */
  @NonDifferentiable("integers carry no gradient")
  default UniqueElements uniqueConsecutive() {
    return Counting.uniqueConsecutive((Tensor) this);
  }
}
