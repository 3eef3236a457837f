/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * A straight line for people to read, each step with the user's line in front; {@code IrText} in
 * {@code metadata} is the form that is read back.
 *
 * <pre>
 *   22  x2, x2Indices = maxPool2d(conv1Out) [2, 2, 0]
 * </pre>
 */
final class StraightText {
  private StraightText() {}

  static String of(Method method) {
    StringBuilder text = new StringBuilder();
    text.append(method.name()).append('(');
    for (int i = 0; i < method.parameters().size(); i++) {
      String shape = method.shapes().get(i);
      text.append(i == 0 ? "" : ", ").append(method.parameters().get(i).name());
      text.append(shape.isBlank() ? "" : ": (" + shape + ")");
    }
    text.append(")\n");
    method.body().forEach(node -> line(text, node.span(), of(node)));
    line(text, method.span(), "return " + method.result().name());
    return text.toString();
  }

  static String of(Sweeps sweeps) {
    StringBuilder text = new StringBuilder("forward sweep\n");
    sweeps.forward().forEach(step -> line(text, step.span(), of(step, sweeps)));
    text.append("reverse sweep, from ").append(sweeps.cotangent().name()).append('\n');
    sweeps.reverse().forEach(step -> line(text, step.span(), of(step, sweeps)));
    return text.toString();
  }

  private static void line(StringBuilder text, Span span, String content) {
    text.append(String.format(Locale.ROOT, "%4d  %s\n", span.line(), content));
  }

  private static String of(Node node) {
    return switch (node) {
      case Node.Read read -> read.result() + " = " + read.object() + "." + read.member().name();
      case Node.Apply apply -> of(apply);
      case Node.CallModule call ->
          call.result() + " = " + call.module() + ".call(" + names(call.operands()) + ")";
    };
  }

  private static String of(Node.Apply apply) {
    String attributes =
        apply.attributes().stream().map(StraightText::of).collect(Collectors.joining(", "));
    return names(apply.results())
        + " = "
        + apply.op().name()
        + "("
        + names(apply.operands())
        + ")"
        + (attributes.isEmpty() ? "" : " [" + attributes + "]");
  }

  private static String of(Step step, Sweeps sweeps) {
    return switch (step) {
      case Step.Compute compute -> of(compute.node());
      case Step.RunKernel kernel ->
          names(kernel.outputs())
              + " = kernel "
              + kernel.plan().name()
              + "("
              + names(kernel.inputs())
              + ")";
      case Step.CallModule call -> of(call.call());
      case Step.ReverseModule call ->
          call.operandCotangent()
              + " = "
              + call.call().module()
              + ".reverse("
              + call.cotangent()
              + ")";
      case Step.Contribute contribute ->
          "gradient of "
              + sweeps.operands().get(contribute.operand())
              + " += "
              + contribute.gradient();
    };
  }

  private static String names(List<Value> values) {
    return values.stream().map(Value::name).collect(Collectors.joining(", "));
  }

  private static String of(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal(long value) -> Long.toString(value);
      case Attr.Number(double value) -> Double.toString(value);
      case Attr.SizeOf(Value tensor, int dim) -> tensor.name() + ".size(" + dim + ")";
      case Attr.ShapeOf(Value tensor) -> tensor.name() + ".shape()";
      case Attr.BroadcastOf(List<Value> tensors) ->
          tensors.stream()
              .map(tensor -> tensor.name() + ".shape()")
              .collect(Collectors.joining(", ", "broadcastShapes(", ")"));
      case Attr.Parameter(Value number) -> number.name();
      case Attr.Read read -> read.object().name() + "." + read.member().name();
      case Attr.Arithmetic(Attr.Operator operator, Attr left, Attr right) ->
          "(" + of(left) + " " + operator.symbol() + " " + of(right) + ")";
      case Attr.Sizes(List<Attr> sizes) ->
          sizes.stream().map(StraightText::of).collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
