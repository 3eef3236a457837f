/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
  private final Tensor[] results;
  private final Slot[] slots;
  private final Slot[] arguments;
  private final List<Slot> free = new ArrayList<>();

  private FunctionCall(Flow flow, NestedTape tape, Slot[] arguments) {
    this.tape = tape;
    this.arguments = arguments;
    this.results = tape.results();
    for (Edge edge : tape.freeEdges()) {
      free.add(flow.edge(edge));
    }
    this.slots = new Slot[results.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = tape.needsGradient(i) ? flow.mark(results[i]) : Slot.NONE;
    }
  }

  /** Calls a function of tensors. */
  public static FunctionCall of(Flow flow, Function<Tensor[], Tensor> function, Tensor... given) {
    return ofAll(flow, in -> new Tensor[] {function.apply(in)}, given);
  }

  /** Calls a function of tensors that has several results. */
  static FunctionCall ofAll(Flow flow, Function<Tensor[], Tensor[]> function, Tensor... given) {
    Tensor[] tensors = flow.inCall(given);
    Slot[] slots = new Slot[tensors.length];
    boolean[] needed = new boolean[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      slots[i] = flow.slot(tensors[i]);
      needed[i] = slots[i].wanted();
    }
    return new FunctionCall(flow, NestedTape.runWithViews(function, needed, tensors), slots);
  }

  /** What the function returned. */
  public Tensor result() {
    return results[0];
  }

  /** All that the function returned. */
  Tensor[] results() {
    return results;
  }

  /** The slot of the result. */
  public Slot slot() {
    return slots[0];
  }

  /** Passes the adjoints of the results on. */
  public void backward() {
    @Nullable Tensor[] bars = new @Nullable Tensor[slots.length];
    for (int i = 0; i < bars.length; i++) {
      bars[i] = slots[i].take();
    }
    if (Arrays.stream(bars).allMatch(Objects::isNull)) {
      return;
    }
    @Nullable Tensor[] gradients = tape.backwardAll(bars);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i].add(gradients[i]);
    }
    for (int i = 0; i < free.size(); i++) {
      free.get(i).add(gradients[arguments.length + i]);
    }
  }
}
