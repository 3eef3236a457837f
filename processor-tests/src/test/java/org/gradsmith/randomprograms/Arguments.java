/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a program is called with: its numbers one after another, whether they are arguments or
 * elements of arrays, and its integers.
 *
 * @param parameters types of the program's parameters, a letter each: d number, a array, i integer
 */
@SuppressWarnings("ArrayRecordComponent")
record Arguments(String parameters, double[] numbers, int[] wholes) {
  static final int ARRAY = 4;

  static Arguments of(RandomProgram program) {
    String parameters = program.parameters();
    SplittableRandom random = new SplittableRandom(program.seed() ^ 0x5DEECE66DL);
    int count = 0;
    for (int i = 0; i < parameters.length(); i++) {
      count += size(parameters.charAt(i));
    }
    return new Arguments(
        parameters,
        random.doubles(count, -1.5, 1.5).toArray(),
        random.ints(parameters.length(), 0, 4).toArray());
  }

  private static int size(char type) {
    return switch (type) {
      case 'd' -> 1;
      case 'a' -> ARRAY;
      default -> 0;
    };
  }

  /** A direction in which all numbers move. */
  double[] direction(long seed) {
    return new SplittableRandom(seed).doubles(numbers.length, -1, 1).toArray();
  }

  /** Arguments of the version over numbers, some way along a direction. */
  Object[] moved(double[] direction, double step) {
    double[] there = numbers.clone();
    for (int i = 0; i < there.length; i++) {
      there[i] += step * direction[i];
    }
    @Nullable Object[] parts = parts(there);
    Object[] all = new Object[parts.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Objects.requireNonNullElse(parts[i], wholes[i]);
    }
    return all;
  }

  /** Arguments of the version over numbers. */
  Object[] plain() {
    return moved(numbers, 0);
  }

  /** Numbers in the form of the arguments; null for integers. */
  @Nullable Object[] parts(double[] flat) {
    @Nullable Object[] all = new @Nullable Object[parameters.length()];
    int at = 0;
    for (int i = 0; i < all.length; i++) {
      int size = size(parameters.charAt(i));
      switch (parameters.charAt(i)) {
        case 'd' -> all[i] = flat[at];
        case 'a' -> all[i] = Arrays.copyOfRange(flat, at, at + size);
        default -> {}
      }
      at += size;
    }
    return all;
  }

  /** Arguments of the version over tensors; the tensors are also put into a list. */
  Object[] tensors(boolean requiresGrad, List<Tensor> leaves) {
    Object[] all = plain();
    @Nullable Object[] made = tensorParts(numbers);
    for (int i = 0; i < all.length; i++) {
      if (made[i] instanceof Tensor tensor) {
        leaves.add(tensor);
        all[i] = tensor;
      } else if (made[i] instanceof Tensor[] array) {
        leaves.addAll(Arrays.asList(array));
        all[i] = array;
      }
    }
    leaves.forEach(t -> t.requiresGrad(requiresGrad));
    return all;
  }

  /** Tensors in the form of the arguments; null for integers. */
  @Nullable Object[] tensorParts(double[] flat) {
    @Nullable Object[] all = parts(flat);
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof Double number) {
        all[i] = Tensor.scalar((double) number);
      } else if (all[i] instanceof double[] array) {
        all[i] = Arrays.stream(array).mapToObj(Tensor::scalar).toArray(Tensor[]::new);
      }
    }
    return all;
  }

  /** The numbers in what has the form of the arguments. */
  static double[] flat(List<@Nullable Object> parts) {
    List<Double> all = new ArrayList<>();
    for (Object part : parts) {
      switch (part) {
        case Double number -> all.add(number);
        case double[] array -> Arrays.stream(array).forEach(all::add);
        case Tensor tensor -> all.add(tensor.item());
        case Tensor[] tensors -> Arrays.stream(tensors).forEach(t -> all.add(t.item()));
        case null, default -> {}
      }
    }
    return all.stream().mapToDouble(d -> d).toArray();
  }

  @Override
  public String toString() {
    return Arrays.deepToString(plain());
  }
}
