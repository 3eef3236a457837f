/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
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

  private IndexMap() {}

  /** The tensor of a shape whose elements are taken from x, {@code fill} where from nowhere. */
  static Tensor apply(Tensor x, long[] shape, Source source, double fill) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    long[] places = new long[count];
    boolean[] outside = new boolean[count];
    boolean any = false;
    long[] index = new long[shape.length];
    for (int k = 0; k < count; k++) {
      long place = source.of(index);
      outside[k] = place == NOWHERE;
      any |= outside[k];
      places[k] = Math.max(place, 0);
      for (int i = shape.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
        index[i] = 0;
      }
    }
    if (count > 0 && x.numel() == 0) {
      return Tensor.full(x.dtype(), shape, fill).add(x.sum(x.dtype()).mul(0L));
    }
    Tensor taken = x.take(Tensor.from(places, shape));
    if (!any) {
      return taken;
    }
    boolean whole = !x.dtype().isFloating() && fill == Math.rint(fill);
    Tensor mask = Tensor.of(outside).reshape(shape);
    return whole
        ? taken.maskedFill(mask, Tensor.scalar((long) fill).to(x.dtype()))
        : taken.maskedFill(mask, fill);
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
