/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.jspecify.annotations.Nullable;

/** Tensor's methods that go along a dimension and keep every intermediate result. */
public sealed interface ScanMethods permits Tensor {
  /** Sums of the elements up to each one; bool and integers give int64. */
  @Differentiable
  default Tensor cumsum(int dim) {
    return Scanning.cumsum((Tensor) this, dim);
  }

  /** Sums of the elements up to each one, converted to a dtype first. */
  @Differentiable
  default Tensor cumsum(int dim, DType dtype) {
    return Scanning.cumsum(((Tensor) this).to(dtype), dim).to(dtype);
  }

  /** Products of the elements up to each one; bool and integers give int64. */
  @Differentiable
  default Tensor cumprod(int dim) {
    return Scanning.cumprod((Tensor) this, dim);
  }

  /** Products of the elements up to each one, converted to a dtype first. */
  @Differentiable
  default Tensor cumprod(int dim, DType dtype) {
    return Scanning.cumprod(((Tensor) this).to(dtype), dim).to(dtype);
  }

  /** The largest elements so far and their places, of equal ones the last; NaN stays. */
  @Differentiable
  default ValuesAndIndices cummax(int dim) {
    return Scanning.extreme("cummax", (Tensor) this, dim, true);
  }

  /** The smallest elements so far and their places, of equal ones the last; NaN stays. */
  @Differentiable
  default ValuesAndIndices cummin(int dim) {
    return Scanning.extreme("cummin", (Tensor) this, dim, false);
  }

  /** log Σ e^x over the elements up to each one, without overflow. */
  @Differentiable
  default Tensor logcumsumexp(int dim) {
    return Scanning.logcumsumexp((Tensor) this, dim);
  }

  /** Differences of neighbours along the last dimension. */
  @Differentiable
  default Tensor diff() {
    return diff(1, -1);
  }

  /** Differences of neighbours along a dimension, taken n times. */
  @Differentiable
  default Tensor diff(int n, int dim) {
    return diff(n, dim, null, null);
  }

  /** As {@link #diff(int, int)}, with other elements set before and behind; null for none. */
  @Differentiable
  default Tensor diff(int n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
    return Scanning.diff((Tensor) this, n, dim, prepend, append);
  }
}
