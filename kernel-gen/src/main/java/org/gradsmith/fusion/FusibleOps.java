/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Operand;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.gradsmith.sweep.Step;

/** Which ops a kernel can run, and how it reads their operands. */
final class FusibleOps {
  /** The rules by which a result has the one floating dtype of the kernel. */
  static final Set<DTypeRule> KERNEL_DTYPES =
      EnumSet.of(
          DTypeRule.PROMOTE,
          DTypeRule.PROMOTE_UNLESS_BOOL,
          DTypeRule.PROMOTE_WITHOUT_BOOL,
          DTypeRule.PROMOTE_FLOAT,
          DTypeRule.FIRST);

  private FusibleOps() {}

  /**
   * Whether a kernel can run the step: a pointwise op, the sum that belongs to a channel, the sum
   * to the shape of an operand that was broadcast, or the sum or mean of all elements.
   *
   * @param conditions truth values that the kernel computes itself
   */
  static boolean fusible(Step.Compute step, Set<Value> conditions) {
    Node.Apply node = step.node();
    Op op = node.op();
    if (op == Reductions.SUM_EXCEPT
        || isTotal(op)
        || op == Pointwise.ADD_BIAS
        || op == Pointwise.MASK_POSITIVE) {
      return true;
    }
    if (op == Reductions.SUM_TO) {
      return node.attributes().getFirst() instanceof Attr.ShapeOf;
    }
    return KERNEL_DTYPES.contains(op.results().getFirst())
        && IntStream.range(0, node.operands().size())
            .allMatch(i -> op.operand(i).promotes() || conditions.contains(node.operands().get(i)))
        && computes(node);
  }

  /** Whether an op makes a number of all elements. */
  static boolean isTotal(Op op) {
    return op == Reductions.SUM || op == Reductions.MEAN;
  }

  /** Whether an op gives what is there when all elements are: it is not computed again. */
  static boolean reduces(Op op) {
    return op == Reductions.SUM_EXCEPT || op == Reductions.SUM_TO || isTotal(op);
  }

  /** Whether a kernel can compute a truth value that it needs. */
  static boolean fusibleCondition(Step.Compute step) {
    return step.node().op().operands().stream().allMatch(Operand::promotes)
        && computes(step.node());
  }

  private static boolean computes(Node.Apply node) {
    Op op = node.op();
    return op.expression().isPresent()
        && CudaWriter.writes(op.expression().get())
        && readsAllOperands(op)
        && node.attributes().stream().allMatch(a -> number(a).isPresent());
  }

  /** Otherwise a kernel could not tell the result's shape from what it reads. */
  private static boolean readsAllOperands(Op op) {
    return ScalarGraph.of(op.expression().stream().toList()).operands().size()
        == op.operands().size();
  }

  /** Whether the operands may have different shapes, other than along a channel. */
  static boolean broadcasts(Node.Apply node) {
    return channel(node).isEmpty() && node.op() != Pointwise.MASK_POSITIVE;
  }

  /** The dimension a channel operand or result lies along. */
  static Optional<Attr> channel(Node.Apply node) {
    return node.op() == Reductions.SUM_EXCEPT || node.op() == Pointwise.ADD_BIAS
        ? Optional.of(node.attributes().getFirst())
        : Optional.empty();
  }

  static InputKind kind(Op op, int operand) {
    return op == Pointwise.ADD_BIAS && operand == 1 ? InputKind.CHANNEL : InputKind.FULL;
  }

  /** The number an attribute is, if it is known when the kernel is written. */
  static OptionalDouble number(Attr attribute) {
    return switch (attribute) {
      case Attr.Number n -> OptionalDouble.of(n.value());
      case Attr.Literal l -> OptionalDouble.of((double) l.value());
      case Attr.SizeOf _,
          Attr.Read _,
          Attr.Arithmetic _,
          Attr.Sizes _,
          Attr.ShapeOf _,
          Attr.BroadcastOf _,
          Attr.Parameter _ ->
          OptionalDouble.empty();
    };
  }
}
