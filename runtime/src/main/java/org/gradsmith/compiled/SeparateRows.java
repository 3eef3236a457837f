/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * A kernel over rows in several runs, where one does not fit: each reduction runs over the shape of
 * its own terms and keeps the dimension of the rows with size 1; then what reads them is pointwise,
 * and broadcasts like the ops it was made of.
 */
final class SeparateRows {
  private final OpenRowPlan plan;
  private final List<Reduced> reductions = new ArrayList<>();
  private final List<Made> outputs = new ArrayList<>();

  /** What computes a reduction. */
  private interface Reducer {
    Tensor run(int dim, @Nullable Tensor[] operands);
  }

  /**
   * A reduction.
   *
   * @param read the operands of the plan's expressions that it is given
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, and seen here alone
  private record Reduced(int[] read, Reducer reducer) {}

  /**
   * An output, before rows lose their dimension.
   *
   * @param read the operands of the plan's expressions that it reads
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  private record Made(int[] read, Kernel kernel) {}

  SeparateRows(OpenRowPlan plan) {
    this.plan = plan;
    for (Reduction reduction : plan.reductions()) {
      reductions.add(reduced(reduction));
    }
    for (OpenRowPlan.Output output : plan.outputs()) {
      int[] read = operands(output.expression());
      Scalar expression = over(read, output.expression());
      outputs.add(
          new Made(
              read,
              pointwise(
                  read,
                  switch (output.kind()) {
                    case SUM_TO -> KernelPlan.Output.sumTo("out", expression);
                    case SUM -> KernelPlan.Output.sum("out", expression);
                    case MEAN -> KernelPlan.Output.mean("out", expression);
                    case FULL, ROW, ROW_KEPT, COLUMN_SUM ->
                        KernelPlan.Output.full("out", expression);
                  })));
    }
  }

  private Reduced reduced(Reduction reduction) {
    int[] read = operands(reduction.term());
    if (reduction.term() instanceof Scalar.Constant(double term)) {
      int[] counted = countedWith();
      return new Reduced(counted, count(reduction, term));
    }
    Scalar term = over(read, reduction.term());
    return new Reduced(
        read,
        switch (reduction.fold()) {
          case SUM -> {
            Kernel terms = pointwise(read, KernelPlan.Output.full("out", term));
            yield (dim, operands) -> sum(terms.apply(0, operands), dim);
          }
          case MEAN -> {
            Kernel terms = pointwise(read, KernelPlan.Output.full("out", term));
            yield (dim, operands) -> {
              Tensor all = terms.apply(0, operands);
              Tensor mean = Primitives.meanDim(all, dim, 1);
              Primitives.release(all);
              return mean;
            };
          }
          case MAX, MIN, FIRST -> overRows(read, reduction, term)::apply;
        });
  }

  /**
   * What a term that is the same everywhere is summed over: what the terms of another reduction
   * read that are over the full shape, as those are that read nothing which is only taken to
   * broadcast to it.
   */
  private int[] countedWith() {
    for (int k = 0; k < plan.reductions().size(); k++) {
      if (!(plan.reductions().get(k).term() instanceof Scalar.Constant) && isOverFullShape(k)) {
        return operands(plan.reductions().get(k).term());
      }
    }
    throw new IllegalStateException("kernel '" + plan.name() + "' counts what it does not read");
  }

  private boolean isOverFullShape(int reduction) {
    int inputs = plan.inputs().size();
    return IntStream.of(operands(plan.reductions().get(reduction).term()))
        .allMatch(i ->
            i < inputs
                ? plan.inputs().get(i).kind() != InputKind.WITHIN
                : isOverFullShape(i - inputs));
  }

  private static Reducer count(Reduction reduction, double term) {
    return (dim, operands) -> {
      long[] shape = {};
      TensorOptions options = TensorOptions.of(DType.FLOAT64);
      for (Tensor operand : operands) {
        if (operand != null) {
          options = TensorOptions.of(operand.dtype()).on(operand.device());
          shape = KernelLayout.broadcast(shape, operand.shape(), reduction.name());
        }
      }
      return sum(Tensor.full(options, shape, term), dim);
    };
  }

