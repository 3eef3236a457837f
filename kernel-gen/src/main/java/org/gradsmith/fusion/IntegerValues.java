/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.sweep.Step;

/** Which values are conditions or integers, as far as steps tell. */
final class IntegerValues {
  private final Set<Value> values = new HashSet<>();

  /** Looks at steps in the order in which they run. */
  void collect(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Compute compute) {
        collect(compute.node());
      }
    }
  }

  boolean contains(Value value) {
    return values.contains(value);
  }

  private void collect(Node.Apply node) {
    for (int i = 0; i < node.results().size(); i++) {
      if (isInteger(node, node.op().results().get(i))) {
        values.add(node.results().get(i));
      }
    }
  }

  private boolean isInteger(Node.Apply node, DTypeRule rule) {
    Op op = node.op();
    List<Value> operands = node.operands();
    return switch (rule) {
      case BOOL, INT32, INT64 -> true;
      case FIRST -> values.contains(operands.getFirst());
      case PROMOTE, PROMOTE_UNLESS_BOOL, PROMOTE_WITHOUT_BOOL, PROMOTE_SUM ->
          IntStream.range(0, operands.size())
              .filter(i -> op.operand(i).promotes())
              .allMatch(i -> values.contains(operands.get(i)));
      case PROMOTE_FLOAT, GIVEN -> false;
    };
  }
}
