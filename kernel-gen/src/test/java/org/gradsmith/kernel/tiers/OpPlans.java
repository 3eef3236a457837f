/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;

/** Each pointwise op of the table as a kernel of its own, once for each choice of its numbers. */
final class OpPlans {
  private OpPlans() {}

  static List<KernelPlan> all() {
    List<KernelPlan> plans = new ArrayList<>();
    for (Op op : OpTable.all()) {
      if (op.expression().isPresent()) {
        List<List<Object>> numbers =
            op.samples().stream().map(Sample::attributes).distinct().toList();
        for (int i = 0; i < numbers.size(); i++) {
          plans.add(plan(op, op.name() + (i == 0 ? "" : "With" + i), numbers.get(i)));
        }
      }
    }
    return plans;
  }

  /** The numbers of an op are constants in a kernel. */
  private static KernelPlan plan(Op op, String name, List<Object> numbers) {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < op.operands().size(); i++) {
      String operand = op.operand(i).name();
      boolean isBias = op == Pointwise.ADD_BIAS && i == 1;
      inputs.add(isBias ? Input.optionalChannel(operand) : Input.full(operand));
    }
    Scalar value =
        op.expression()
            .orElseThrow()
            .mapLeaves(leaf ->
                leaf instanceof Scalar.Attribute(int index)
                    ? Scalar.constant(((Number) numbers.get(index)).doubleValue())
                    : leaf);
    return new KernelPlan(name, inputs, List.of(Output.full("value", value)));
  }
}
