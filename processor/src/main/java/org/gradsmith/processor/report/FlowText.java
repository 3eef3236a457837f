/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** The statements of a method with control flow for people to read. */
final class FlowText {
  private final Outline outline = new Outline();

  private FlowText() {}

  static String of(FlowMethod method) {
    FlowText text = new FlowText();
    text.outline.line(
        method.span().line(),
        method.name() + method.parameters().stream().map(FlowText::declared).collect(list()));
    text.outline.block(() -> {
      method.body().statements().forEach(text::add);
      method.result().ifPresent(r -> text.outline.line(0, "return " + r));
    });
    return text.outline.toString();
  }

  private static String declared(Variable variable) {
    return variable.type().substring(variable.type().lastIndexOf('.') + 1) + " " + variable;
  }

  private static Collector<CharSequence, ?, String> list() {
    return Collectors.joining(", ", "(", ")");
  }

  private void add(Statement statement) {
    int line = statement.span().line();
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(this::add);
      case Statement.Declare declare -> outline.line(line, declared(declare.variable()));
      case Statement.Assign assign ->
          outline.line(
              line,
              (assign.declares() ? declared(assign.target()) : assign.target().name())
                  + " = "
                  + text(assign.value()));
      case Statement.Apply apply -> outline.line(line, text(apply));
      case Statement.Store store ->
          outline.line(line, "%s[%s] = %s".formatted(store.array(), store.index(), store.value()));
      case Statement.Hold hold ->
          outline.line(
              line,
              "%s holds %s as component %d".formatted(hold.holder(), hold.number(), hold.index()));
      case Statement.Effect effect -> outline.line(line, effect.code().toString());
      case Statement.Call call -> outline.line(line, text(call));
      case Statement.CallFunction call ->
          outline.line(
              line,
              "%s = call %s with %s".formatted(call.result(), call.function(), call.arguments()));
      case Statement.Write write -> outline.line(line, "write " + write.code());
      case Statement.Guarded guarded -> {
        outline.line(
            line, "try " + guarded.resources().stream().map(Variable::name).collect(list()));
        block(guarded.body());
        outline.line(0, "finally");
        block(guarded.end());
      }
      case Statement.If choice -> {
        outline.line(line, "if " + choice.condition());
        block(choice.then());
        if (!choice.otherwise().statements().isEmpty()) {
          outline.line(0, "else");
          block(choice.otherwise());
        }
      }
      case Statement.Loop loop -> {
        outline.line(line, loop.testFirst() ? "loop, tested first" : "loop, tested last");
        outline.block(() -> {
          loop.test().statements().forEach(this::add);
          outline.line(0, (loop.testFirst() ? "while " : "again while ") + loop.go());
        });
        block(loop.body());
      }
    }
  }

  private void block(Statement.Block block) {
    outline.block(() -> block.statements().forEach(this::add));
  }

  private static String text(Statement.Apply apply) {
    String attributes =
        apply.attributes().isEmpty()
            ? ""
            : apply.attributes().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", " [", "]"));
    return apply.results().stream().map(Variable::name).collect(Collectors.joining(", "))
        + " = "
        + apply.op().name()
        + apply.operands().stream()
            .map(o -> o.map(Variable::name).orElse("nothing"))
            .collect(list())
        + attributes;
  }

  private static String text(Statement.Call call) {
    return call.result().map(r -> r + " = ").orElse("")
        + call.receiver().map(r -> r + ".").orElse("")
        + simple(call.sweep())
        + call.arguments().stream().map(Variable::name).collect(list());
  }

  /** The last part of a name with dots. */
  static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String text(Expression value) {
    return switch (value) {
      case Expression.Plain plain -> plain.code().toString();
      case Expression.NewArray array -> array.code().toString();
      case Expression.Copy copy -> copy.source().name();
      case Expression.Compute compute -> compute.value().toString();
      case Expression.Load load -> "%s[%s]".formatted(load.array(), load.index());
      case Expression.Part part -> part.value().toString();
      case Expression.Lift lift -> lift.value().toString();
    };
  }
}
