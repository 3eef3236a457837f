/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Arithmetic with arguments, results and their derivatives, whatever their form. */
@SuppressWarnings("NullAway")
final class Forms {
  private Forms() {}

  /** All numbers in a form, one after another. */
  static double[] numbers(@Nullable Object form) {
    return switch (form) {
      case Double number -> new double[] {number};
      case Float number -> new double[] {number};
      case double[] array -> array.clone();
      case float[] array -> {
        double[] all = new double[array.length];
        Arrays.setAll(all, i -> array[i]);
        yield all;
      }
      case Tensor tensor -> tensor.toDoubleArray();
      case Object[] parts -> joined(Arrays.asList(parts));
      case List<?> parts -> joined(parts);
      case DirectionalZoo.Line(Tensor slope, Tensor offset) -> joined(List.of(slope, offset));
      case null, default -> new double[0];
    };
  }

  private static double[] joined(List<?> parts) {
    return parts.stream().flatMapToDouble(p -> Arrays.stream(numbers(p))).toArray();
  }

  /** Numbers at random in the form of a derivative of something; null for what has none. */
  static @Nullable Object random(@Nullable Object form, Random random) {
    return switch (form) {
      case Double _ -> random.nextGaussian();
      case Float _ -> (float) random.nextGaussian();
      case double[] array -> random.doubles(array.length, -1, 1).toArray();
      case float[] array -> {
        float[] all = new float[array.length];
        for (int i = 0; i < all.length; i++) {
          all[i] = (float) random.nextGaussian();
        }
        yield all;
      }
      case Tensor tensor ->
          Tensor.of(random.doubles(tensor.numel(), -1, 1).toArray())
              .view(tensor.shape())
              .to(tensor.dtype());
      case Tensor[] parts ->
          Arrays.stream(parts).map(p -> random(p, random)).toArray(Tensor[]::new);
      case Object[] parts -> listed(Arrays.asList(parts), random).toArray();
      case List<?> parts -> listed(parts, random);
      case DirectionalZoo.Line(Tensor slope, Tensor offset) ->
          listed(List.of(slope, offset), random);
      case null, default -> null;
    };
  }

  private static List<@Nullable Object> listed(List<?> parts, Random random) {
    List<@Nullable Object> all = new ArrayList<>();
    parts.forEach(p -> all.add(random(p, random)));
    return all;
  }

  /** A copy of something, moved so far in a direction. */
  static @Nullable Object moved(@Nullable Object form, @Nullable Object by, double step) {
    return switch (form) {
      case Double number -> number + step * (double) by;
      case Float number -> (float) (number + step * (float) by);
      case double[] array -> {
        double[] all = array.clone();
        Arrays.setAll(all, i -> array[i] + step * ((double[]) by)[i]);
        yield all;
      }
      case float[] array -> {
        float[] all = array.clone();
        for (int i = 0; i < all.length; i++) {
          all[i] += (float) (step * ((float[]) by)[i]);
        }
        yield all;
      }
      case Tensor tensor -> tensor.add(((Tensor) by).mul(step));
      case Tensor[] parts -> parts(Arrays.asList(parts), by, step).toArray(Tensor[]::new);
      case Object[] parts -> parts(Arrays.asList(parts), by, step).toArray();
      case List<?> parts -> parts(parts, by, step);
      case DirectionalZoo.Line(Tensor slope, Tensor offset) -> {
        List<?> moved = parts(List.of(slope, offset), by, step);
        yield new DirectionalZoo.Line((Tensor) moved.get(0), (Tensor) moved.get(1));
      }
      case null, default -> form;
    };
  }

  private static List<@Nullable Object> parts(List<?> parts, @Nullable Object by, double step) {
    List<?> moves = by instanceof List<?> list ? list : Arrays.asList((Object[]) by);
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      all.add(moved(parts.get(i), moves.get(i), step));
    }
    return all;
  }

  /** The sum of the products of the numbers in two forms. */
  static double product(@Nullable Object a, @Nullable Object b) {
    double[] left = numbers(a);
    double[] right = numbers(b);
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
