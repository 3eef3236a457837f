/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;

/**
 * The derivative in a direction of a method whose derivative the user has written: by the user's
 * tangent, or, of a number, as the product of its gradient with the direction.
 */
public final class RuleTangent {
  private static final String DIRECTION = "flow.direction().";

  private final Rule rule;
  private final Names names;

  RuleTangent(Rule rule, Names names) {
    this.rule = rule;
    this.names = names;
  }

  /** The lines that compute value and tangent. */
  public static Unrecorded of(Rule rule, String suffix) {
    RuleTangent tangent = new RuleTangent(rule, new Names(rule.method()));
    return tangent.canPush() ? tangent.lines(suffix) : tangent.refusal(suffix);
  }

  private boolean canPush() {
    return rule.tangent().isPresent() || rule.result().isReal();
  }

  /** The method of value and tangent, without a body. */
  FlowMethod method(String suffix, Optional<Variable> result) {
    FlowMethod method = rule.method();
    List<Variable> parameters = new ArrayList<>();
    for (Variable parameter : method.parameters()) {
      parameters.add(parameter);
      if (parameter.isReal()) {
        parameters.add(names.dot(parameter));
      }
    }
    return new FlowMethod(
        method.className(),
        method.name(),
        method.sweep() + suffix,
        Optional.empty(),
        parameters,
        method.body(),
        result,
        returned().type(),
        List.of(),
        method.span());
  }

  private Variable returned() {
    Variable result = rule.result();
    return result.isReal()
        ? names.extra("pair", "valueAndDot", Variable.Kind.ARRAY, result.type() + "[]")
        : result;
  }

  private Unrecorded refusal(String suffix) {
    Code refused =
        Code.builder()
            .text("throw ")
            .type(RuleLines.RUNTIME)
            .text(
                ".noTangent(\"%s\", \"%s\")"
                    .formatted(rule.gradients().displayName(), rule.target().displayName()))
            .impure()
            .build();
    return new Unrecorded(
        method(suffix, Optional.empty()), List.of(new Line.Do(refused)), Set.of());
  }

  private Unrecorded lines(String suffix) {
    List<Line> lines = new ArrayList<>();
    Variable result = rule.result();
    lines.add(new Line.Let(result, rule.target().call(rule.arguments(this::primal)), true));
    Variable dot = names.dot(result);
    lines.add(new Line.Let(dot, tangent(), true));
    Variable returned = returned();
    switch (result.kind()) {
      case REAL -> {
        Code.Builder pair = Code.builder().text("{").use(result).text(", ").use(dot).text("}");
        lines.add(new Line.Let(returned, pair.impure().build(), true));
      }
      case TENSOR -> lines.add(new Line.Let(result, direction("withTangent(", result, dot), false));
      case ARRAY, PASSIVE -> lines.add(new Line.Do(direction("place(", result, dot)));
    }
    return new Unrecorded(method(suffix, Optional.of(returned)), lines, Set.of());
  }

  static Code direction(String method, Variable value, Variable dot) {
    return Code.builder()
        .text(DIRECTION + method)
        .use(value)
        .text(", ")
        .use(dot)
        .text(")")
        .impure()
        .build();
  }

  /** The value of a parameter without its tangent. */
  Code primal(Variable parameter) {
    return parameter.isTensor()
        ? Code.builder().text(DIRECTION + "primal(").use(parameter).text(")").impure().build()
        : Code.of(parameter);
  }

  /** The tangent of a parameter. */
  private Code dot(Variable parameter) {
    return parameter.isReal()
        ? Code.of(names.dot(parameter))
        : Code.builder().text(DIRECTION + "tangent(").use(parameter).text(")").impure().build();
  }

  /** The tangent of the result. */
  Code tangent() {
    List<Code> arguments = new ArrayList<>(rule.arguments(this::primal));
    if (rule.tangent().isPresent()) {
      rule.differentiable().forEach(p -> arguments.add(dot(p)));
      return rule.tangent().get().call(arguments);
    }
    Variable result = rule.result();
    if (rule.takesResult()) {
      arguments.add(Code.of(result));
    }
    arguments.add(Code.text(result.type().equals("float") ? "1f" : "1"));
    boolean isFloat = result.type().equals("float");
    Code.Builder sum =
        Code.builder().text(isFloat ? "(float) " : "").type(RuleLines.RUNTIME).text(".product(");
    sum.code(rule.gradients().call(arguments));
    for (Variable parameter : rule.differentiable()) {
      sum.text(", ").code(dot(parameter));
    }
    return sum.text(")").impure().build();
  }
}
