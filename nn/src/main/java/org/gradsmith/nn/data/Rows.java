/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.tensor.Tensor;

/**
 * Copies rows of tensors on the CPU into new tensors, as bytes. The fences keep a tensor's memory
 * from being reclaimed while only its segment is still in use.
 */
final class Rows {
  private Rows() {}

  /** The rows of these numbers, stacked. */
  static Tensor gather(Tensor source, int... rows) {
    Tensor dense = source.detach().contiguous();
    long[] shape = dense.shape();
    int available = Math.toIntExact(shape[0]);
    shape[0] = rows.length;
    Tensor result = Tensor.empty(dense.dtype(), shape);
    MemorySegment to = bytes(result);
    try {
      MemorySegment from = bytes(dense);
      long rowBytes = from.byteSize() / Math.max(available, 1);
      for (int i = 0; i < rows.length; i++) {
        int row = Objects.checkIndex(rows[i], available);
        MemorySegment.copy(from, row * rowBytes, to, i * rowBytes, rowBytes);
      }
    } finally {
      Reference.reachabilityFence(dense);
    }
    return result;
  }

  /** Examples of one shape, stacked. */
  static Batch stack(List<Sample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one example");
    }
    return new Batch(
        stackAll("input", samples.stream().map(Sample::input).toList()),
        stackAll("target", samples.stream().map(Sample::target).toList()));
  }

  private static Tensor stackAll(String role, List<Tensor> tensors) {
    Tensor first = tensors.getFirst();
    long[] shape = new long[first.dim() + 1];
    shape[0] = tensors.size();
    System.arraycopy(first.shape(), 0, shape, 1, first.dim());
    Tensor result = Tensor.empty(first.dtype(), shape);
    MemorySegment to = bytes(result);
    long rowBytes = to.byteSize() / tensors.size();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor each = tensors.get(i);
      if (each.dtype() != first.dtype() || !Arrays.equals(each.shape(), first.shape())) {
        throw new IllegalArgumentException(
            "the examples of a batch must be alike: %s 0 is %s %s, but %s %s is %s %s"
                .formatted(
                    role,
                    first.dtype(),
                    Arrays.toString(first.shape()),
                    role,
                    i,
                    each.dtype(),
                    Arrays.toString(each.shape())));
      }
      Tensor dense = each.detach().contiguous();
      try {
        MemorySegment.copy(bytes(dense), 0, to, i * rowBytes, rowBytes);
      } finally {
        Reference.reachabilityFence(dense);
      }
    }
    return result;
  }

  /** The elements of a contiguous tensor. */
  private static MemorySegment bytes(Tensor dense) {
    long width = dense.dtype().byteSize();
    return dense.storage().segment().asSlice(dense.array().offset() * width, dense.numel() * width);
  }
}
