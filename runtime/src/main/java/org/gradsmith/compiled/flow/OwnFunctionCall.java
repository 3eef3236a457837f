/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.autograd.Function;
import org.gradsmith.autograd.FunctionRecord;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A call of a {@link Function}, which brings its own derivative. */
public final class OwnFunctionCall {
  private final FunctionRecord record;
  private final List<Tensor> results;
  private final Slot[] inputs;
  private final Slot[] slots;

  private OwnFunctionCall(
      FunctionRecord record, List<Tensor> results, Slot[] inputs, Slot[] slots) {
    this.record = record;
    this.results = results;
    this.inputs = inputs;
    this.slots = slots;
  }

  /** Calls a function. */
  public static OwnFunctionCall of(Flow flow, Function function, Tensor... given) {
    Tensor[] tensors = flow.inCall(given);
    Slot[] inputs = new Slot[given.length];
    boolean[] needed = new boolean[given.length];
    boolean any = false;
    for (int i = 0; i < given.length; i++) {
      inputs[i] = flow.slot(tensors[i]);
      needed[i] = inputs[i].wanted();
      any |= needed[i];
    }
    FunctionRecord record = new FunctionRecord(function, needed, tensors);
    if (!any && !record.hasTangents()) {
      return new OwnFunctionCall(record, record.returned(), inputs, new Slot[0]);
    }
    record.own();
    List<Tensor> results = record.results();
    Slot[] slots = new Slot[results.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = !any || record.isPassive(i) ? Slot.NONE : flow.mark(results.get(i));
    }
    record.keep();
    return new OwnFunctionCall(record, results, inputs, slots);
  }

  /** What the function returned. */
  public List<Tensor> result() {
    return results;
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
    @Nullable Tensor[] gradients = record.backward(bars, record.toString());
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].add(gradients[i]);
    }
  }
}
