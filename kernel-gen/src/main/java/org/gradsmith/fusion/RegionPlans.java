/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradsmith.fusion.RegionValues.Use;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.ScalarGraph;

/** Writes what regions make as plans of kernels. */
final class RegionPlans {
  private RegionPlans() {}

  /**
   * The kernel of a region without rows.
   *
   * @param made the values it makes
   * @param open whether shapes at run time decide how inputs and outputs lie
   */
  static KernelPlan pointwise(RegionValues values, String name, List<Value> made, boolean open) {
    List<Input> inputs = new ArrayList<>();
    for (Use use : values.inputs()) {
      boolean full = use.kind() == InputKind.FULL;
      inputs.add(
          new Input(
              values.inputName(inputs.size()),
              full ? open ? InputKind.BROADCAST : InputKind.FULL : InputKind.CHANNEL,
              !full && use.value().isOptional()));
    }
    Names names = new Names();
    inputs.forEach(input -> names.take(input.name()));
    List<Output> outputs = new ArrayList<>();
    for (Value value : made) {
      Scalar expression = values.expression(value);
      outputs.add(
          values.elements.containsKey(value)
              ? Output.full(names.fresh("out"), expression)
              : values.pending.containsKey(value)
                  ? Output.sumTo(names.fresh("sum"), expression)
                  : Output.channelSum(names.fresh("sum"), expression));
    }
    return new KernelPlan(name, inputs, outputs);
  }

  /** The kernel of a region with rows. */
  static OpenRowPlan overRows(RegionValues values, RowMembers rows, String name, List<Value> made) {
    List<OpenRowPlan.Input> inputs = new ArrayList<>();
    for (Use use : values.inputs()) {
      OpenRowPlan.InputKind kind = rows.kind(use);
      inputs.add(
          new OpenRowPlan.Input(
              values.inputName(inputs.size()),
              kind,
              kind == OpenRowPlan.InputKind.COLUMN && use.value().isOptional(),
              use.absent()));
    }
    List<OutputKind> kinds = new ArrayList<>();
    List<Scalar> expressions = new ArrayList<>();
    for (Value value : made) {
      expressions.add(values.expression(value));
      kinds.add(
          values.elements.containsKey(value)
              ? kind(rows, value)
              : values.pending.containsKey(value) ? OutputKind.SUM_TO : OutputKind.COLUMN_SUM);
    }
    List<Reduction> reductions = rows.reductions();
    List<Scalar> numbered =
        ScalarGraph.renumbered(
            Stream.concat(reductions.stream().map(Reduction::term), expressions.stream()).toList(),
            index ->
                index < RegionValues.FIRST_REDUCTION
                    ? index
                    : index - RegionValues.FIRST_REDUCTION + inputs.size());
    Names names = new Names();
    inputs.forEach(input -> names.take(input.name()));
    List<Reduction> terms = new ArrayList<>();
    for (Reduction reduction : reductions) {
      names.take(reduction.name());
      terms.add(new Reduction(reduction.name(), reduction.fold(), numbered.get(terms.size())));
    }
    List<OpenRowPlan.Output> outputs = new ArrayList<>();
    for (OutputKind kind : kinds) {
      boolean isSum = kind == OutputKind.SUM_TO || kind == OutputKind.COLUMN_SUM;
      String output = names.fresh(isSum ? "sum" : "out");
      outputs.add(
          new OpenRowPlan.Output(output, kind, numbered.get(terms.size() + outputs.size())));
    }
    return new OpenRowPlan(name, inputs, terms, outputs);
  }

  private static OutputKind kind(RowMembers rows, Value value) {
    return switch (rows.level(value).orElseThrow()) {
      case WHOLE, WITHIN -> OutputKind.FULL;
      case ROW -> OutputKind.ROW;
      case ROW_KEPT -> OutputKind.ROW_KEPT;
    };
  }
}
