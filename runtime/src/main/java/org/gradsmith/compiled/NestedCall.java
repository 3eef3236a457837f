/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.NestedTape;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * A real call of an inner module from generated code, with a tape of its own where one is needed.
 */
public final class NestedCall {
  private final Tensor result;
  private final @Nullable NestedTape tape;
  private final @Nullable Tensor[] freeGradients;
  private final long[] argumentShape;
  private final TensorOptions argumentOptions;
  private final boolean argumentNeeded;

  private NestedCall(
      Tensor result, @Nullable NestedTape tape, Tensor argument, boolean argumentNeeded) {
    this.result = result;
    this.tape = tape;
    this.argumentShape = argument.shape();
    this.argumentOptions = TensorOptions.of(argument.dtype()).on(argument.device());
    this.argumentNeeded = argumentNeeded;
    this.freeGradients = new @Nullable Tensor[tape == null ? 0 : tape.freeEdges().size()];
  }

  /** A call in a sweep that records nothing. */
  static NestedCall plain(Function<Tensor, Tensor> module, Tensor x) {
    return new NestedCall(module.apply(x), null, x, false);
  }

  static NestedCall record(Function<Tensor, Tensor> module, Tensor x, boolean needsGradient) {
    NestedTape tape =
        NestedTape.run(
            inputs -> module.apply(inputs[0]), new boolean[] {needsGradient}, new Tensor[] {x});
    return new NestedCall(tape.result(), tape.needsGradient() ? tape : null, x, needsGradient);
  }

  /** What the module returned, detached from the module's own tape. */
  public Tensor result() {
    return result;
  }

  /** Whether the result depends on anything that needs a gradient. */
  public boolean needsGradient() {
    return tape != null;
  }

  /**
   * Runs the module's reverse sweep. The gradients of tensors that are not operands of the compiled
   * call (the module's weights) go to the call's further edges by themselves.
   *
   * @param resultBar gradient of the result; null where none came
   * @return gradient of the argument; null only if none was asked for. Zeros where the result does
   *     not depend on it, because generated code computes with it
   */
  public @Nullable Tensor backward(@Nullable Tensor resultBar) {
    Tensor argumentBar = null;
    if (tape != null && resultBar != null) {
      @Nullable Tensor[] gradients = tape.backward(resultBar);
      System.arraycopy(gradients, 1, freeGradients, 0, freeGradients.length);
      argumentBar = gradients[0];
    }
    return argumentNeeded && argumentBar == null
        ? Tensor.zeros(argumentOptions, argumentShape)
        : argumentBar;
  }

  List<Edge> freeEdges() {
    return tape == null ? List.of() : tape.freeEdges();
  }

  /** The gradients that the last {@link #backward} found for {@link #freeEdges()}; forgets them. */
  List<@Nullable Tensor> takeFreeGradients() {
    List<@Nullable Tensor> taken = new ArrayList<>();
    for (Tensor gradient : freeGradients) {
      taken.add(gradient);
    }
    Arrays.fill(freeGradients, null);
    return taken;
  }
}
