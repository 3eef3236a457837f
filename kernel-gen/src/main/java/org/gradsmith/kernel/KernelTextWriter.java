/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.Output;

/** Writes the text form that {@link KernelPlans} describes. */
final class KernelTextWriter {
  private static final double EXACT_INTEGERS = 0x1p53;

  /** What the operands of expressions are called: inputs, then reductions. */
  private final List<String> operands;

  private final ScalarGraph graph;
  private final LocalNames locals;
  private final StringBuilder text = new StringBuilder();

  /** How each step that was reached is spelled where it is used. */
  private final List<String> spellings = new ArrayList<>();

  private KernelTextWriter(List<String> operands, ScalarGraph graph, LocalNames locals) {
    this.operands = operands;
    this.graph = graph;
    this.locals = locals;
  }

  static String write(List<? extends FusedPlan> plans) {
    Set<String> names = new HashSet<>();
    StringBuilder text =
        new StringBuilder(KernelPlans.FORMAT + " " + KernelPlans.version(plans) + "\n");
    for (FusedPlan plan : plans) {
      if (!names.add(plan.name())) {
        throw new IllegalArgumentException("two kernels are named '" + plan.name() + "'");
      }
      text.append('\n')
          .append(
              switch (plan) {
                case KernelPlan pointwise -> block(pointwise);
                case OpenRowPlan rows -> block(rows);
              });
    }
    return text.toString();
  }

  private static String block(KernelPlan plan) {
    List<String> inputs = plan.inputs().stream().map(KernelPlan.Input::name).toList();
    KernelTextWriter writer = new KernelTextWriter(inputs, plan.graph(), LocalNames.of(plan));
    writer.head("kernel", plan.name(), plan.inputs().stream().map(KernelTextWriter::input));
    writer.nameShared(writer.graph.steps().size());
    for (int i = 0; i < plan.outputs().size(); i++) {
      Output output = plan.outputs().get(i);
      writer.line(output.name(), output.kind(), i);
    }
    return writer.text.toString();
  }

  private static String block(OpenRowPlan plan) {
    List<String> operands =
        Stream.concat(
                plan.inputs().stream().map(OpenRowPlan.Input::name),
                plan.reductions().stream().map(Reduction::name))
            .toList();
    KernelTextWriter writer = new KernelTextWriter(operands, plan.graph(), LocalNames.of(plan));
    writer.head("rows", plan.name(), plan.inputs().stream().map(KernelTextWriter::input));
    int root = 0;
    for (Reduction reduction : plan.reductions()) {
      writer.nameShared(writer.graph.roots().get(root) + 1);
      String fold = reduction.fold().name().toLowerCase(Locale.ROOT);
      writer.line("reduce " + reduction.name(), fold, root++);
    }
    for (OpenRowPlan.Output output : plan.outputs()) {
      writer.nameShared(writer.graph.roots().get(root) + 1);
      writer.line(output.name(), output.kind(), root++);
    }
    return writer.text.toString();
  }

  private void head(String kind, String name, Stream<String> inputs) {
    text.append(kind).append(' ').append(name);
    text.append(inputs.collect(Collectors.joining(", ", "(", ")\n")));
  }

  /** Names the shared ones of the steps before an index; each is written once. */
  private void nameShared(int end) {
    for (ScalarGraph.Step step :
        graph.steps().subList(spellings.size(), Math.max(end, spellings.size()))) {
      String spelling = spell(step);
      if (step.isShared()) {
        String local = locals.next("t");
        text.append("  let ").append(local).append(" = ").append(spelling).append('\n');
        spelling = local;
      }
      spellings.add(spelling);
    }
  }

  private void line(String name, Object kind, int root) {
    text.append("  ").append(name).append(": ").append(kind).append(" = ");
    text.append(spellings.get(graph.roots().get(root))).append('\n');
  }

  private static String input(KernelPlan.Input input) {
    return input.name() + ": " + input.kind() + (input.optional() ? "?" : "");
  }

  private static String input(OpenRowPlan.Input input) {
    return input.name()
        + ": "
        + input.kind()
        + (input.optional() ? "? " + constant(input.absent()) : "");
  }

  private String spell(ScalarGraph.Step step) {
    return switch (step.scalar()) {
      case Scalar.Operand(int index) -> operands.get(index);
      case Scalar.Constant(double value) -> constant(value);
      case Scalar.Attribute(int index) ->
          throw new IllegalStateException("a plan was built with attribute " + index);
      case Scalar.Unary unary -> call(unary.function().name(), step);
      case Scalar.Binary binary -> call(binary.function().name(), step);
      case Scalar.IfLess _ -> call("ifless", step);
      case Scalar.IfEqual _ -> call("ifequal", step);
    };
  }

  private String call(String function, ScalarGraph.Step step) {
    return step.arguments().stream()
        .map(spellings::get)
        .collect(Collectors.joining(", ", function.toLowerCase(Locale.ROOT) + "(", ")"));
  }

  /** The shortest text that {@link Double#parseDouble} reads back as the same number. */
  static String constant(double value) {
    boolean integer = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    boolean negativeZero = Double.doubleToLongBits(value) == Double.doubleToLongBits(-0.0);
    return integer && !negativeZero ? Long.toString((long) value) : Double.toString(value);
  }
}
