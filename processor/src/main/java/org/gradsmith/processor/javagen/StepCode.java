/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Value;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.sweep.Step;

/**
 * The Java expression of a step: {@code conv2d(in.x, in.conv1Weight, conv1Stride, conv1Padding)}.
 * How a value is reached differs between the sweeps and is given from outside.
 */
final class StepCode {
  /** In every class these names mean Object's own methods, whatever is imported. */
  private static final Set<String> OF_OBJECT =
      Arrays.stream(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final Function<Value, String> tensor;
  private final Function<Value, String> shape;
  private final Function<Attr.Read, String> member;
  private final Set<String> primitives = new TreeSet<>();

  /**
   * @param tensor the expression of a tensor
   * @param shape the expression of a tensor's shape
   * @param member the expression of an integer member
   */
  StepCode(
      Function<Value, String> tensor,
      Function<Value, String> shape,
      Function<Attr.Read, String> member) {
    this.tensor = tensor;
    this.shape = shape;
    this.member = member;
  }

  /** The primitives used so far, for the imports. */
  Set<String> primitives() {
    return primitives;
  }

  String tensor(Value value) {
    return tensor.apply(value);
  }

  CodeBlock compute(Step.Compute step) {
    String op = step.node().op().name();
    List<String> arguments = new ArrayList<>();
    step.node().operands().forEach(v -> arguments.add(tensor.apply(v)));
    if (step.node().op().isVariadic()) {
      String all = "new Tensor[] {" + String.join(", ", arguments) + "}";
      arguments.clear();
      arguments.add(all);
    }
    step.node().attributes().forEach(a -> arguments.add(attribute(a)));
    if (OF_OBJECT.contains(op)) {
      return CodeBlock.of("$T.$L($L)", RuntimeNames.PRIMITIVES, op, list(arguments));
    }
    primitives.add(op);
    return CodeBlock.of("$L($L)", op, list(arguments));
  }

  /** The constant that holds a kernel: {@code BIAS_RELU_KERNEL}. */
  static String kernel(FusedPlan plan) {
    return Conditions.constant(plan.name()) + "_KERNEL";
  }

  /** A kernel with one output. */
  CodeBlock apply(Step.RunKernel step) {
    String dim = attribute(step.dim());
    return step.targets().isEmpty()
        ? CodeBlock.of("$L.apply($L, $L)", kernel(step.plan()), dim, list(inputs(step)))
        : CodeBlock.of(
            "$L.sum($L, $L,$W$L)", kernel(step.plan()), dim, targets(step), list(inputs(step)));
  }

  /** A kernel with several outputs, those with a true flag are computed. */
  CodeBlock applyAll(Step.RunKernel step, List<CodeBlock> wanted) {
    String kernel = kernel(step.plan());
    String dim = attribute(step.dim());
    CodeBlock flags = CodeBlock.of("new boolean[] {$L}", CodeBlock.join(wanted, ", "));
    return step.targets().isEmpty()
        ? CodeBlock.of("$L.applyAll($L,$W$L,$W$L)", kernel, dim, flags, list(inputs(step)))
        : CodeBlock.of(
            "$L.sumAll($L,$W$L,$W$L,$W$L)", kernel, dim, flags, targets(step), list(inputs(step)));
  }

  /** The shapes that sums are taken to. */
  private CodeBlock targets(Step.RunKernel step) {
    return CodeBlock.of(
        "new long[][] {$L}", list(step.targets().stream().map(this::attribute).toList()));
  }

  private List<String> inputs(Step.RunKernel step) {
    return step.inputs().stream().map(tensor).toList();
  }

  /** Arguments, on as many lines as they need. */
  static CodeBlock list(List<String> arguments) {
    return arguments.stream().map(a -> CodeBlock.of("$L", a)).collect(CodeBlock.joining(",$W"));
  }

  private String attribute(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal l -> Long.toString(l.value()) + (l.value() == (int) l.value() ? "" : "L");
      case Attr.Number n -> number(n.value());
      case Attr.SizeOf s -> sizeOf(s);
      case Attr.Read r -> member.apply(r);
      case Attr.Arithmetic a ->
          operand(a.left()) + " " + a.operator().symbol() + " " + operand(a.right());
      case Attr.Sizes s ->
          "new long[] {"
              + s.sizes().stream().map(this::attribute).collect(Collectors.joining(", "))
              + "}";
      case Attr.ShapeOf s -> shape.apply(s.tensor());
      case Attr.BroadcastOf b ->
          b.tensors().stream()
              .map(shape)
              .collect(Collectors.joining(", ", "Tensor.broadcastShapes(", ")"));
      case Attr.Parameter p -> throw new IllegalStateException(p + " was not given");
    };
  }

  private static String number(double value) {
    if (Double.isFinite(value)) {
      return Double.toString(value);
    }
    String name =
        Double.isNaN(value) ? "NaN" : value > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
    return "Double." + name;
  }

  private String sizeOf(Attr.SizeOf size) {
    String of = shape.apply(size.tensor());
    return of.endsWith(".shape()")
        ? of.substring(0, of.length() - "shape()".length()) + "size(" + size.dim() + ")"
        : of + "[" + (size.dim() < 0 ? of + ".length - " + -size.dim() : size.dim()) + "]";
  }

  private String operand(Attr attribute) {
    String text = attribute(attribute);
    return attribute instanceof Attr.Arithmetic ? "(" + text + ")" : text;
  }
}
