/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a call, argument by argument.
 *
 * @param value what the method returned, boxed
 * @param arguments for each argument its gradient, in the form of the argument: a number, a tensor,
 *     an array of numbers or tensors, a list; null for arguments without one
 */
public record Gradient(@Nullable Object value, List<@Nullable Object> arguments) {
  public Gradient {
    arguments = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(arguments));
  }

  /** The gradient of an argument, counted from 0 without the receiver. */
  public @Nullable Object of(int argument) {
    return arguments.get(argument);
  }

  /** The gradient of an argument that is a {@code double} or {@code float}. */
  public double number(int argument) {
    return ((Number) get(argument)).doubleValue();
  }

  /** The gradient of an argument that is a {@code double[]}. */
  public double[] array(int argument) {
    return (double[]) get(argument);
  }

  /** The gradient of an argument that is a tensor: of its shape. */
  public Tensor tensor(int argument) {
    return (Tensor) get(argument);
  }

  private Object get(int argument) {
    Object gradient = arguments.get(argument);
    if (gradient == null) {
      throw new IllegalArgumentException("argument " + argument + " has no gradient");
    }
    return gradient;
  }
}
