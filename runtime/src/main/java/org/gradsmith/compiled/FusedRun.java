/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradsmith.compiled.FusedRows.Form;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Likeness;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/** A run of {@link FusedRows} as a step of a sweep. */
public final class FusedRun {
  private static final String NAME = "fused rows";

  private final Flow flow;
  private final FusedRows rows;
  private final CompiledRows call;
  private final Needs needs;
  private final List<@Nullable OperandInfo> operands;
  private final Slot[] slots;
  private final Slot[] made;
  private final Likeness[] likenesses;

  /** Until all of them have variables of their own. */
  private final Tensor[] results;

  private FusedRun(
      Flow flow,
      FusedRows rows,
      CompiledRows call,
      Needs needs,
      Slot[] slots,
      Slot[] made,
      List<@Nullable OperandInfo> operands,
      Tensor[] results) {
    this.flow = flow;
    this.rows = rows;
    this.call = call;
    this.needs = needs;
    this.slots = slots;
    this.made = made;
    this.operands = operands;
    this.results = results;
    this.likenesses = new Likeness[needs.isEmpty() ? 0 : results.length];
    for (int i = 0; i < likenesses.length; i++) {
      likenesses[i] = Likeness.of(results[i]);
    }
  }

  /** Runs the rows. */
  public static FusedRun of(Flow flow, FusedRows rows, Tensor... operands) {
    Form form = Form.of(operands);
    CompiledRows call = rows.begin(form, operands);
    Slot[] slots = new Slot[operands.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = flow.slot(operands[i]);
    }
    Needs needs =
        Needs.only(
            IntStream.range(0, slots.length)
                .filter(i -> slots[i].wanted() && call.hasGradient(i))
                .toArray());
    List<@Nullable OperandInfo> infos =
        OperandInfo.of(call.operandNames(), Arrays.asList(operands), needs);
    Tensor[] results;
    try {
      results = needs.isEmpty() ? call.evaluate() : call.record(needs);
    } catch (TensorException e) {
      call.free();
      if (form != Form.UNFUSED) {
        rows.begin(Form.UNFUSED, operands).evaluate(); // which row it is, and at which line
      }
      throw e;
    }
    Slot[] made = new Slot[results.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = rows.isInfluenced(i, needs) ? flow.mark(results[i]) : Slot.NONE;
    }
    return new FusedRun(flow, rows, call, needs, slots, made, infos, results);
  }

  /** The first result. */
  public Tensor result() {
    return result(0);
  }

  /** A result, each of which is asked for once. */
  @SuppressWarnings("NullAway") // forgotten, so that the variables alone hold the tensors
  public Tensor result(int index) {
    Tensor result = results[index];
    results[index] = null;
    return result;
  }

  /** The slot of the first result. */
  public Slot slot() {
    return slot(0);
  }

  /** The slot of a result. */
  public Slot slot(int index) {
    return made[index];
  }

  /** Passes the adjoints of the results on. */
  public void backward() {
    @Nullable Tensor[] cotangents = new @Nullable Tensor[made.length];
    for (int i = 0; i < made.length; i++) {
      cotangents[i] = made[i].take();
    }
    Needs reached = rows.reached(cotangents, needs, slots.length);
    if (!reached.isEmpty()) {
      for (int i = 0; i < made.length; i++) {
        cotangents[i] = likenesses[i].orZeros(cotangents[i]);
      }
      Adjoints bars = new Adjoints(slots.length);
      call.backward(cotangents, reached, bars);
      for (int i = 0; i < slots.length; i++) {
        OperandInfo operand = operands.get(i);
        Tensor gradient = bars.get(i);
        if (reached.any(i) && operand != null && gradient != null) {
          slots[i].add(operand.gradient(gradient, NAME));
        }
      }
    }
    if (flow.isLast()) {
      call.free();
    }
  }
}
