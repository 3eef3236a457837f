/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Indexing;

/** Flat positions of elements in row-major order, as int64 tensors. */
final class Positions {
  private Positions() {}

  /** Every element's own position: views of it are the positions of views. */
  @Differentiable
  static Tensor of(Tensor x) {
    return Tensor.arange(x.numel()).view(x.shape());
  }

  /** Indices of a dimension, of which negative ones count from the end. */
  @Differentiable
  static Tensor fromFront(Tensor index, long size) {
    return Tensor.where(index.lt(0), index.add(size), index);
  }

  static void requireDtype(String op, Tensor x, Tensor source) {
    if (source.dtype() != x.dtype()) {
      throw new DTypeException(
          "%s: the source has dtype %s, but the tensor has %s; convert it with to(DType)"
              .formatted(op, source.dtype(), x.dtype()));
    }
  }

  @Differentiable
  static Tensor put(Tensor x, Tensor source, Tensor positions) {
    requireDtype("writing", x, source);
    return Recorder.apply(Indexing.PUT, new Object[0], x, source, positions);
  }

  @Differentiable
  static Tensor fill(Tensor x, double value, Tensor positions) {
    return Recorder.apply(Indexing.PUT_VALUE, new Object[] {value}, x, positions);
  }

  /** The first places of every dimension, as many as the shape says. */
  @Differentiable
  static Tensor leading(Tensor source, long[] shape) {
    Tensor part = source;
    for (int i = 0; i < Math.min(shape.length, source.dim()); i++) {
      part = part.size(i) == shape[i] ? part : part.narrow(i, 0, shape[i]);
    }
    return part;
  }

  /** The positions of all elements that are not 0. */
  @Differentiable
  static Tensor where(Tensor x) {
    long[] values = x.detach().to(DType.BOOL).toLongArray();
    long[] positions = new long[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        positions[count++] = i;
      }
    }
    return Factories.of(Arrays.copyOf(positions, count), count);
  }

  /** One row of indices per position. */
  static Tensor coordinates(Tensor positions, long[] shape) {
    long[] flat = positions.toLongArray();
    long[] rows = new long[flat.length * shape.length];
    for (int i = 0; i < flat.length; i++) {
      long rest = flat[i];
      for (int d = shape.length - 1; d >= 0; d--) {
        rows[i * shape.length + d] = rest % shape[d];
        rest /= shape[d];
      }
    }
    return Factories.of(rows, flat.length, shape.length);
  }
}
