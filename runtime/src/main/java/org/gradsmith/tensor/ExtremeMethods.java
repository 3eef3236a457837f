/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Reductions;

/**
 * Tensor's methods that look for the largest and smallest elements. A NaN wins over all numbers. A
 * dimension without elements has no extreme: {@link ShapeException}, if a result is asked for.
 */
public sealed interface ExtremeMethods permits Tensor {
  /** The largest element; equal ones share the gradient evenly. */
  @Differentiable
  default Tensor max() {
    return Reducing.extreme("max", (Tensor) this, null, false, true);
  }

  /** The largest elements along a dimension and their places, of equal ones the first. */
  @Differentiable
  default ValuesAndIndices max(int dim) {
    return max(dim, false);
  }

  /** The largest elements along a dimension and their places, of equal ones the first. */
  @Differentiable
  default ValuesAndIndices max(int dim, boolean keepDim) {
    return Reducing.extremeAlong("max", (Tensor) this, dim, keepDim, true);
  }

  /** The smallest element; equal ones share the gradient evenly. */
  @Differentiable
  default Tensor min() {
    return Reducing.extreme("min", (Tensor) this, null, false, false);
  }

  /** The smallest elements along a dimension and their places, of equal ones the first. */
  @Differentiable
  default ValuesAndIndices min(int dim) {
    return min(dim, false);
  }

  /** The smallest elements along a dimension and their places, of equal ones the first. */
  @Differentiable
  default ValuesAndIndices min(int dim, boolean keepDim) {
    return Reducing.extremeAlong("min", (Tensor) this, dim, keepDim, false);
  }

  /** The largest elements over dimensions (none listed: all); equal ones share the gradient. */
  @Differentiable
  default Tensor amax(long... dims) {
    return amax(dims, false);
  }

  /** The largest elements over dimensions (none listed: all); equal ones share the gradient. */
  @Differentiable
  default Tensor amax(long[] dims, boolean keepDim) {
    return Reducing.extreme("amax", (Tensor) this, dims, keepDim, true);
  }

  /** The smallest elements over dimensions (none listed: all); equal ones share the gradient. */
  @Differentiable
  default Tensor amin(long... dims) {
    return amin(dims, false);
  }

  /** The smallest elements over dimensions (none listed: all); equal ones share the gradient. */
  @Differentiable
  default Tensor amin(long[] dims, boolean keepDim) {
    return Reducing.extreme("amin", (Tensor) this, dims, keepDim, false);
  }

  /** The smallest and the largest element. */
  @Differentiable
  default MinAndMax aminmax() {
    return new MinAndMax(amin(), amax());
  }

  /** The smallest and the largest elements along a dimension. */
  @Differentiable
  default MinAndMax aminmax(int dim, boolean keepDim) {
    long[] dims = {dim};
    Tensor self = (Tensor) this;
    return new MinAndMax(
        Reducing.extreme("aminmax", self, dims, keepDim, false),
        Reducing.extreme("aminmax", self, dims, keepDim, true));
  }

  /** Place of the largest of all elements in row-major order, of equal ones the first; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argmax() {
    return Reducing.place((Tensor) this, true);
  }

  /** Index of the largest element along a dimension, the first of equal ones; int64. */
  @Op("argmax")
  default Tensor argmax(int dim) {
    ReducedDims.of("argmax", (Tensor) this, dim).requireElements();
    return Recorder.apply(Reductions.ARGMAX, new Object[] {(long) dim}, (Tensor) this);
  }

  /** Index of the largest element along a dimension, the first of equal ones; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argmax(int dim, boolean keepDim) {
    return Reducing.place("argmax", (Tensor) this, dim, keepDim, true);
  }

  /** Place of the smallest of all elements in row-major order, of equal ones the first; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argmin() {
    return Reducing.place((Tensor) this, false);
  }

  /** Index of the smallest element along a dimension, the first of equal ones; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argmin(int dim) {
    return argmin(dim, false);
  }

  /** Index of the smallest element along a dimension, the first of equal ones; int64. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argmin(int dim, boolean keepDim) {
    return Reducing.place("argmin", (Tensor) this, dim, keepDim, false);
  }
}
