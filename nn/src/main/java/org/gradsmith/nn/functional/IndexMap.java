/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/**
 * Data movement by a rule that says where each element of the result comes from. The gradient goes
 * back the same way, to every place that an element was taken from.
 */
final class IndexMap {
  /** What a {@link Source} returns for an element that comes from nowhere. */
  static final long NOWHERE = -1;

  /** Where an element comes from. */
  @FunctionalInterface
  interface Source {
    /** The place in row-major order of the element at {@code index} of the result. */
    long of(long[] index);
  }

  /**
   * Where the elements of a shape come from.
   *
   * @param inside the place of each, 0 for those from nowhere
   * @param outside which are from nowhere
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody but this class sees them
  record Places(long[] inside, boolean[] outside) {
    static Places of(long[] shape, Source source) {
      Places places = new Places(new long[count(shape)], new boolean[count(shape)]);
      forEach(
          shape,
          (k, index) -> {
            long place = source.of(index);
            places.outside[k] = place == NOWHERE;
            places.inside[k] = Math.max(place, 0);
          });
      return places;
    }

    boolean allInside() {
      return Arrays.equals(outside, new boolean[outside.length]);
    }
  }

  private IndexMap() {}

  /** The tensor of a shape whose elements are taken from x, {@code fill} where from nowhere. */
  @Differentiable
  static Tensor apply(Tensor x, long[] shape, Source source, double fill) {
    Places places = Places.of(shape, source);
    if (places.inside().length > 0 && x.numel() == 0) {
      return Tensor.full(x.dtype(), shape, fill).add(x.sum(x.dtype()).mul(0L));
    }
    Tensor taken = x.take(Tensor.from(places.inside(), shape));
    if (places.allInside()) {
      return taken;
    }
    boolean whole = !x.dtype().isFloating() && fill == Math.rint(fill);
    Tensor mask = Tensor.of(places.outside()).reshape(shape);
    return whole
        ? taken.maskedFill(mask, Tensor.scalar((long) fill).to(x.dtype()))
        : taken.maskedFill(mask, fill);
  }

  /** Takes the elements of a shape one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Is shown element {@code place} in row-major order; the index is overwritten afterwards. */
    void visit(int place, long[] index);
  }

  /** Visits all elements of a shape in row-major order. */
  static void forEach(long[] shape, Visitor visitor) {
    int count = count(shape);
    long[] index = new long[shape.length];
    for (int k = 0; k < count; k++) {
      visitor.visit(k, index);
      for (int i = shape.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
        index[i] = 0;
      }
    }
  }

  /** Number of elements of a shape. */
  static int count(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** Elements from one index to the next, row by row. */
  static long[] steps(long[] shape) {
    long[] steps = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= shape[i];
    }
    return steps;
  }
}