  private static Tensor sum(Tensor terms, int dim) {
    Tensor sum = Primitives.sumDim(terms, dim, 1);
    Primitives.release(terms);
    return sum;
  }

  /** A kernel that finds an extreme of rows, or a place in them, and does nothing else. */
  private RowKernel overRows(int[] read, Reduction reduction, Scalar term) {
    Scalar itself = Scalar.operand(read.length);
    return new RowKernel(
        new OpenRowPlan(
            plan.name(),
            IntStream.of(read)
                .mapToObj(i -> OpenRowPlan.Input.of(name(i), InputKind.BROADCAST))
                .toList(),
            List.of(new Reduction(reduction.name(), reduction.fold(), term)),
            List.of(new OpenRowPlan.Output("out", OutputKind.ROW_KEPT, itself))));
  }

  private Kernel pointwise(int[] read, KernelPlan.Output output) {
    return new Kernel(
        new KernelPlan(
            plan.name(),
            IntStream.of(read).mapToObj(i -> KernelPlan.Input.broadcast(name(i))).toList(),
            List.of(output)));
  }

  /** What an operand of the plan's expressions is called. */
  private String name(int operand) {
    int inputs = plan.inputs().size();
    return operand < inputs
        ? plan.inputs().get(operand).name()
        : plan.reductions().get(operand - inputs).name();
  }

  private static int[] operands(Scalar expression) {
    return ScalarGraph.of(List.of(expression)).operands().stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** An expression over some of the plan's operands, numbered anew. */
  private static Scalar over(int[] operands, Scalar expression) {
    List<Integer> kept = IntStream.of(operands).boxed().toList();
    return ScalarGraph.renumbered(List.of(expression), kept::indexOf).getFirst();
  }

  /**
   * Runs the kernel.
   *
   * @param dtype the dtype to compute in
   * @param wanted which outputs to compute
   * @param targets the shapes to sum to, in the order of the outputs that are summed
   * @return the outputs, in that dtype
   */
  @Nullable Tensor[] run(
      DType dtype, long dim, boolean[] wanted, long[][] targets, @Nullable Tensor[] inputs) {
    int along = Math.toIntExact(dim);
    List<@Nullable Tensor> operands = new ArrayList<>();
    List<Tensor> made = new ArrayList<>();
    try {
      for (int i = 0; i < inputs.length; i++) {
        Tensor input = inputs[i];
        OpenRowPlan.Input spec = plan.inputs().get(i);
        if (input == null) {
          operands.add(spec.optional() ? Tensor.full(dtype, new long[0], spec.absent()) : null);
          continue;
        }
        Tensor converted = input.detach().to(dtype);
        if (converted.storage() != input.storage()) {
          made.add(converted);
        }
        boolean lacksDim = spec.kind() == InputKind.ROW && !isNumber(inputs);
        operands.add(lacksDim ? converted.unsqueeze(along) : converted);
      }
      for (int k = 0; k < reductions.size(); k++) {
        Reduced reduction = reductions.get(k);
        Tensor reduced =
            isNeeded(k, wanted)
                ? reduction.reducer().run(along, chosen(operands, reduction.read()))
                : null;
        operands.add(reduced);
        if (reduced != null) {
          made.add(reduced);
        }
      }
      @Nullable Tensor[] results = new @Nullable Tensor[wanted.length];
      int sums = 0;
      for (int i = 0; i < wanted.length; i++) {
        boolean isSum = plan.outputs().get(i).kind() == OutputKind.SUM_TO;
        long[] target = isSum ? targets[sums++] : null;
        if (wanted[i]) {
          results[i] = output(i, along, target, operands);
        }
      }
      return results;
    } finally {
      Primitives.release(made.toArray(new Tensor[0]));
    }
  }

  /** Whether the full tensor has no dimensions, so that its rows lack none. */
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
      int index, int along, long @Nullable [] target, List<@Nullable Tensor> operands) {
    Made made = outputs.get(index);
    @Nullable Tensor[] read = chosen(operands, made.read());
    Tensor terms =
        target == null
            ? made.kernel().apply(0, read)
            : made.kernel().sum(0, new long[][] {target}, read);
    return switch (plan.outputs().get(index).kind()) {
      case FULL, SUM_TO, SUM, MEAN, ROW_KEPT -> terms;
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
}
