/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gradsmith.compiled.Companion.Fresh;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/** A {@code forward} without control flow, whose ops are fused, as a step of another sweep. */
final class FusedStep {
  private final String name;
  private final Fresh fresh;
  private final CompiledCall call;
  private final Needs needs;
  private final List<@Nullable OperandInfo> operands;
  private final List<Slot> slots;
  private final List<Slot> free;
  private final Tensor result;
  private final Slot made;

  private FusedStep(
      Flow flow,
      String name,
      Fresh fresh,
      CompiledCall call,
      Needs needs,
      List<@Nullable OperandInfo> operands,
      List<Slot> slots,
      Tensor result) {
    this.name = name;
    this.fresh = fresh;
    this.call = call;
    this.needs = needs;
    this.operands = operands;
    this.slots = slots;
    this.free = call.freeEdges().stream().map(flow::edge).toList();
    this.result = result;
    this.made = needs.isEmpty() && free.isEmpty() ? Slot.NONE : flow.mark(result);
  }

  /**
   * Runs the forward sweep.
   *
   * @param eager the user's own body
   */
  static FusedStep run(
      Flow flow, String name, Fresh fresh, Object module, Tensor x, Supplier<Tensor> eager) {
    try {
      CompiledCall call = CompiledCalls.begin(fresh.forward(), module, x);
      List<@Nullable Tensor> operands = call.operands();
      List<Slot> slots = operands.stream().map(flow::slot).toList();
      Needs needs =
          Needs.only(
              IntStream.range(0, slots.size())
                  .filter(i -> slots.get(i).wanted() && call.hasGradient(i))
                  .toArray());
      List<@Nullable OperandInfo> infos = OperandInfo.of(call.operandNames(), operands, needs);
      Tensor y =
          needs.isEmpty() && !call.callsModules()
              ? CompiledCalls.evaluate(call, operands, eager)
              : CompiledCalls.record(call, needs, operands);
      return new FusedStep(flow, name, fresh, call, needs, infos, slots, y);
    } catch (TensorException e) {
      throw fresh.lines().addTo(e);
    }
  }

  Tensor result() {
    return result;
  }

  void backward() {
    Tensor bar = made.take();
    if (bar == null) {
      return;
    }
    Adjoints bars = new Adjoints(operands.size());
    try {
      call.backward(bar, needs, bars);
    } catch (TensorException e) {
      throw fresh.lines().addTo(e);
    }
    List<@Nullable Tensor> others = call.takeFreeGradients();
    for (int i = 0; i < slots.size(); i++) {
      OperandInfo operand = operands.get(i);
      Tensor gradient = bars.get(i);
      if (needs.any(i) && operand != null && gradient != null) {
        slots.get(i).add(operand.gradient(gradient, name));
      }
    }
    for (int i = 0; i < free.size(); i++) {
      free.get(i).add(others.get(i));
    }
  }
}
