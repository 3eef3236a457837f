/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.NestedTape;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Mode;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A call of something of which nobody knows what it does: a function that the method was given, a
 * module without a generated class, or one with hooks. It runs on a tape of its own; where
 * generated code is required, that is an error if a gradient goes through it.
 */
public final class FunctionCall {
  private final NestedTape tape;
  private final Tensor[] results;
  private final Slot[] slots;
  private final Slot[] arguments;
  private final List<Slot> free = new ArrayList<>();

  private FunctionCall(Flow flow, String place, NestedTape tape, Slot[] arguments) {
    this.tape = tape;
    this.arguments = arguments;
    this.results = tape.results();
    for (Edge edge : tape.freeEdges()) {
      free.add(flow.edge(edge));
    }
    this.slots = new Slot[results.length];
    for (int i = 0; i < slots.length; i++) {
      if (tape.needsGradient(i)) {
        refuseWhereRequired(place);
        slots[i] = flow.mark(results[i]);
      } else {
        slots[i] = Slot.NONE;
      }
    }
  }

  private static void refuseWhereRequired(String place) {
    if (Mode.current() == Mode.REQUIRE) {
      throw new CompiledException(
          "%s has no generated code, and -D%s=require asks for it wherever a gradient flows; call a @Differentiable method or module by name, without hooks, or use the mode 'on', in which it runs on the tape"
              .formatted(place, Mode.PROPERTY));
    }
  }

  /**
   * Calls a function of tensors.
   *
   * @param place what messages call the call
   */
  public static FunctionCall of(
      Flow flow, String place, Function<Tensor[], Tensor> function, Tensor... given) {
    return ofAll(flow, place, in -> new Tensor[] {function.apply(in)}, given);
  }

  /** Calls a function of tensors that has several results. */
  static FunctionCall ofAll(
      Flow flow, String place, Function<Tensor[], Tensor[]> function, Tensor... given) {
    Tensor[] tensors = flow.inCall(given);
    Slot[] slots = new Slot[tensors.length];
    boolean[] needed = new boolean[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      slots[i] = flow.slot(tensors[i]);
      needed[i] = slots[i].wanted();
    }
    return new FunctionCall(flow, place, NestedTape.runWithViews(function, needed, tensors), slots);
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
