/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A kernel over rows where a tensor that was taken to broadcast to the full shape is larger: each
 * reduction runs over the shape of its own terms and keeps the dimension of the rows with size 1;
 * then what reads them is pointwise, and broadcasts like the ops it was made of.
 */
final class SeparateRows {
  private final OpenRowPlan plan;
  private final List<RowKernel> reductions = new ArrayList<>();
  private final List<int[]> read = new ArrayList<>();

  SeparateRows(OpenRowPlan plan) {
    this.plan = plan;
    for (Reduction reduction : plan.reductions()) {
      int[] operands = operands(List.of(reduction.term()));
      Scalar term = over(operands, List.of(reduction.term())).getFirst();
      Scalar itself = Scalar.operand(operands.length);
      read.add(operands);
      reductions.add(
          new RowKernel(
              new OpenRowPlan(
                  plan.name(),
                  IntStream.of(operands)
                      .mapToObj(i -> OpenRowPlan.Input.of(name(i), InputKind.BROADCAST))
                      .toList(),
                  List.of(new Reduction(reduction.name(), reduction.fold(), term)),
                  List.of(new OpenRowPlan.Output("out", OutputKind.ROW_KEPT, itself)))));
    }
  }

  /** What an operand of the plan's expressions is called. */
  private String name(int operand) {
    int inputs = plan.inputs().size();
    return operand < inputs
        ? plan.inputs().get(operand).name()
        : plan.reductions().get(operand - inputs).name();
  }

  private static int[] operands(List<Scalar> expressions) {
    return ScalarGraph.of(expressions).operands().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Expressions over some of the plan's operands, numbered anew. */
  private static List<Scalar> over(int[] operands, List<Scalar> expressions) {
    List<Integer> kept = IntStream.of(operands).boxed().toList();
    return ScalarGraph.of(expressions)
        .mapLeaves(leaf ->
            leaf instanceof Scalar.Operand(int index) ? Scalar.operand(kept.indexOf(index)) : leaf);
  }

  /**
   * Runs the kernel.
   *
   * @param wanted which outputs to compute
   * @param targets the shapes to sum to, in the order of the outputs that are summed
   */
  @Nullable Tensor[] run(long dim, boolean[] wanted, long[][] targets, @Nullable Tensor[] inputs) {
    int along = Math.toIntExact(dim);
    List<@Nullable Tensor> operands = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      operands.add(keepingDim(plan.inputs().get(i), inputs[i], along, isNumber(inputs)));
    }
    List<Tensor> made = new ArrayList<>();
    try {
      for (int k = 0; k < reductions.size(); k++) {
        Tensor reduced =
            isNeeded(k, wanted)
                ? reductions.get(k).apply(dim, chosen(operands, read.get(k)))
                : null;
        operands.add(reduced);
        if (reduced != null) {
          made.add(reduced);
        }
      }
      @Nullable Tensor[] results = new @Nullable Tensor[wanted.length];
      int sums = 0;
      for (int i = 0; i < wanted.length; i++) {
        OutputKind kind = plan.outputs().get(i).kind();
        long[] target = kind == OutputKind.SUM_TO ? targets[sums++] : null;
        if (wanted[i]) {
          results[i] = output(i, kind, along, target, operands);
        }
      }
      return results;
    } finally {
      Primitives.release(made.toArray(new Tensor[0]));
    }
  }

  private boolean isNumber(@Nullable Tensor[] inputs) {
    return IntStream.range(0, inputs.length)
        .mapToObj(i -> plan.inputs().get(i).kind() == InputKind.FULL ? inputs[i] : null)
        .anyMatch(full -> full != null && full.dim() == 0);
  }

  private boolean isNeeded(int reduction, boolean[] wanted) {
    return IntStream.range(0, wanted.length)
        .anyMatch(i -> wanted[i] && plan.readsReduction(i, reduction));
  }

  private Tensor output(
      int index,
      OutputKind kind,
      int along,
      long @Nullable [] target,
      List<@Nullable Tensor> operands) {
    Scalar expression = plan.outputs().get(index).expression();
    int[] read = operands(List.of(expression));
    Scalar own = over(read, List.of(expression)).getFirst();
    KernelPlan pointwise =
        new KernelPlan(
            plan.name(),
            IntStream.of(read).mapToObj(i -> KernelPlan.Input.broadcast(name(i))).toList(),
            List.of(
                target == null
                    ? KernelPlan.Output.full("out", own)
                    : KernelPlan.Output.sumTo("out", own)));
    Kernel kernel = new Kernel(pointwise);
    Tensor terms =
        target == null
            ? kernel.apply(0, chosen(operands, read))
            : kernel.sum(0, new long[][] {target}, chosen(operands, read));
    return switch (kind) {
      case FULL, SUM_TO, ROW_KEPT -> terms;
      case ROW -> terms.dim() == 0 ? terms : terms.squeeze(along);
      case COLUMN_SUM -> {
        Tensor sum = Primitives.sumExcept(terms, along);
        Primitives.release(terms);
        yield sum;
      }
    };
  }

  private static @Nullable Tensor[] chosen(List<@Nullable Tensor> operands, int[] indices) {
    @Nullable Tensor[] chosen = new @Nullable Tensor[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = operands.get(indices[i]);
    }
    return chosen;
  }

  /**
   * An input as it broadcasts: with the dimension of the rows, the number that is absent.
   *
   * @param isNumber whether the full tensor has no dimensions
   */
  private static @Nullable Tensor keepingDim(
      OpenRowPlan.Input input, @Nullable Tensor given, int along, boolean isNumber) {
    if (given == null) {
      return input.optional() ? Tensor.full(new long[0], input.absent()) : null;
    }
    return input.kind() == InputKind.ROW && !isNumber
        ? given.detach().unsqueeze(along)
        : given.detach();
  }
}
