/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradsmith.annotation.Differentiable;

/**
 * Products of the elements that an index sends to one place. Neighbours of one place are multiplied
 * pair by pair until one element is left there: a composition of ops, so that its derivatives are
 * right where factors are 0, too, and the number of rounds is a logarithm.
 */
final class ScatteredProduct {
  private ScatteredProduct() {}

  @Differentiable
  static Tensor of(Tensor x, int dim, Tensor index, Tensor part, boolean includeSelf) {
    long[] places = Positions.of(x).gather(dim, index).toLongArray();
    boolean[] isReplaced = new boolean[Math.toIntExact(x.numel())];
    if (!includeSelf) {
      for (long place : places) {
        isReplaced[(int) place] = true;
      }
    }
    // the factors are the elements of x, then those of the source
    int own = isReplaced.length;
    int[] factors =
        IntStream.range(0, own + places.length)
            .filter(i -> i >= own || !isReplaced[i])
            .boxed()
            .sorted(Comparator.comparingLong(i -> place(i, own, places)))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] target = Arrays.stream(factors).mapToLong(i -> place(i, own, places)).toArray();
    Tensor all = Tensor.cat(List.of(x.reshape(own), part.reshape(places.length)), 0);
    Tensor values = all.take(tensor(Arrays.stream(factors).asLongStream().toArray()));
    while (values.numel() > own) {
      long[] left = new long[target.length];
      long[] right = new long[target.length];
      long[] next = new long[target.length];
      int count = 0;
      for (int i = 0; i < target.length; i++) {
        boolean pairs = i + 1 < target.length && target[i + 1] == target[i];
        next[count] = target[i];
        left[count] = i;
        right[count++] = pairs ? i + 1 : target.length; // behind them all stands a 1
        i += pairs ? 1 : 0;
      }
      Tensor factorsAndOne =
          Tensor.cat(List.of(values, Tensor.ones(TensorOptions.of(x.dtype()), 1)), 0);
      values =
          factorsAndOne
              .take(tensor(Arrays.copyOf(left, count)))
              .mul(factorsAndOne.take(tensor(Arrays.copyOf(right, count))));
      target = Arrays.copyOf(next, count);
    }
    return values.reshape(x.shape()).alone();
  }

  static long place(int factor, int own, long[] places) {
    return factor < own ? factor : places[factor - own];
  }

  private static Tensor tensor(long[] positions) {
    return Tensor.from(positions, positions.length);
  }
}
