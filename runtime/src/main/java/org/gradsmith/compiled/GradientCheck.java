/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Compares the gradients of a {@code @Differentiable} method with differences of its values. A
 * result of many numbers is weighted into one.
 */
public final class GradientCheck {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-5;

  private GradientCheck() {}

  /**
   * Compares the gradients of the numbers, arrays and tensors among the arguments.
   *
   * @param arguments of 64 bits where they are real numbers; arrays are passed as copies
   * @throws AssertionError if a gradient differs; it names the argument and the place in it
   */
  public static void of(Gradients method, @Nullable Object... arguments) {
    Object value = method.value(copies(arguments));
    Weights weights = new Weights();
    Object cotangent = weights.like(value);
    if (cotangent == null) {
      throw new IllegalArgumentException("the method returns nothing that has a derivative");
    }
    Gradient gradient = method.vjp(cotangent, copies(arguments));
    for (int i = 0; i < arguments.length; i++) {
      double[] place = numbers(arguments[i]);
      Object found = gradient.of(i);
      if (found == null || place.length == 0) {
        continue;
      }
      double[] actual = numbers(found);
      for (int k = 0; k < place.length; k++) {
        double step = STEP * Math.max(1, Math.abs(place[k]));
        double above = weighted(method, arguments, i, k, place[k] + step);
        double below = weighted(method, arguments, i, k, place[k] - step);
        double expected = (above - below) / (2 * step);
        double scale = 1 + Math.max(Math.abs(expected), Math.abs(actual[k]));
        if (!(Math.abs(expected - actual[k]) <= TOLERANCE * scale)) {
          throw new AssertionError(
              "the gradient of argument %d at place %d is %s, and differences of values say %s"
                  .formatted(i, k, actual[k], expected));
        }
      }
    }
  }

  /** A tensor of 64-bit numbers between 0 and 1, no two alike. */
  public static Tensor tensor(long... shape) {
    int count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(size));
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = 0.1 + 0.8 * ((i * 0.6180339887) % 1);
    }
    return Tensor.of(values).view(shape);
  }

  private static double weighted(
      Gradients method, @Nullable Object[] arguments, int argument, int place, double number) {
    @Nullable Object[] moved = copies(arguments);
    moved[argument] = with(moved[argument], place, number);
    Weights weights = new Weights();
    return weights.sum(method.value(moved));
  }

  private static @Nullable Object with(@Nullable Object argument, int place, double number) {
    return switch (argument) {
      case Double _ -> number;
      case double[] array -> {
        array[place] = number;
        yield array;
      }
      case Tensor tensor -> {
        double[] values = tensor.toDoubleArray();
        values[place] = number;
        yield Tensor.of(values).view(tensor.shape()).to(tensor.dtype());
      }
      case null, default -> argument;
    };
  }

  private static @Nullable Object[] copies(@Nullable Object[] arguments) {
    return Arrays.stream(arguments)
        .map(a -> a instanceof double[] array ? array.clone() : a)
        .toArray();
  }

  private static double[] numbers(@Nullable Object value) {
    return switch (value) {
      case Double number -> new double[] {number};
      case double[] array -> array;
      case Tensor tensor when tensor.dtype().isFloating() -> tensor.toDoubleArray();
      case null, default -> new double[0];
    };
  }

  /** Weights of the numbers in a result, always the same ones. */
  private static final class Weights {
    private int next;

    private double weight() {
      return 0.5 + 0.1 * (next++ * 7 % 11);
    }

    private double[] weights(int count) {
      double[] weights = new double[count];
      for (int i = 0; i < count; i++) {
        weights[i] = weight();
      }
      return weights;
    }

    @Nullable Object like(@Nullable Object value) {
      return switch (value) {
        case Double _ -> weight();
        case Float _ -> (float) weight();
        case double[] array -> weights(array.length);
        case float[] array -> {
          float[] all = new float[array.length];
          for (int i = 0; i < all.length; i++) {
            all[i] = (float) weight();
          }
          yield all;
        }
        case Tensor tensor when tensor.dtype().isFloating() ->
            Tensor.of(weights(Math.toIntExact(tensor.numel())))
                .view(tensor.shape())
                .to(tensor.dtype());
        case Object[] parts -> list(Arrays.asList(parts));
        case List<?> parts -> list(parts);
        case Record parts -> list(Holders.components(parts));
        case null, default -> null;
      };
    }

    private List<@Nullable Object> list(List<?> parts) {
      List<@Nullable Object> all = new ArrayList<>();
      parts.forEach(p -> all.add(like(p)));
      return all;
    }

    double sum(@Nullable Object value) {
      double sum = 0;
      switch (value) {
        case Double number -> sum = weight() * number;
        case Float number -> sum = weight() * number;
        case double[] array -> {
          for (double number : array) {
            sum += weight() * number;
          }
        }
        case float[] array -> {
          for (float number : array) {
            sum += weight() * number;
          }
        }
        case Tensor tensor when tensor.dtype().isFloating() -> {
          for (double number : tensor.toDoubleArray()) {
            sum += weight() * number;
          }
        }
        case Object[] parts -> sum = sum(Arrays.asList(parts));
        case List<?> parts -> {
          for (Object part : parts) {
            sum += sum(part);
          }
        }
        case Record parts -> sum = sum(Holders.components(parts));
        case null, default -> {}
      }
      return sum;
    }
  }
}
