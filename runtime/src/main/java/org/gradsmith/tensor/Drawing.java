/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.BatchLevel;
import org.gradsmith.tensor.random.Generator;

/** Random tensors beyond uniform and normal ones. */
final class Drawing {
  /** Up to here, the uniform doubles reach every integer. */
  private static final long DOUBLES = 1L << 53;

  private static final double HALF = 0x1p32;

  private Drawing() {}

  static Tensor integers(
      Generator generator, TensorOptions options, long low, long high, long... shape) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint: no integer lies from %d up to, not including, %d".formatted(low, high));
    }
    Tensor drawn = Batches.drawn("randint", shape, all -> integers(generator, low, high, all));
    return Factories.finished(drawn, options);
  }

  private static Tensor integers(Generator generator, long low, long high, long[] shape) {
    int count = Factories.count(shape);
    long range = high - low; // without sign: it may reach 2^64 - 1
    long[] values =
        range > 0 && range <= DOUBLES
            ? narrow(generator.uniformDoubles(count), range)
            : wide(generator.uniformDoubles(Math.multiplyExact(2, count)), range);
    for (int i = 0; i < count; i++) {
      values[i] += low;
    }
    return Factories.of(values, shape);
  }

  private static long[] narrow(double[] uniform, long range) {
    return Arrays.stream(uniform).mapToLong(u -> (long) (u * range)).toArray();
  }

  /** Integers below a range that doubles do not resolve, each from two times 32 random bits. */
  private static long[] wide(double[] uniform, long range) {
    long[] values = new long[uniform.length / 2];
    for (int i = 0; i < values.length; i++) {
      long bits =
          (long) (uniform[2 * i] * HALF) << Integer.SIZE | (long) (uniform[2 * i + 1] * HALF);
      values[i] = Math.unsignedMultiplyHigh(bits, range);
    }
    return values;
  }

  static Tensor permutation(Generator generator, long n) {
    if (n < 0) {
      throw new IllegalArgumentException("randperm: " + n + " is negative");
    }
    return Batches.drawn("randperm", new long[] {n}, all -> permutations(generator, all));
  }

  private static Tensor permutations(Generator generator, long[] shape) {
    long n = shape[shape.length - 1];
    long rows = n == 0 ? 0 : Factories.count(shape) / n;
    java.util.List<Tensor> all = new java.util.ArrayList<>();
    for (long row = 0; row < rows; row++) {
      all.add(permutationOf(generator, n));
    }
    return all.isEmpty() ? Factories.of(new long[0], shape) : Tensor.stack(all, 0).view(shape);
  }

  private static Tensor permutationOf(Generator generator, long n) {
    int count = Math.toIntExact(n);
    double[] uniform = generator.uniformDoubles(count);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int j = (int) (uniform[i] * (i + 1)); // Fisher, Yates, from the front
      values[i] = values[j];
      values[j] = i;
    }
    return Factories.of(values, n);
  }

  static Tensor bernoulli(Generator generator, Tensor probabilities) {
    if (!probabilities.dtype().isFloating()) {
      throw new DTypeException(
          "bernoulli: probabilities are floating-point numbers, but these are of dtype "
              + probabilities.dtype());
    }
    if (BatchLevel.innermost() != null) { // every example against numbers as the vmap says
      Tensor uniform =
          Batches.drawn(
              "bernoulli",
              probabilities.shape(),
              all -> Factories.of(generator.uniformDoubles(Factories.count(all)), all));
      return uniform.lt(probabilities).to(probabilities.dtype());
    }
    double[] p = probabilities.toDoubleArray();
    double[] uniform = generator.uniformDoubles(p.length);
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException(
            "bernoulli: probability %s at place %d is not from 0 to 1".formatted(p[i], i));
      }
      p[i] = uniform[i] < p[i] ? 1 : 0;
    }
    return Factories.of(p, probabilities.shape()).to(probabilities.dtype());
  }

  static Tensor multinomial(Generator generator, Tensor weights, int count, boolean replacement) {
    if (BatchLevel.innermost() != null) {
      throw new AutogradException(
          "multinomial is not possible within a vmap; draw before it, for all examples");
    }
    long[] shape = weights.shape();
    if (shape.length < 1 || shape.length > 2 || count < 1) {
      throw new ShapeException(
          "multinomial: draws at least one index from weights of shape (n) or (rows, n), not %d from %s"
              .formatted(count, Layouts.text(shape)));
    }
    int n = Math.toIntExact(shape[shape.length - 1]);
    int rows = shape.length == 1 ? 1 : Math.toIntExact(shape[0]);
    double[] all = weights.toDoubleArray();
    double[] uniform = generator.uniformDoubles(Math.multiplyExact(rows, count));
    long[] drawn = new long[rows * count];
    for (int row = 0; row < rows; row++) {
      double[] w = Arrays.copyOfRange(all, row * n, (row + 1) * n);
      requireDrawable(w, row, count, replacement);
      for (int k = 0; k < count; k++) {
        int index = pick(w, uniform[row * count + k]);
        drawn[row * count + k] = index;
        if (!replacement) {
          w[index] = 0;
        }
      }
    }
    return shape.length == 1 ? Factories.of(drawn, count) : Factories.of(drawn, rows, count);
  }

  private static void requireDrawable(double[] w, int row, int count, boolean replacement) {
    long positive = 0;
    for (double weight : w) {
      if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "multinomial: weight %s in row %d is not a finite number from 0 on"
                .formatted(weight, row));
      }
      positive += weight > 0 ? 1 : 0;
    }
    if (positive == 0 || (!replacement && positive < count)) {
      throw new IllegalArgumentException(
          "multinomial: row %d has %d positive weights, too few to draw %d%s"
              .formatted(row, positive, count, replacement ? "" : " without replacement"));
    }
  }

  private static int pick(double[] weights, double uniform) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = uniform * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last; // rounding took the whole sum
  }
}
