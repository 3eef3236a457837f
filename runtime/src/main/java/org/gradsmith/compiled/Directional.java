/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.flow.Direction;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.MethodRun;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a method that compute derivatives in a direction: of its value, and of its gradient. In
 * generated code a number is followed by its tangent, and a result that is a number is an array of
 * both.
 */
final class Directional {
  private final Method method;
  private final int receivers;
  private final Supplier<Class<? extends MethodRun>> tangent;
  private final Supplier<Class<? extends Sweep>> second;

  Directional(Method method) {
    this.method = method;
    this.receivers = Modifier.isStatic(method.getModifiers()) ? 0 : 1;
    this.tangent = Once.of(() -> SweepClasses.findTangent(method));
    this.second = Once.of(() -> SweepClasses.findSecond(method));
  }

  /** The value and its tangent. */
  ValueAndTangent push(@Nullable Object[] arguments, @Nullable Object[] tangents) {
    Class<? extends MethodRun> type = tangent.get();
    try (var _ = Autograd.noGrad();
        Direction direction = new Direction()) {
      Flow flow = new Flow(direction, false);
      @Nullable Object[] all = Inputs.distinct(flow, arguments);
      place(direction, all, tangents);
      Object value = SweepClasses.begin(type, flow).run(expanded(direction, all, tangents));
      return result(direction, value);
    } catch (TensorException e) {
      throw SweepLines.addTo(e, type);
    }
  }

  /** The gradient and its derivative in the direction. */
  HessianProduct pull(@Nullable Object[] arguments, @Nullable Object[] tangents, int offset) {
    Class<? extends Sweep> type = second.get();
    try (var _ = Autograd.noGrad();
        Direction direction = new Direction()) {
      Flow flow = new Flow(direction, true);
      @Nullable Object[] all = Inputs.distinct(flow, arguments);
      place(direction, all, tangents);
      Tangents.alias(flow, direction, all);
      @Nullable Object[] passed = Inputs.snapshot(all);
      Sweep call = SweepClasses.begin(type, flow);
      Object value = call.run(expanded(direction, all, tangents));
      seed(flow, value);
      call.reverse(0);
      ValueAndTangent result = result(direction, value);
      List<@Nullable Object> gradients = new ArrayList<>();
      List<@Nullable Object> products = new ArrayList<>();
      int next = 0;
      for (int i = 0; i < all.length; i++) {
        boolean isNumber = i >= receivers && isNumber(parameter(i));
        double product = isNumber ? call.argumentBar(next) : 0;
        double gradient = isNumber ? call.argumentBar(next + 1) : 0;
        boolean isConstant = i >= receivers && !call.differentiates(next);
        next += i < receivers ? 0 : isNumber ? 2 : 1;
        if (i >= offset) {
          Tangents.Pair pair =
              Tangents.gathered(flow, direction, isConstant ? null : passed[i], gradient, product);
          gradients.add(pair.gradient());
          products.add(pair.product());
        }
      }
      return new HessianProduct(
          new Gradient(result.value(), gradients), new Gradient(result.tangent(), products));
    } catch (TensorException e) {
      throw SweepLines.addTo(e, type);
    }
  }

  private void place(
      Direction direction, @Nullable Object[] arguments, @Nullable Object[] tangents) {
    for (int i = 0; i < arguments.length; i++) {
      Tangents.place(direction, MethodReference.nameOf(method), arguments[i], tangents[i]);
    }
  }

  private Class<?> parameter(int argument) {
    return method.getParameterTypes()[argument - receivers];
  }

  private static boolean isNumber(Class<?> type) {
    return type == double.class
        || type == float.class
        || type == Double.class
        || type == Float.class;
  }

  /** The arguments as generated code takes them. */
  private @Nullable Object[] expanded(
      Direction direction, @Nullable Object[] arguments, @Nullable Object[] tangents) {
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      all.add(argument instanceof Tensor tensor ? direction.dual(tensor) : argument);
      if (i >= receivers && isNumber(parameter(i))) {
        all.add(tangents[i] == null ? 0.0 : tangents[i]);
      }
    }
    return all.toArray();
  }

  private ValueAndTangent result(Direction direction, @Nullable Object value) {
    if (isNumber(method.getReturnType())) {
      return switch (value) {
        case double[] pair -> new ValueAndTangent(pair[0], pair[1]);
        case float[] pair -> new ValueAndTangent(pair[0], pair[1]);
        case null, default -> throw new IllegalStateException("no number and tangent: " + value);
      };
    }
    return new ValueAndTangent(
        value instanceof Tensor tensor ? direction.primal(tensor) : value,
        Tangents.of(direction, value));
  }

  /** The derivative in the direction is what is differentiated in turn. */
  private void seed(Flow flow, @Nullable Object value) {
    switch (value) {
      case double[] pair when isNumber(method.getReturnType()) -> flow.shadow(pair)[1] = 1;
      case float[] pair when isNumber(method.getReturnType()) -> flow.shadow(pair)[1] = 1;
      case null, default -> Cotangents.seed(flow, MethodReference.nameOf(method), value, null);
    }
  }
}
