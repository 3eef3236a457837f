/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;

/** Writes the text form that {@link KernelPlans} describes. */
final class KernelTextWriter {
  private static final double EXACT_INTEGERS = 0x1p53;

  private final KernelPlan plan;
  private final ScalarGraph graph;
  private final StringBuilder text = new StringBuilder();

  /** How each step that was reached is spelled where it is used. */
  private final List<String> spellings = new ArrayList<>();

  private KernelTextWriter(KernelPlan plan) {
    this.plan = plan;
    this.graph = plan.graph();
  }

  static String write(List<KernelPlan> plans) {
    Set<String> names = new HashSet<>();
    StringBuilder text = new StringBuilder(KernelPlans.FORMAT + " " + KernelPlans.VERSION + "\n");
    for (KernelPlan plan : plans) {
      if (!names.add(plan.name())) {
        throw new IllegalArgumentException("two kernels are named '" + plan.name() + "'");
      }
      text.append('\n').append(new KernelTextWriter(plan).block());
    }
    return text.toString();
  }

  private String block() {
    text.append("kernel ").append(plan.name()).append('(');
    text.append(
        plan.inputs().stream().map(KernelTextWriter::input).collect(Collectors.joining(", ")));
    text.append(")\n");
    LocalNames locals = LocalNames.of(plan);
    for (ScalarGraph.Step step : graph.steps()) {
      String spelling = spell(step);
      if (step.isShared()) {
        String local = locals.next("t");
        text.append("  let ").append(local).append(" = ").append(spelling).append('\n');
        spelling = local;
      }
      spellings.add(spelling);
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      Output output = plan.outputs().get(i);
      text.append("  ").append(output.name()).append(": ").append(output.kind()).append(" = ");
      text.append(spellings.get(graph.roots().get(i))).append('\n');
    }
    return text.toString();
  }

  private static String input(Input input) {
    return input.name() + ": " + input.kind() + (input.optional() ? "?" : "");
  }

  private String spell(ScalarGraph.Step step) {
    return switch (step.scalar()) {
      case Scalar.Operand(int index) -> plan.inputs().get(index).name();
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
