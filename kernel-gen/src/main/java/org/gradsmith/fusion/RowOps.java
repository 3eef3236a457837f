/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Operand;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cuda.CudaRowWriter;
import org.gradsmith.sweep.Step;

/**
 * Which ops over rows a kernel can run together with others: those that reduce rows, and the one
 * that spreads a number over each row.
 */
final class RowOps {
  /** Where rows lie if an op does not say. */
  private static final Attr LAST = new Attr.Literal(-1);

  private RowOps() {}

  /** Whether a kernel can run a step over rows. */
  static boolean fusible(Step.Compute step) {
    Node.Apply node = step.node();
    if (spreads(node)) {
      return node.attributes().getFirst() instanceof Attr.ShapeOf && keepsDim(node).isPresent();
    }
    Op op = node.op();
    return op.rows().isPresent()
        && op.results().stream().allMatch(RowOps::hasKernelDType)
        && op.operands().stream().allMatch(Operand::promotes)
        && IntStream.range(0, op.attributes().size()).allMatch(i -> isKnown(node, i))
        && CudaRowWriter.writes(RowPlan.of(op));
  }

  /** A sum of floating-point numbers has their dtype; only one of integers has another. */
  private static boolean hasKernelDType(DTypeRule rule) {
    return rule == DTypeRule.PROMOTE_SUM || FusibleOps.KERNEL_DTYPES.contains(rule);
  }

  /** Whether a step is one over rows. */
  static boolean isRowOp(Node.Apply node) {
    return node.op().rows().isPresent() || spreads(node);
  }

  /** Whether a step gives each element of a row the same number. */
  static boolean spreads(Node.Apply node) {
    return node.op() == Views.EXPAND_DIM;
  }

  private static boolean isKnown(Node.Apply node, int attribute) {
    AttributeSpec spec = node.op().attributes().get(attribute);
    return switch (spec.kind()) {
      case NUMBER -> FusibleOps.number(node.attributes().get(attribute)).isPresent();
      case INT ->
          spec.name().equals("dim")
              || (spec.name().equals("keepDim") && keepsDim(node).isPresent());
      case SHAPE, DTYPE -> false;
    };
  }

  /**
   * Whether each reduction of an op has terms of what is read, and no result has an element per
   * column.
   */
  static boolean readsAllTerms(Op op) {
    return op.rows()
        .map(rows ->
            rows.reductions().stream()
                    .noneMatch(r -> ScalarGraph.of(List.of(r.term())).operands().isEmpty())
                && rows.results().stream().noneMatch(r -> r.target() == Target.COLUMN_SUM))
        .orElse(false);
  }

  /** Whether a result of a step has an element per row, and size 1 along their dimension. */
  static boolean isRowKept(Node.Apply node, Value result) {
    return node.op()
        .rows()
        .filter(_ -> keepsDim(node).orElse(false))
        .map(rows -> rows.results().get(node.results().indexOf(result)).target() == Target.ROW)
        .orElse(false);
  }

  /** The dimension that the rows of a step lie along. */
  static Attr dim(Node.Apply node) {
    return attribute(node, "dim").orElse(LAST);
  }

  /** Whether what has an element per row has size 1 along the rows, or lacks that dimension. */
  static Optional<Boolean> keepsDim(Node.Apply node) {
    Optional<Attr> keep = attribute(node, "keepDim");
    if (keep.isEmpty()) {
      return Optional.of(false);
    }
    OptionalDouble number = FusibleOps.number(keep.get());
    return number.isPresent() ? Optional.of(number.getAsDouble() != 0) : Optional.empty();
  }

  private static Optional<Attr> attribute(Node.Apply node, String name) {
    List<AttributeSpec> specs = node.op().attributes();
    return IntStream.range(0, specs.size())
        .filter(i -> specs.get(i).name().equals(name))
        .mapToObj(node.attributes()::get)
        .findFirst();
  }

  /** Where an operand of a step lies. */
  static Place place(Node.Apply node, int operand) {
    return node.op().rows().map(rows -> rows.operands().get(operand).place()).orElse(Place.ROW);
  }

  /** The values that have the full shape, by the rules of the op. */
  static List<Value> wholes(Node.Apply node) {
    if (node.attributes().stream().findFirst().orElse(LAST) instanceof Attr.ShapeOf(Value whole)) {
      return List.of(whole);
    }
    List<Value> wholes = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      if (place(node, i) == Place.FULL) {
        wholes.add(node.operands().get(i));
      }
    }
    return wholes;
  }
}
