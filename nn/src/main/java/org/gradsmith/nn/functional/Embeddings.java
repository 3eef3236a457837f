/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Rows of a table by number. */
public final class Embeddings {
  private Embeddings() {}

  /**
   * The rows of {@code weight} (n, features) that {@code input}, integers of any shape, names:
   * (..., features).
   */
  @Differentiable
  public static Tensor embedding(Tensor input, Tensor weight) {
    long[] shape = Arrays.copyOf(input.shape(), input.dim() + 1);
    shape[input.dim()] = weight.size(1);
    return weight.indexSelect(0, input.reshape(-1)).reshape(shape);
  }

  /** As {@link #embedding(Tensor, Tensor)}; the row {@code paddingIndex} gets no gradient. */
  @Differentiable
  public static Tensor embedding(Tensor input, Tensor weight, long paddingIndex) {
    long padding = paddingIndex < 0 ? paddingIndex + weight.size(0) : paddingIndex;
    Tensor rows = embedding(input, weight);
    Tensor padded = input.eq(padding).unsqueeze(-1);
    return Tensor.where(padded, rows.detach(), rows);
  }

  /**
   * As {@link #embedding(Tensor, Tensor)}, with PyTorch's options.
   *
   * @param paddingIndex the row that gets no gradient, or null
   * @param maxNorm the largest norm of a row, or null: rows that are looked up and exceed it are
   *     scaled down within {@code weight}, which is written to without being recorded
   * @param normType p of that norm
   * @param scaleGradByFreq whether a row's gradient is divided by how often input names it
   */
  @Differentiable
  public static Tensor embedding(
      Tensor input,
      Tensor weight,
      @Nullable Long paddingIndex,
      @Nullable Double maxNorm,
      double normType,
      boolean scaleGradByFreq) {
    if (maxNorm != null) {
      shorten(input, weight, maxNorm, normType);
    }
    Tensor rows =
        paddingIndex == null ? embedding(input, weight) : embedding(input, weight, paddingIndex);
    if (!scaleGradByFreq || input.numel() == 0) {
      return rows;
    }
    Tensor flat = input.reshape(-1);
    Tensor share = flat.bincount().take(flat).reshape(input.shape()).to(weight.dtype());
    Tensor fixed = rows.detach();
    return fixed.add(rows.sub(fixed).div(share.unsqueeze(-1)));
  }

  static void shorten(Tensor input, Tensor weight, double maxNorm, double normType) {
    Tensor named = Tensor.of(Arrays.stream(input.toLongArray()).distinct().sorted().toArray());
    if (named.numel() > 0) {
      Tensor rows = weight.detach().indexSelect(0, named).renorm(normType, 0, maxNorm);
      Tensor shortened = weight.detach().indexCopy(0, named, rows);
      try (var _ = Autograd.noGrad()) {
        weight.copyFrom(shortened);
      }
    }
  }

  /** How {@link #embeddingBag} puts the rows of a bag together. */
  public enum Bag {
    SUM,
    MEAN,
    MAX
  }

  /**
   * The rows of {@code weight} (n, features) that {@code input} names, bag by bag: (bags,
   * features). An empty bag is 0.
   *
   * <p>With a {@code paddingIndex}, that row is left out of every bag.
   *
   * @param input integers (bags, size), or all behind each other with offsets
   * @param offsets where each bag begins, or null for bags of one size
   * @param includesEnd whether the last offset is where the last bag ends
   * @param perSample what each row counts in a sum, in input's shape, or null for 1
   */
  @Differentiable
  public static Tensor embeddingBag(
      Tensor input,
      Tensor weight,
      @Nullable Tensor offsets,
      boolean includesEnd,
      Bag mode,
      @Nullable Tensor perSample,
      @Nullable Long paddingIndex) {
    if (perSample != null && mode != Bag.SUM) {
      throw new IllegalArgumentException(
          "embeddingBag: weights per sample go with Bag.SUM, but the mode is " + mode);
    }
    if ((offsets == null) != (input.dim() == 2)) {
      throw new ShapeException(
          "embeddingBag: input is (bags, size), or a vector with offsets, but has shape %s and %s"
              .formatted(
                  Arrays.toString(input.shape()), offsets == null ? "no offsets" : "offsets"));
    }
    Tensor flat = input.reshape(-1);
    long[] starts =
        offsets == null
            ? LongStream.range(0, input.size(0)).map(i -> i * input.size(1)).toArray()
            : offsets.toLongArray();
    Tensor rows = weight.indexSelect(0, flat);
    if (perSample != null) {
      rows = rows.mul(perSample.reshape(-1, 1));
    }
    long[] names = flat.toLongArray();
    long padding = paddingIndex == null ? -1 : Math.floorMod(paddingIndex, weight.size(0));
    List<Tensor> bags = new ArrayList<>();
    for (int i = 0; i < starts.length - (includesEnd ? 1 : 0); i++) {
      long end = i + 1 < starts.length ? starts[i + 1] : flat.numel();
      long[] kept =
          LongStream.range(starts[i], end).filter(k -> names[(int) k] != padding).toArray();
      Tensor bag = rows.indexSelect(0, Tensor.from(kept, kept.length));
      bags.add(kept.length == 0 ? bag.sum(0) : together(bag, mode));
    }
    return bags.isEmpty() ? Tensor.zeros(weight.dtype(), 0, weight.size(1)) : Tensor.stack(bags, 0);
  }

  private static Tensor together(Tensor bag, Bag mode) {
    return switch (mode) {
      case SUM -> bag.sum(0);
      case MEAN -> bag.mean(0);
      case MAX -> bag.max(0).values();
    };
  }

  /**
   * A 1 at the place that each integer names, 0 elsewhere: (..., classes), int64.
   *
   * @param classes -1 means one more than the largest integer
   */
  @NonDifferentiable("integers carry no gradient")
  public static Tensor oneHot(Tensor input, long classes) {
    long[] values = input.toLongArray();
    long largest = Arrays.stream(values).max().orElse(-1);
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
