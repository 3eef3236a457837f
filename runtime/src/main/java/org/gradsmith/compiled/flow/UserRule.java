/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What generated code does with derivatives that users have written. */
public final class UserRule {
  private UserRule() {}

  /**
   * A copy of an array, with the arrays in it; null for null.
   *
   * @param <A> the array's type
   */
  @SuppressWarnings("unchecked") // a copy has the class of the array
  public static <A> @Nullable A copy(@Nullable A array) {
    if (array == null || !array.getClass().isArray()) {
      return array;
    }
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    if (array instanceof Object[] parts) {
      for (int i = 0; i < length; i++) {
        ((@Nullable Object[]) copy)[i] = copy(parts[i]);
      }
    } else {
      System.arraycopy(array, 0, copy, 0, length);
    }
    return (A) copy;
  }

  /**
   * Adds a gradient to the adjoints of an array.
   *
   * @param rule what messages call the derivative
   * @param parameter what they call the parameter
   * @throws CompiledException if the gradient has another length
   */
  public static void add(
      double[] adjoints, double @Nullable [] gradient, String rule, String parameter) {
    if (gradient != null) {
      requireLength(adjoints.length, gradient.length, rule, parameter);
      for (int i = 0; i < adjoints.length; i++) {
        adjoints[i] += gradient[i];
      }
    }
  }

  /** Adds a gradient to the adjoints of an array. */
  public static void add(
      float[] adjoints, float @Nullable [] gradient, String rule, String parameter) {
    if (gradient != null) {
      requireLength(adjoints.length, gradient.length, rule, parameter);
      for (int i = 0; i < adjoints.length; i++) {
        adjoints[i] += gradient[i];
      }
    }
  }

  private static void requireLength(int wanted, int given, String rule, String parameter) {
    if (wanted != given) {
      throw new CompiledException(
          "the derivative %s gave a gradient of %d elements for '%s', which has %d"
              .formatted(rule, given, parameter, wanted));
    }
  }

  /**
   * Adds a gradient to the adjoint of a tensor.
   *
   * @param tensor the argument
   * @throws CompiledException if the gradient has another shape or dtype
   */
  public static void add(
      Slot slot, Tensor tensor, @Nullable Tensor gradient, String rule, String parameter) {
    if (gradient != null) {
      if (!Arrays.equals(tensor.shape(), gradient.shape()) || tensor.dtype() != gradient.dtype()) {
        throw new CompiledException(
            "the derivative %s gave a gradient of shape %s and dtype %s for '%s', which has shape %s and dtype %s"
                .formatted(
                    rule,
                    Arrays.toString(gradient.shape()),
                    gradient.dtype(),
                    parameter,
                    Arrays.toString(tensor.shape()),
                    tensor.dtype()));
      }
      slot.add(gradient);
    }
  }

  /**
   * The product of gradients with a direction. A part of the direction that is 0 adds nothing,
   * whatever the gradient is.
   *
   * @param gradients what a derivative returned
   * @param direction for each gradient a tangent of its form
   */
  public static double product(@Nullable Object gradients, @Nullable Object... direction) {
    if (direction.length == 1) {
      return term(gradients, direction[0]);
    }
    double sum = 0;
    List<?> parts = gradients instanceof Record all ? Holders.components(all) : List.of();
    for (int i = 0; i < direction.length; i++) {
      Object gradient =
          gradients instanceof Record
              ? parts.get(i)
              : gradients == null ? null : Array.get(gradients, i);
      sum += term(gradient, direction[i]);
    }
    return sum;
  }

  private static double term(@Nullable Object gradient, @Nullable Object tangent) {
    if (gradient == null || tangent == null) {
      return 0;
    }
    if (gradient instanceof Tensor tensor) {
      return tensor.mul((Tensor) tangent).sum().item();
    }
    if (!gradient.getClass().isArray()) {
      double dot = ((Number) tangent).doubleValue();
      return dot == 0 ? 0 : ((Number) gradient).doubleValue() * dot;
    }
    double sum = 0;
    for (int i = 0; i < Array.getLength(gradient); i++) {
      double dot = Array.getDouble(tangent, i);
      sum += dot == 0 ? 0 : Array.getDouble(gradient, i) * dot;
    }
    return sum;
  }

  /** There is no derivative in a direction. */
  public static CompiledException noTangent(String rule, String method) {
    return new CompiledException(
        "%s has no derivative in a direction: %s computes gradients, and only those of a number say what a tangent is. Write a method with @Derivative(mode = Mode.FORWARD) beside it."
            .formatted(method, rule));
  }

  /** There are no second derivatives. */
  public static CompiledException noSecond(String rule, String method) {
    return new CompiledException(
        "%s has no second derivatives: they are those of %s, which has to be @Differentiable for that, as has the one with @Derivative(mode = Mode.FORWARD); that one is needed for arrays and tensors, a mixture of numbers and tensors has none."
            .formatted(method, rule));
  }
}
