/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gradsmith.compiled.FusedRows.Form;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/** A run of {@link FusedRows} as a step of a sweep. */
public final class FusedRun {
  private static final String NAME = "fused rows";

  private final Flow flow;
  private final Slot made;
  private final @Nullable Record record;

  /** Until it has a variable of its own. */
  private @Nullable Tensor result;

  /**
   * What the reverse sweep needs.
   *
   * @param slots of the operands
   */
  private record Record(
      CompiledRows call, Needs needs, List<Slot> slots, List<@Nullable OperandInfo> operands) {}

  private FusedRun(Flow flow, Tensor result, Slot made, @Nullable Record record) {
    this.flow = flow;
    this.result = result;
    this.made = made;
    this.record = record;
  }

  /** Runs the rows. */
  public static FusedRun of(Flow flow, FusedRows rows, Tensor... operands) {
    Form form = Form.of(operands);
    CompiledRows call = rows.begin(form, operands);
    List<Slot> slots = Arrays.stream(operands).map(flow::slot).toList();
    Needs needs =
        Needs.only(
            IntStream.range(0, operands.length)
                .filter(i -> slots.get(i).wanted() && call.hasGradient(i))
                .toArray());
    List<@Nullable OperandInfo> infos =
        OperandInfo.of(call.operandNames(), Arrays.asList(operands), needs);
    Tensor result;
    try {
      result = needs.isEmpty() ? call.evaluate() : call.record(needs);
    } catch (TensorException e) {
      call.free();
      if (form != Form.UNFUSED) {
        rows.begin(Form.UNFUSED, operands).evaluate(); // which row it is, and at which line
      }
      throw e;
    }
    return needs.isEmpty()
        ? new FusedRun(flow, result, Slot.NONE, null)
        : new FusedRun(flow, result, flow.mark(result), new Record(call, needs, slots, infos));
  }

  /** What the rows compute, which is asked for once: this object does not hold on to it. */
  public Tensor result() {
    Tensor given = Objects.requireNonNull(result);
    result = null;
    return given;
  }

  /** The slot of the result. */
  public Slot slot() {
    return made;
  }

  /** Passes the adjoint of the result on. */
  public void backward() {
    Tensor cotangent = made.take();
    if (record == null) {
      return;
    }
    if (cotangent != null) {
      List<Slot> slots = record.slots();
      Adjoints bars = new Adjoints(slots.size());
      record.call().backward(cotangent, record.needs(), bars);
      for (int i = 0; i < slots.size(); i++) {
        OperandInfo operand = record.operands().get(i);
        Tensor gradient = bars.get(i);
        if (record.needs().any(i) && operand != null && gradient != null) {
          slots.get(i).add(operand.gradient(gradient, NAME));
        }
      }
    }
    if (flow.isLast()) {
      record.call().free();
    }
  }
}
