/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.Tensor;

/** Rows of a table by number. */
public final class Embeddings {
  private Embeddings() {}

  /**
   * The rows of {@code weight} (n, features) that {@code input}, integers of any shape, names:
   * (..., features).
   */
  public static Tensor embedding(Tensor input, Tensor weight) {
    long[] shape = java.util.Arrays.copyOf(input.shape(), input.dim() + 1);
    shape[input.dim()] = weight.size(1);
    return weight.indexSelect(0, input.reshape(-1)).reshape(shape);
  }

  /** As {@link #embedding(Tensor, Tensor)}; the row {@code paddingIndex} gets no gradient. */
  public static Tensor embedding(Tensor input, Tensor weight, long paddingIndex) {
    long padding = paddingIndex < 0 ? paddingIndex + weight.size(0) : paddingIndex;
    Tensor rows = embedding(input, weight);
    Tensor padded = input.eq(padding).unsqueeze(-1);
    return Tensor.where(padded, rows.detach(), rows);
  }

  /**
   * A 1 at the place that each integer names, 0 elsewhere: (..., classes), int64.
   *
   * @param classes -1 means one more than the largest integer
   */
  public static Tensor oneHot(Tensor input, long classes) {
    long[] values = input.toLongArray();
    long largest = java.util.Arrays.stream(values).max().orElse(-1);
    long count = classes < 0 ? largest + 1 : classes;
    for (long value : values) {
      if (value < 0 || value >= count) {
        throw new IndexException(
            "oneHot: class %d is out of range: there are the classes 0 to %d"
                .formatted(value, count - 1));
      }
    }
    return input.unsqueeze(-1).eq(Tensor.arange(count)).to(DType.INT64);
  }
}
