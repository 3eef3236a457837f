/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Pooled images put back where their elements came from. */
public final class Unpooling {
  private Unpooling() {}

  /**
   * The partial inverse of {@link Pooling#maxPool}: elements at the places they were found, 0
   * elsewhere.
   *
   * @param x (N, C, ...) or (C, ...), pooled
   * @param indices int64 of x's shape: places among the last dimensions, in row-major order
   * @param size of the last dimensions of the result
   */
  @Differentiable
  public static Tensor maxUnpool(Tensor x, Tensor indices, long... size) {
    int dims = size.length;
    int leading = x.dim() - dims;
    if (!Arrays.equals(x.shape(), indices.shape()) || leading < 1 || leading > 2) {
      throw new ShapeException(
          "maxUnpool: x and indices are (N, C, ...) or (C, ...) with %d more dimensions and of one shape, but have shapes %s and %s"
              .formatted(dims, Arrays.toString(x.shape()), Arrays.toString(indices.shape())));
    }
    long area = Arrays.stream(size).reduce(1, (a, b) -> a * b);
    requireInside(indices, area, size);
    long[] outer = Arrays.copyOf(x.shape(), leading);
    long rows = Arrays.stream(outer).reduce(1, (a, b) -> a * b);
    long[] shape = Arrays.copyOf(outer, x.dim());
    System.arraycopy(size, 0, shape, leading, dims);
    long pooled = rows == 0 ? 0 : x.numel() / rows;
    Tensor places = indices.reshape(rows, pooled);
    Tensor result = Tensor.zeros(x.dtype(), rows, area);
    return result.scatter(1, places, x.reshape(rows, pooled)).reshape(shape);
  }

  static void requireInside(Tensor indices, long area, long[] size) {
    for (long place : indices.toLongArray()) {
      if (place < 0 || place >= area) {
        throw new IndexException(
            "maxUnpool: place %d lies outside of the %d elements of size %s"
                .formatted(place, area, Arrays.toString(size)));
      }
    }
  }

  /** The usual size of what was pooled: (n - 1)·stride - 2·padding + kernel per dimension. */
  public static long[] sizeBefore(Tensor x, long[] kernel, long[] stride, long[] padding) {
    long[] size = new long[kernel.length];
    for (int i = 0; i < size.length; i++) {
      long pooled = x.size(x.dim() - size.length + i);
      size[i] = (pooled - 1) * stride[i] - 2 * padding[i] + kernel[i];
    }
    return size;
  }
}
