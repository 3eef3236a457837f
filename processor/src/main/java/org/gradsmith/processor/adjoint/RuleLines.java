/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/**
 * The sweeps of a call whose derivative the user has written: forward, the method itself, with
 * copies of what the derivative will be given; in reverse, the derivative.
 */
public final class RuleLines {
  static final String RUNTIME = "org.gradsmith.compiled.flow.UserRule";
  private static final String SAVED = "org.gradsmith.autograd.SavedTensor";

  private final Rule rule;
  private final Names names;
  private final List<Line> forward = new ArrayList<>();
  private final List<Line> kept = new ArrayList<>();
  private final List<Line> reverse = new ArrayList<>();
  private final Set<Variable> fields = new LinkedHashSet<>();

  RuleLines(Rule rule) {
    this.rule = rule;
    this.names = new Names(rule.method());
  }

  /** The sweeps of a call. */
  public static Sweeps of(Rule rule) {
    RuleLines lines = new RuleLines(rule);
    Code value = rule.target().call(rule.arguments(Code::of));
    return lines.sweeps(value);
  }

  /**
   * The sweeps.
   *
   * @param value the call of the method
   */
  Sweeps sweeps(Code value) {
    List<Code> slots = new ArrayList<>();
    for (Variable parameter : rule.differentiable()) {
      if (parameter.isTensor()) {
        Code slot = Code.builder().text("flow.slot(").use(parameter).text(")").impure().build();
        forward.add(new Line.Let(names.slot(parameter), slot, true));
        slots.add(Code.of(names.slot(parameter)));
        keep(names.slot(parameter));
      }
    }
    Variable result = rule.result();
    Code made =
        result.isTensor()
            ? Code.builder().text("flow.fresh(").code(value).text(")").impure().build()
            : value;
    List<Code> arguments = rule.arguments(this::kept);
    forward.add(new Line.Let(result, made, true));
    if (result.isTensor()) {
      forward.add(new Line.Let(names.slot(result), slot(result, slots), true));
      keep(names.slot(result));
    }
    if (result.kind() == Variable.Kind.ARRAY) {
      keep(result);
    }
    List<Code> given = new ArrayList<>(arguments);
    if (rule.takesResult()) {
      given.add(kept(result));
    }
    given.add(cotangent());
    forward.addAll(kept);
    SequencedMap<Integer, Variable> bars = derivative(given);
    return new Sweeps(rule.method(), forward, reverse, bars, Set.of(), fields, false, false);
  }

  private Code slot(Variable result, List<Code> slots) {
    boolean onlyTensors = slots.size() == rule.differentiable().size();
    Code.Builder code = Code.builder().text(onlyTensors ? "flow.made(" : "flow.mark(").use(result);
    if (onlyTensors) {
      slots.forEach(s -> code.text(", ").code(s));
    }
    return code.text(")").impure().build();
  }

  private boolean keep(Variable variable) {
    boolean isNew = fields.add(variable);
    if (isNew) {
      kept.add(new Line.Keep(variable, false, Line.Keep.AT_END));
      reverse.add(new Line.Restore(variable, false, true, Line.Keep.AT_END));
    }
    return isNew;
  }

  /** What the derivative is given for a variable: its value of now, whatever happens to it. */
  private Code kept(Variable variable) {
    if (variable.isTensor()) {
      Variable saved =
          names.extra(
              "saved " + variable.name(), variable.name() + "Saved", Variable.Kind.PASSIVE, SAVED);
      if (keep(saved)) {
        String line = rule.method().span().file() + ":" + rule.method().span().line();
        Code save =
            Code.builder()
                .type(SAVED)
                .text(".of(")
                .use(variable)
                .text(", getClass().getName(), \"%s\", \"%s\")".formatted(variable.name(), line))
                .impure()
                .build();
        kept.addFirst(new Line.Let(saved, save, true));
      }
      return Code.builder().use(saved).text(".unpack()").impure().build();
    }
    if (!variable.type().endsWith("[]")) {
      keep(variable);
      return Code.of(variable);
    }
    Variable copy =
        names.extra(
            "copy " + variable.name(),
            variable.name() + "Copy",
            Variable.Kind.PASSIVE,
            variable.type());
    if (keep(copy)) {
      Code copied =
          Code.builder().type(RUNTIME).text(".copy(").use(variable).text(")").impure().build();
      kept.addFirst(new Line.Let(copy, copied, true));
    }
    if (rule.differentiable().contains(variable)) {
      keep(variable);
    }
    return Code.of(copy);
  }

  private Code cotangent() {
    Variable result = rule.result();
    return switch (result.kind()) {
      case REAL -> Code.text(result.type().equals("float") ? "(float) resultBar" : "resultBar");
      case TENSOR -> Code.of(names.taken(result));
      case ARRAY, PASSIVE ->
          Code.builder().text("flow.shadow(").use(result).text(")").impure().build();
    };
  }

  private SequencedMap<Integer, Variable> derivative(List<Code> given) {
    SequencedMap<Integer, Variable> bars = new LinkedHashMap<>();
    List<Line> ends = new ArrayList<>();
    for (Variable parameter : rule.differentiable()) {
      if (parameter.isReal()) {
        Variable bar = names.bar(parameter);
        bars.put(rule.method().parameters().indexOf(parameter), bar);
        reverse.add(new Line.Let(bar, Code.text("0"), true));
        ends.add(
            new Line.Do(
                Code.builder().text("this." + bar.name() + " = ").use(bar).impure().build()));
      }
    }
    List<Line> steps = new ArrayList<>();
    Code call = rule.gradients().call(given);
    Optional<Variable> listed =
        rule.listedType()
            .map(type -> names.extra("gradients", "gradients", Variable.Kind.PASSIVE, type));
    listed.ifPresent(all -> steps.add(new Line.Let(all, call, true)));
    Code returned = listed.map(Code::of).orElse(call);
    for (int i = 0; i < rule.differentiable().size(); i++) {
      steps.add(add(rule.differentiable().get(i), rule.part(returned, i)));
    }
    Variable result = rule.result();
    switch (result.kind()) {
      case REAL -> reverse.add(new Line.Choose(Code.text("resultBar != 0"), steps, List.of()));
      case TENSOR -> {
        Variable bar = names.taken(result);
        Code taken = Code.builder().use(names.slot(result)).text(".take()").impure().build();
        reverse.add(new Line.Let(bar, taken, true));
        reverse.add(
            new Line.Choose(Code.builder().use(bar).text(" != null").build(), steps, List.of()));
      }
      case ARRAY, PASSIVE -> reverse.addAll(steps);
    }
    reverse.addAll(ends);
    return bars;
  }

  private Line add(Variable parameter, Code gradient) {
    if (parameter.isReal()) {
      boolean narrowed =
          parameter.type().equals("float")
              && rule.form() instanceof Rule.Listed(String type)
              && type.equals("double[]");
      return new Line.Add(
          names.bar(parameter),
          narrowed ? Code.builder().text("(float) ").code(gradient).build() : gradient);
    }
    Code.Builder code = Code.builder().type(RUNTIME).text(".add(");
    if (parameter.isTensor()) {
      code.use(names.slot(parameter)).text(", ").code(kept(parameter));
    } else {
      code.text("flow.shadow(").use(parameter).text(")");
    }
    code.text(", ").code(gradient);
    String about = ", \"%s\", \"%s\")".formatted(rule.gradients().displayName(), parameter.name());
    return new Line.Do(code.text(about).impure().build());
  }
}
