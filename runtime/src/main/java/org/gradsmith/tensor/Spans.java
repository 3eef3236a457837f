/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Indexing;

/** Parts of the last dimension. */
final class Spans {
  private Spans() {}

  /** {@code length} places of the last dimension from {@code start} on; gradients flow through. */
  @Differentiable
  static Tensor of(Tensor x, long start, long length) {
    if (start == 0 && length == x.size(-1)) {
      return x;
    }
    if (!x.requiresGrad() || !GradMode.isEnabled()) {
      return x.narrow(-1, start, length);
    }
    return at(x, places(start, length));
  }

  /** The numbers of {@code length} places from {@code start} on. */
  static Tensor places(long start, long length) {
    return Tensor.arange(DType.INT64, (double) start, (double) (start + length), 1);
  }

  /** The places of the last dimension that a list of indices names. */
  @Differentiable
  static Tensor at(Tensor x, Tensor places) {
    long[] shape = Arrays.copyOf(x.array().shape(), x.dim());
    shape[shape.length - 1] = places.numel();
    return Recorder.apply(Indexing.GATHER, new Object[] {-1L}, x, places.expand(shape));
  }
}
