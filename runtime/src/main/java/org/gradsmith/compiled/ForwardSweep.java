/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.reflect.Method;
import java.util.Objects;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A call of a {@code forward} without control flow, whose generated class is of another kind: it
 * differentiates itself, and the tensors of the module that it uses are found by it.
 */
final class ForwardSweep extends Sweep {
  private @Nullable FusedStep step;

  ForwardSweep(Flow flow) {
    super(flow);
  }

  /** Whether a method has a generated class of that kind. */
  static boolean fits(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return method.getName().equals("forward")
        && parameters.length == 1
        && parameters[0] == Tensor.class
        && Companions.of(method.getDeclaringClass()) instanceof Companion.Fresh;
  }

  @Override
  public Object run(@Nullable Object... arguments) {
    Object module = Objects.requireNonNull(arguments[0]);
    Tensor x = (Tensor) Objects.requireNonNull(arguments[1]);
    Class<?> type = Companions.declarationOf(module.getClass()).declaringClass();
    if (Batches.isWithinVmap(x) || !(Companions.of(type) instanceof Companion.Fresh fresh)) {
      throw new CompiledException(
          "Gradients of %s.forward cannot be asked for within vmap; use Autograd.grad there"
              .formatted(type.getName()));
    }
    FusedStep made =
        FusedStep.run(
            flow,
            type.getName() + ".forward",
            fresh,
            module,
            x,
            () -> ((UnaryCall) module).call(x));
    step = made;
    return made.result();
  }

  @Override
  public void reverse(double resultBar) {
    Objects.requireNonNull(step, "run").backward();
  }
}
