/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * Padding at the borders. The pads are given in pairs (before, after) from the last dimension on,
 * as PyTorch has them; a negative pad cuts off.
 */
public final class Padding {
  /** What stands beyond the border. */
  public enum Mode {
    /** A number. */
    CONSTANT,
    /** The elements behind the border, mirrored; the one at the border is not repeated. */
    REFLECT,
    /** The element at the border. */
    REPLICATE,
    /** The elements at the other border. */
    CIRCULAR
  }

  private Padding() {}

  /** Padding by zeros. */
  @Differentiable
  public static Tensor pad(Tensor x, long... pads) {
    return pad(x, pads, Mode.CONSTANT, 0);
  }

  /**
   * Padding.
   *
   * @param pads (before, after) of the last dimension, of the one before it, ...
   * @param value what stands there under {@link Mode#CONSTANT}
   */
  @Differentiable
  public static Tensor pad(Tensor x, long[] pads, Mode mode, double value) {
    if (mode != Mode.CONSTANT && Arrays.stream(pads).anyMatch(p -> p < 0)) {
      // what is cut off takes no part in what is repeated
      long[] cut = Arrays.stream(pads).map(p -> Math.min(p, 0)).toArray();
      long[] added = Arrays.stream(pads).map(p -> Math.max(p, 0)).toArray();
      return pad(pad(x, cut, Mode.CONSTANT, 0), added, mode, value);
    }
    int rank = x.dim();
    if (pads.length % 2 != 0 || pads.length > 2 * rank) {
      throw new ShapeException(
          "pad: %d pads are no pairs for the dimensions of shape %s"
              .formatted(pads.length, Arrays.toString(x.shape())));
    }
    long[] from = x.shape();
    long[] shape = x.shape();
    long[] before = new long[rank];
    for (int i = 0; i < pads.length / 2; i++) {
      int dim = rank - 1 - i;
      before[dim] = pads[2 * i];
      shape[dim] += pads[2 * i] + pads[2 * i + 1];
      require(x, dim, pads[2 * i], pads[2 * i + 1], mode, shape[dim]);
    }
    return IndexMap.apply(x, shape, source(from, before, mode), value);
  }

  /** Where the elements of a padded tensor come from. */
  static IndexMap.Source source(long[] from, long[] before, Mode mode) {
    long[] steps = IndexMap.steps(from);
    return index -> {
      long place = 0;
      for (int i = 0; i < from.length; i++) {
        long at = source(index[i] - before[i], from[i], mode);
        if (at == IndexMap.NOWHERE) {
          return IndexMap.NOWHERE;
        }
        place += at * steps[i];
      }
      return place;
    };
  }

  private static long source(long at, long size, Mode mode) {
    return switch (mode) {
      case CONSTANT -> at < 0 || at >= size ? IndexMap.NOWHERE : at;
      case REFLECT -> at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at;
      case REPLICATE -> Math.clamp(at, 0, size - 1);
      case CIRCULAR -> Math.floorMod(at, size);
    };
  }

  static void require(Tensor x, int dim, long before, long after, Mode mode, long size) {
    long most =
        switch (mode) {
          case CONSTANT, REPLICATE -> Long.MAX_VALUE;
          case REFLECT -> x.size(dim) - 1;
          case CIRCULAR -> x.size(dim);
        };
    if (size < 0 || (x.size(dim) > 0 && (before > most || after > most))) {
      throw new ShapeException(
          "pad: pads %d and %d do not fit dimension %d of shape %s in mode %s"
              .formatted(before, after, dim, Arrays.toString(x.shape()), mode));
    }
  }
}
