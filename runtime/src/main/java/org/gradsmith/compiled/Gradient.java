/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gradsmith.autograd.Edge;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a call, argument by argument.
 *
 * @param value what the method returned, boxed
 * @param arguments for each argument its gradient, in the form of the argument: a number, a tensor,
 *     an array of numbers or tensors, a list; null for arguments without one
 * @param others the gradients of tensors that the method used without being given them, by the
 *     place in the graph where they are collected
 */
public record Gradient(
    @Nullable Object value, List<@Nullable Object> arguments, Map<Edge, Tensor> others) {
  public Gradient {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
    others = Map.copyOf(others);
  }

  /** The gradient of a call that used nothing else. */
  Gradient(@Nullable Object value, List<@Nullable Object> arguments) {
    this(value, arguments, Map.of());
  }

  /**
   * The gradient of a tensor that requires one and that the method used without being given it: a
   * parameter of a module, a field. Of its shape; null if it took no part.
   */
  public @Nullable Tensor of(Tensor used) {
    Edge edge = Edge.of(used);
    return edge == null ? null : others.get(edge);
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

  /**
   * The gradient of an argument that is a record, as a record of its class; components without
   * gradient are zero, false or null.
   *
   * @throws IllegalArgumentException if the argument is no such record
   * @throws CompiledException if the record's constructor refuses the gradient: use {@link
   *     #of(int)} then, which gives a list of the parts
   */
  public <R extends Record> R record(int argument, Class<R> type) {
    return RecordParts.made(type, get(argument));
  }

  private Object get(int argument) {
    Object gradient = arguments.get(argument);
    if (gradient == null) {
      throw new IllegalArgumentException("argument " + argument + " has no gradient");
    }
    return gradient;
  }
}
