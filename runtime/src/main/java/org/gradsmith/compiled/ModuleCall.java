/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.compiled.Companion.Fresh;
import org.gradsmith.compiled.Companion.Structured;
import org.gradsmith.compiled.Companion.Unusable;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.HolderCall;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A call of a module in generated code: the class generated for the module's {@code forward} takes
 * part in the caller's sweep. A module without one, or with hooks, which may do anything, runs on a
 * tape of its own.
 *
 * @param <R> what the module returns
 */
public final class ModuleCall<R> {
  private final Flow flow;
  private final R result;
  private final Runnable backward;

  private ModuleCall(Flow flow, R result, Runnable backward) {
    this.flow = flow;
    this.result = result;
    this.backward = backward;
  }

  /**
   * Calls a module.
   *
   * @param place what messages call the call
   * @param hooked whether hooks run around the computation
   * @param arguments all that {@code forward} takes
   * @param body calls the module with the tensors among the arguments
   * @param tensors those tensors
   */
  @SuppressWarnings("unchecked") // the generated code returns what forward returns
  public static <R> ModuleCall<R> of(
      Flow flow,
      String place,
      Object module,
      boolean hooked,
      @Nullable Object[] arguments,
      Function<Tensor[], R> body,
      Tensor... tensors) {
    Mode mode = Mode.current();
    boolean eager = mode == Mode.OFF || mode == Mode.VERIFY;
    if (hooked || eager || Arrays.stream(tensors).anyMatch(Batches::isWithinVmap)) {
      return taped(flow, place, body, tensors);
    }
    Method forward = SweepClasses.forwardOf(module.getClass(), arguments.length);
    String name = forward.getDeclaringClass().getName() + ".forward";
    if (!forward.isAnnotationPresent(Differentiable.class)) {
      if (mode == Mode.REQUIRE) {
        throw CompiledCalls.unannotated(name);
      }
      return taped(flow, place, body, tensors);
    }
    boolean isUnary = arguments.length == 1 && forward.getParameterTypes()[0] == Tensor.class;
    if (!isUnary || forward.getReturnType() != Tensor.class) {
      return swept(flow, SweepClasses.find(forward), module, arguments);
    }
    return switch (Companions.of(forward.getDeclaringClass())) {
      case Unusable unusable -> throw CompiledCalls.unusable(name, unusable);
      case Structured structured -> swept(flow, structured.sweep(), module, arguments);
      case Fresh _ when ForwardMode.isActive() -> taped(flow, place, body, tensors);
      case Fresh fresh -> {
        FusedStep step =
            FusedStep.run(
                flow, name, fresh, module, tensors[0], () -> (Tensor) body.apply(tensors));
        yield new ModuleCall<>(flow, (R) step.result(), step::backward);
      }
    };
  }

  /**
   * Calls a module that maps a tensor to a tensor.
   *
   * @param place what messages call the call
   */
  public static ModuleCall<Tensor> of(Flow flow, String place, UnaryCall module, Tensor x) {
    return of(
        flow, place, module, module.hasHooks(), new Object[] {x}, in -> module.call(in[0]), x);
  }

  private static <R> ModuleCall<R> taped(
      Flow flow, String place, Function<Tensor[], R> body, Tensor[] tensors) {
    HolderCall<R> call = HolderCall.of(flow, place, body, tensors);
    return new ModuleCall<>(flow, call.result(), call::backward);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the generated code returns what forward returns
  private static <R> ModuleCall<R> swept(
      Flow flow, Class<? extends Sweep> type, Object module, @Nullable Object[] arguments) {
    @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
    all[0] = module;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Sweep sweep = SweepClasses.begin(type, flow);
    return new ModuleCall<>(flow, (R) sweep.run(all), () -> sweep.reverse(0));
  }

  /** What the module returned. */
  public R result() {
    return result;
  }

  /** The slot of a result that is a tensor. */
  public Slot slot() {
    return flow.slot((Tensor) result);
  }

  /** Passes the adjoints of the results on. */
  public void backward() {
    backward.run();
  }
}
