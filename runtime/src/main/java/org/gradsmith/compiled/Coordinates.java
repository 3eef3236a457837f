/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The numbers in some values, counted through: those in numbers, arrays of numbers and tensors. */
final class Coordinates {
  private final List<@Nullable Object> parts;

  private Coordinates(List<@Nullable Object> parts) {
    this.parts = parts;
  }

  static Coordinates of(@Nullable Object... parts) {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object part : parts) {
      all.add(isOfNumbers(part) ? part : null);
      if (part instanceof List || part instanceof Record || part instanceof Object[]) {
        throw new IllegalArgumentException(
            "a matrix of derivatives is made for numbers, arrays of numbers and tensors, and %s is none of them; use jvp, vjp and hvp"
                .formatted(part.getClass().getSimpleName()));
      }
    }
    return new Coordinates(all);
  }

  /** The same places in other values. */
  Coordinates with(@Nullable Object... others) {
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      all.add(parts.get(i) == null ? null : others[i]);
    }
    return new Coordinates(all);
  }

  private static boolean isOfNumbers(@Nullable Object part) {
    return part instanceof Double
        || part instanceof Float
        || part instanceof double[]
        || part instanceof float[]
        || (part instanceof Tensor tensor && tensor.dtype().isFloating());
  }

  int count() {
    return parts.stream().mapToInt(Coordinates::count).sum();
  }

  private static int count(@Nullable Object part) {
    return switch (part) {
      case null -> 0;
      case double[] array -> array.length;
      case float[] array -> array.length;
      case Tensor tensor -> Math.toIntExact(tensor.numel());
      default -> 1;
    };
  }

  /** Values of the same form that are zero but for the number at one place, which is 1. */
  @Nullable Object[] unit(int place) {
    @Nullable Object[] unit = new @Nullable Object[parts.size()];
    int before = 0;
    for (int i = 0; i < unit.length; i++) {
      Object part = parts.get(i);
      int at = place - before;
      int count = count(part);
      if (part != null && at >= 0 && at < count) {
        unit[i] = unit(part, at);
      }
      before += count;
    }
    return unit;
  }

  private static Object unit(Object part, int place) {
    return switch (part) {
      case double[] array -> ones(array.length, place);
      case float[] array -> {
        float[] unit = new float[array.length];
        unit[place] = 1;
        yield unit;
      }
      case Tensor tensor ->
          Tensor.of(ones(Math.toIntExact(tensor.numel()), place))
              .view(tensor.shape())
              .to(tensor.dtype())
              .to(tensor.device());
      default -> 1.0;
    };
  }

  private static double[] ones(int length, int place) {
    double[] unit = new double[length];
    unit[place] = 1;
    return unit;
  }

  /** The numbers, one after another. */
  double[] values() {
    double[] values = new double[count()];
    int at = 0;
    for (Object part : parts) {
      double[] found = values(part);
      System.arraycopy(found, 0, values, at, found.length);
      at += found.length;
    }
    return values;
  }

  private static double[] values(@Nullable Object part) {
    return switch (part) {
      case null -> new double[0];
      case double[] array -> array;
      case float[] array -> {
        double[] values = new double[array.length];
        Arrays.setAll(values, i -> array[i]);
        yield values;
      }
      case Tensor tensor -> tensor.toDoubleArray();
      default -> new double[] {((Number) part).doubleValue()};
    };
  }

  /** Columns as rows. */
  static double[][] transposed(double[][] columns) {
    int rows = columns.length == 0 ? 0 : columns[0].length;
    double[][] matrix = new double[rows][columns.length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns.length; k++) {
        matrix[i][k] = columns[k][i];
      }
    }
    return matrix;
  }
}
