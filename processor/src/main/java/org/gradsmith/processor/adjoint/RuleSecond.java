/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.ScalarRules;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.OpTable;

/**
 * Products with the Hessian of a method whose derivative the user has written. The derivative is
 * differentiated in turn: for numbers by the class generated for it, in the reverse sweep of the
 * value and its tangent; for tensors by the tangents that they carry.
 */
public final class RuleSecond {
  private final Rule rule;
  private final Names names;
  private final List<Statement> body = new ArrayList<>();

  private RuleSecond(Rule rule) {
    this.rule = rule;
    this.names = new Names(rule.method());
  }

  /** The sweeps of value and tangent. */
  public static Sweeps of(Rule rule, String suffix) {
    RuleSecond second = new RuleSecond(rule);
    boolean onlyTensors =
        rule.result().isTensor() && rule.differentiable().stream().allMatch(Variable::isTensor);
    if (onlyTensors && rule.gradients().sweep().isPresent() && rule.tangent().isPresent()) {
      return second.tensors(suffix);
    }
    boolean noTensor = rule.differentiable().stream().noneMatch(Variable::isTensor);
    if (rule.result().isReal() && noTensor) {
      if (rule.tangent().flatMap(Rule.Routine::sweep).isPresent()) {
        return second.ofTangent(suffix);
      }
      boolean onlyNumbers = rule.differentiable().stream().allMatch(Variable::isReal);
      boolean isArray = rule.form() instanceof Rule.Listed || rule.form() instanceof Rule.One;
      if (onlyNumbers && isArray && rule.gradients().sweep().isPresent()) {
        return second.ofGradients(suffix);
      }
    }
    return second.refusal(suffix);
  }

  private Sweeps refusal(String suffix) {
    Code refused =
        Code.builder()
            .text("throw ")
            .type(RuleLines.RUNTIME)
            .text(
                ".noSecond(\"%s\", \"%s\")"
                    .formatted(rule.gradients().displayName(), rule.target().displayName()))
            .impure()
            .build();
    return new Sweeps(
        new RuleTangent(rule, names).method(suffix, Optional.empty()),
        List.of(new Line.Do(refused)),
        List.of(),
        new TreeMap<>(),
        Set.of(),
        Set.of(),
        false,
        false);
  }

  /** Gradients of tensors are computed with tensors that carry tangents, and so have theirs. */
  private Sweeps tensors(String suffix) {
    RuleTangent tangent = new RuleTangent(rule, names);
    Code value =
        Code.builder()
            .text("flow.direction().withTangent(")
            .code(rule.target().call(rule.arguments(tangent::primal)))
            .text(", ")
            .code(tangent.tangent())
            .text(")")
            .impure()
            .build();
    FlowMethod method = tangent.method(suffix, rule.method().result());
    return new RuleLines(rule).sweeps(value).ofMethod(method);
  }

  private Span span() {
    return rule.method().span();
  }

  private void let(Variable variable, Expression value) {
    body.add(new Statement.Assign(variable, value, true, span()));
  }

  private Variable number(String name, Variable like) {
    return names.extra(name, name, Variable.Kind.REAL, like.type());
  }

  private Variable call(String sweep, List<Variable> arguments, String name, Variable result) {
    Variable record = names.extra(name + " call", name + "Call", Variable.Kind.PASSIVE, sweep);
    body.add(
        new Statement.Call(
            sweep, record, Optional.empty(), arguments, Optional.of(result), false, span()));
    return result;
  }

  private Variable value() {
    String packageName =
        rule.method().className().contains(".")
            ? rule.method().className().substring(0, rule.method().className().lastIndexOf('.') + 1)
            : "";
    return call(
        packageName + rule.method().sweep(), rule.method().parameters(), "value", rule.result());
  }

  private Sweeps ofTangent(String suffix) {
    Variable value = value();
    List<Variable> arguments = new ArrayList<>(rule.method().parameters());
    for (Variable parameter : rule.differentiable()) {
      Variable dot = names.dot(parameter);
      if (!parameter.isReal()) {
        Code found =
            Code.builder()
                .text("flow.direction().tangent(")
                .use(parameter)
                .text(")")
                .impure()
                .build();
        let(dot, new Expression.Plain(found));
      }
      arguments.add(dot);
    }
    String sweep = rule.tangent().flatMap(Rule.Routine::sweep).orElseThrow();
    return pair(suffix, value, call(sweep, arguments, "tangent", number("valueDot", value)));
  }

  private Sweeps ofGradients(String suffix) {
    Variable value = value();
    List<Variable> arguments = new ArrayList<>(rule.method().parameters());
    if (rule.takesResult()) {
      arguments.add(value);
    }
    Variable one = number("one", value);
    let(one, new Expression.Plain(Code.text(value.type().equals("float") ? "1f" : "1")));
    arguments.add(one);
    String sweep = rule.gradients().sweep().orElseThrow();
    Optional<Variable> listed =
        rule.listedType()
            .map(type -> names.extra("gradients", "gradients", Variable.Kind.ARRAY, type));
    listed.ifPresent(all -> call(sweep, arguments, "gradients", all));
    Optional<Variable> sum = Optional.empty();
    for (int i = 0; i < rule.differentiable().size(); i++) {
      Variable parameter = rule.differentiable().get(i);
      Variable gradient = number(parameter.name() + "Gradient", parameter);
      if (listed.isPresent()) {
        let(gradient, new Expression.Load(listed.get(), Code.text(Integer.toString(i))));
      } else {
        call(sweep, arguments, "gradient", gradient);
      }
      Variable term =
          computed("mul", " * ", gradient, names.dot(parameter), parameter.name() + "Term");
      sum =
          Optional.of(
              sum.isEmpty()
                  ? term
                  : computed("add", " + ", sum.get(), term, parameter.name() + "Sum"));
    }
    return pair(suffix, value, sum.orElseThrow());
  }

  private Variable computed(String row, String operator, Variable a, Variable b, String name) {
    Variable result = number(name, a);
    Code value = Code.builder().use(a).text(operator).use(b).build();
    let(
        result,
        new Expression.Compute(
            List.of(a, b), value, ScalarRules.gradients(OpTable.find(row).orElseThrow())));
    return result;
  }

  private Sweeps pair(String suffix, Variable value, Variable dot) {
    Variable pair = names.extra("pair", "valueAndDot", Variable.Kind.ARRAY, value.type() + "[]");
    let(
        pair,
        new Expression.Plain(Code.builder().text("new " + value.type() + "[2]").impure().build()));
    body.add(new Statement.Store(pair, Code.text("0"), value, span()));
    body.add(new Statement.Store(pair, Code.text("1"), dot, span()));
    FlowMethod head = new RuleTangent(rule, names).method(suffix, Optional.of(pair));
    return Reverse.differentiate(
        head.with(new Statement.Block(body, span()), head.result()), _ -> false);
  }
}
