/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.report.DeclaredShapes.Signature;
import org.gradsmith.processor.report.SavedBytes.Holder;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;

/** The places at which a method with control flow calls others, rows that run together aside. */
final class FlowCalls {
  private final FlowPhases phases;
  private final FlowSizes flow;
  private final List<CallSite> calls = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Kept> rows = new ArrayList<>();
  private int loops;

  private FlowCalls(FlowPhases phases, FlowSizes flow) {
    this.phases = phases;
    this.flow = flow;
  }

  static FlowCalls of(FlowPhases phases, FlowSizes flow) {
    FlowCalls found = new FlowCalls(phases, flow);
    found.visit(phases.sweeps().method().body());
    return found;
  }

  /** The calls, in the order of the text. */
  List<CallSite> all() {
    return calls;
  }

  /** What rows of the table that the library runs by name keep for their reverse. */
  SavedBytes ofRows() {
    return new SavedBytes(rows, rows);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(this::visit);
      case Statement.Guarded guarded -> {
        visit(guarded.body());
        visit(guarded.end());
      }
      case Statement.If choice -> {
        visit(choice.then());
        visit(choice.otherwise());
      }
      case Statement.Loop loop -> {
        loops++;
        visit(loop.test());
        visit(loop.body());
        loops--;
      }
      case Statement.Call call -> {
        Optional<Signature> callee = phases.declared().function(call.sweep());
        RowOfTable.of(call, callee, flow::isConstant)
            .ifPresentOrElse(
                row -> row.kept().forEach(v -> keep(v.name())),
                () ->
                    add(
                        callee.map(Signature::name).orElseGet(() -> FlowText.simple(call.sweep())),
                        List.of(call.sweep()),
                        call.call(),
                        call.arguments(),
                        call.result()));
      }
      case Statement.CallFunction call when phases.piece(call.function()).isEmpty() -> {
        Optional<RowOfTable> row = RowOfTable.of(call, flow::isConstant);
        if (row.isPresent()) {
          row.get().kept().forEach(v -> keep(v.name()));
        } else {
          add(
              FlowShapes.label(call),
              call.function().parts().stream()
                  .filter(Code.Use.class::isInstance)
                  .map(part -> ((Code.Use) part).variable().type())
                  .findFirst()
                  .map(phases.declared()::forwardClasses)
                  .orElse(List.of()),
              call.call(),
              List.copyOf(call.arguments().reads()),
              Optional.of(call.result()));
        }
      }
      case Statement.CallFunction _,
          Statement.Declare _,
          Statement.Assign _,
          Statement.Apply _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Write _ -> {}
    }
  }

  private void add(
      String label,
      List<String> callees,
      Variable record,
      List<Variable> arguments,
      Optional<Variable> result) {
    List<Optional<String>> tensors =
        arguments.stream()
            .map(v ->
                v.isTensor() || v.type().equals(Api.TENSOR)
                    ? Optional.of(v.name())
                    : Optional.<String>empty())
            .toList();
    int place = labels.merge(label, 1, Integer::sum);
    String name = place == 1 ? label : label + " " + place;
    ShapeBinding binding =
        flow.binding(record).orElseGet(() -> new ShapeBinding(name, _ -> Optional.empty()));
    CalleeSizes sizes = new CalleeSizes(name, tensors, binding, flow.sizes());
    calls.add(
        new CallSite(
            label,
            name,
            callees,
            tensors,
            result.map(Variable::name),
            loops > 0,
            this::kept,
            sizes::apply));
  }

  private void keep(String tensor) {
    Kept kept = kept(tensor);
    rows.add(
        new Kept(
            kept.name(),
            loops > 0 ? kept.bytes().times(FlowReport.TIMES) : kept.bytes(),
            kept.holder()));
  }

  /** One of this method's tensors, as something that a callee keeps. */
  private Kept kept(String name) {
    String tensor = flow.original(name);
    Value memory = flow.sizes().memory(Value.tensor(tensor));
    Dim bytes = flow.sizes().bytes(memory);
    boolean isGiven = flow.isGiven(tensor) || flow.isGiven(memory.name());
    return new Kept(memory.name(), bytes, isGiven ? Holder.CALLER : Holder.SWEEP);
  }
}
