/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.NestedTape;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A call of something that differentiates itself: a module, with its hooks, or a library method.
 */
public final class FunctionCall {
  private final NestedTape tape;
  private final Tensor result;
  private final Slot slot;
  private final Slot[] arguments;
  private final List<Slot> free = new ArrayList<>();

  private FunctionCall(Flow flow, NestedTape tape, Slot[] arguments) {
    this.tape = tape;
    this.arguments = arguments;
    this.result = tape.result();
    for (Edge edge : tape.freeEdges()) {
      free.add(flow.edge(edge));
    }
    this.slot = tape.needsGradient() ? flow.mark(result) : Slot.NONE;
  }

  /** Calls a function of tensors. */
  public static FunctionCall of(Flow flow, Function<Tensor[], Tensor> function, Tensor... given) {
    Tensor[] tensors = flow.inCall(given);
    Slot[] slots = new Slot[tensors.length];
    boolean[] needed = new boolean[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      slots[i] = flow.slot(tensors[i]);
      needed[i] = slots[i].wanted();
    }
    return new FunctionCall(flow, NestedTape.run(function, needed, tensors), slots);
  }

  /** What the function returned. */
  public Tensor result() {
    return result;
  }

  /** The slot of the result. */
  public Slot slot() {
    return slot;
  }

  /** Passes the adjoint of the result on. */
  public void backward() {
    Tensor bar = slot.take();
    if (bar == null) {
      return;
    }
    @Nullable Tensor[] gradients = tape.backward(bar);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i].add(gradients[i]);
    }
    for (int i = 0; i < free.size(); i++) {
      free.get(i).add(gradients[arguments.length + i]);
    }
  }
}
