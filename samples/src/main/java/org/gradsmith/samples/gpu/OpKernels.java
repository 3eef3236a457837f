/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Operand;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.cuda.CudaWriter;

/**
 * Each pointwise op of the table as a kernel of its own; {@link RowKernels} has those over rows.
 *
 * @param texts the kernels, some in each text
 * @param without the other ops that work element by element or row by row, with the reason
 */
record OpKernels(List<KernelText> texts, SortedMap<String, String> without) {
  /** Kernels in a text: few enough that it compiles within a second. */
  private static final int KERNELS = 16;

  private static final Set<DTypeRule> FLOATING =
      EnumSet.of(
          DTypeRule.PROMOTE,
          DTypeRule.PROMOTE_UNLESS_BOOL,
          DTypeRule.PROMOTE_WITHOUT_BOOL,
          DTypeRule.PROMOTE_FLOAT,
          DTypeRule.FIRST);

  static OpKernels of(List<Op> ops) {
    List<KernelPlan> plans = new ArrayList<>();
    Map<String, List<KernelText.Domain>> domains = new HashMap<>();
    SortedMap<String, String> without = new TreeMap<>();
    for (Op op : ops) {
      String reason = reasonAgainst(op);
      boolean isOfNeitherKind = op.expression().isEmpty() && op.rows().isEmpty();
      if (isOfNeitherKind || RowKernels.hasKernel(op)) {
        continue;
      }
      if (!reason.isEmpty()) {
        without.put(op.name(), reason);
        continue;
      }
      plans.add(plan(op, op.expression().orElseThrow()));
      domains.put(
          op.name(),
          op.samples().getFirst().operands().stream()
              .map(input -> new KernelText.Domain(input.low(), input.high()))
              .toList());
    }
    List<KernelText> texts = new ArrayList<>();
    for (int from = 0; from < plans.size(); from += KERNELS) {
      List<KernelPlan> some = plans.subList(from, Math.min(from + KERNELS, plans.size()));
      String name = "ops from " + some.getFirst().name() + " to " + some.getLast().name();
      String cuda = CudaWriter.write(name, some, Map.of());
      texts.add(new KernelText("ops of the table", name, cuda, some, domains));
    }
    return new OpKernels(texts, without);
  }

  static OpKernels ofTable() {
    return of(OpTable.all());
  }

  private static String reasonAgainst(Op op) {
    if (op.rows().isPresent()) {
      return "CUDA has no function for it";
    }
    if (op.results().size() != 1 || !FLOATING.contains(op.results().getFirst())) {
      return "its result is not of the dtype of its operands";
    }
    if (op.attributes().stream().anyMatch(a -> a.kind() != AttributeSpec.Kind.NUMBER)
        && !isBias(op)) {
      return "it has attributes that are no numbers";
    }
    if (op.expression().filter(CudaWriter::writes).isEmpty()) {
      return "CUDA has no function for it";
    }
    return op.operands().isEmpty() || op.isVariadic() || op.samples().isEmpty()
        ? "it has no fixed operands"
        : "";
  }

  /** The op whose second operand lies along a dimension. */
  private static boolean isBias(Op op) {
    return op.operands().size() == 2 && op.operands().get(1).optional();
  }

  private static KernelPlan plan(Op op, Scalar expression) {
    Sample sample = op.samples().getFirst();
    Scalar numbers =
        expression.mapLeaves(leaf ->
            leaf instanceof Scalar.Attribute(int index)
                ? Scalar.constant(((Number) sample.attributes().get(index)).doubleValue())
                : leaf);
    List<Input> inputs = new ArrayList<>();
    for (Operand operand : op.operands()) {
      inputs.add(
          operand.optional()
              ? Input.optionalChannel(operand.name())
              : op.operands().size() == 1 || isBias(op)
                  ? Input.full(operand.name())
                  : Input.broadcast(operand.name()));
    }
    return new KernelPlan(op.name(), inputs, List.of(Output.full("out", numbers)));
  }
}
