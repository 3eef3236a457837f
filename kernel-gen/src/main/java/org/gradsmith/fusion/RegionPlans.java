/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradsmith.fusion.RegionValues.Total;
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
      KernelPlan.OutputKind kind = kind(values, value);
      outputs.add(new Output(names.fresh(stem(kind)), kind, values.expression(value)));
    }
    return new KernelPlan(name, inputs, outputs);
  }

  private static KernelPlan.OutputKind kind(RegionValues values, Value value) {
    if (values.elements.containsKey(value)) {
      return KernelPlan.OutputKind.FULL;
    }
    if (values.pending.containsKey(value)) {
      return KernelPlan.OutputKind.SUM_TO;
    }
    Total total = values.totals.get(value);
    if (total != null) {
      return total.isMean() ? KernelPlan.OutputKind.MEAN : KernelPlan.OutputKind.SUM;
    }
    return KernelPlan.OutputKind.CHANNEL_SUM;
  }

  /** What an output is called. */
  private static String stem(KernelPlan.OutputKind kind) {
    return switch (kind) {
      case FULL -> "out";
      case CHANNEL_SUM, SUM_TO, SUM -> "sum";
      case CHANNEL_MEAN, MEAN -> "mean";
    };
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
      kinds.add(kind(values, rows, value));
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
      String output = names.fresh(stem(kind));
      outputs.add(
          new OpenRowPlan.Output(output, kind, numbered.get(terms.size() + outputs.size())));
    }
    return new OpenRowPlan(name, inputs, terms, outputs);
  }

  private static String stem(OutputKind kind) {
    return switch (kind) {
      case FULL, ROW, ROW_KEPT -> "out";
      case COLUMN_SUM, SUM_TO, SUM -> "sum";
      case MEAN -> "mean";
    };
  }

  private static OutputKind kind(RegionValues values, RowMembers rows, Value value) {
    if (values.pending.containsKey(value)) {
      return OutputKind.SUM_TO;
    }
    Total total = values.totals.get(value);
    if (total != null) {
      return total.isMean() ? OutputKind.MEAN : OutputKind.SUM;
    }
    return values.elements.containsKey(value) ? kind(rows, value) : OutputKind.COLUMN_SUM;
  }

  private static OutputKind kind(RowMembers rows, Value value) {
    return switch (rows.level(value).orElseThrow()) {
      case WHOLE, WITHIN -> OutputKind.FULL;
      case ROW -> OutputKind.ROW;
      case ROW_KEPT -> OutputKind.ROW_KEPT;
    };
  }
}
