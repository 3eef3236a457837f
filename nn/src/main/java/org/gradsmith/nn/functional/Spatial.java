/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * What functions over (N, C, spatial...) share: inputs without a batch, and sizes per dimension.
 */
final class Spatial {
  private Spatial() {}

  /** An input of {@code dims} spatial dimensions, with or without batch, as a batch. */
  @Differentiable
  static Tensor batched(String op, Tensor x, int dims) {
    if (x.dim() == dims + 2) {
      return x;
    }
    requireRank(op, x, dims);
    return withBatch(x);
  }

  /** What was made of {@link #batched} of x, without a batch if x has none. */
  @Differentiable
  static Tensor unbatched(Tensor result, Tensor x, int dims) {
    return x.dim() == dims + 2
        ? result
        : result.reshape(Arrays.copyOfRange(result.shape(), 1, result.dim()));
  }

  /** The input as a batch, which it may be already. */
  @Differentiable
  static Tensor withBatch(Tensor x) {
    long[] shape = new long[x.dim() + 1];
    shape[0] = 1;
    System.arraycopy(x.shape(), 0, shape, 1, x.dim());
    return x.reshape(shape);
  }

  static void requireRank(String op, Tensor x, int dims) {
    if (x.dim() != dims + 1 && x.dim() != dims + 2) {
      throw new ShapeException(
          "%s: input has %d dimensions with a batch and %d without, but its shape is %s"
              .formatted(op, dims + 2, dims + 1, Arrays.toString(x.shape())));
    }
  }

  /** One number per spatial dimension, from as many or from one for all. */
  static long[] sizes(String op, String name, long[] sizes, int dims, long least) {
    if (sizes.length != 1 && sizes.length != dims) {
      throw new IllegalArgumentException(
          "%s: %s has one number or %d, but is %s"
              .formatted(op, name, dims, Arrays.toString(sizes)));
    }
    long[] result = new long[dims];
    for (int i = 0; i < dims; i++) {
      result[i] = sizes[sizes.length == 1 ? 0 : i];
      if (result[i] < least) {
        throw new IllegalArgumentException(
            "%s: %s must be at least %d, but is %s"
                .formatted(op, name, least, Arrays.toString(sizes)));
      }
    }
    return result;
  }
}
