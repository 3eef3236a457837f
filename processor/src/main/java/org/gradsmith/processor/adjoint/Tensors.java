/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * The sweeps of operations on tensors. The adjoint of a tensor gathers in its slot; a slot whose
 * gradient nobody wants, known when the method runs, costs neither a step nor memory.
 */
final class Tensors {
  private static final String SAVED = "org.gradsmith.autograd.SavedTensor";
  private static final String LIKENESS = "org.gradsmith.compiled.flow.Likeness";

  private final Names names;
  private final Set<Variable> once;
  private final Set<String> primitives;
  private final StaleSlots stale;

  Tensors(Names names, Set<Variable> once, Set<String> primitives, StaleSlots stale) {
    this.names = names;
    this.once = once;
    this.primitives = primitives;
    this.stale = stale;
  }

  /** The sweeps of an op of the table. */
  Reverse.Both apply(Statement.Apply apply) {
    List<Integer> differentiable = differentiable(apply);
    List<Line> forward = new ArrayList<>();
    refreshed(apply, differentiable, forward);
    Recording recording = new Recording(apply, forward);
    List<Line> reverse =
        differentiable.isEmpty() ? List.of() : reverse(apply, differentiable, recording);
    forward.addAll(compute(apply, recording));
    forward.addAll(slots(apply, differentiable));
    forward.addAll(recording.behind);
    return new Reverse.Both(forward, reverse);
  }

  private static List<Integer> differentiable(Statement.Apply apply) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < apply.operands().size(); i++) {
      if (apply.operands().get(i).isPresent() && apply.op().vjp(i).isPresent()) {
        found.add(i);
      }
    }
    return found;
  }

  private List<Line> compute(Statement.Apply apply, Recording recording) {
    return PrimalText.apply(
        apply, i -> recording.attribute(i, false), PrimalText.all(apply, names), primitives);
  }

  private List<Line> slots(Statement.Apply apply, List<Integer> differentiable) {
    List<Line> lines = new ArrayList<>();
    for (int k = 0; k < apply.results().size(); k++) {
      Variable result = apply.results().get(k);
      Code.Builder code = Code.builder();
      if (k >= apply.op().differentiableResults() || differentiable.isEmpty()) {
        code.type("org.gradsmith.compiled.flow.Slot").text(".NONE");
      } else {
        boolean isView = apply.op().isView();
        code.text(isView ? "flow.viewed(" : "flow.made(").use(result);
        if (isView) {
          code.text(", ").use(apply.operands().getFirst().orElseThrow());
        }
        differentiable.forEach(i -> code.text(", ").use(operandSlot(apply, i)));
        code.text(")").impure();
      }
      lines.add(new Line.Let(names.slot(result), code.build(), true));
    }
    return lines;
  }

  /** Looks up the slot of a tensor. */
  static Code slotOf(Variable tensor) {
    return Code.builder().text("flow.slot(").use(tensor).text(")").impure().build();
  }

  /** The slot of a tensor that a statement reads. */
  Code slot(Statement reader, Variable tensor) {
    return stale.at(reader, tensor) ? slotOf(tensor) : Code.of(names.slot(tensor));
  }

  /** Looks up the slots that a write may have changed since the variables were assigned. */
  private void refreshed(Statement.Apply apply, List<Integer> operands, List<Line> lines) {
    Set<Variable> done = new HashSet<>();
    for (int i : operands) {
      Variable operand = apply.operands().get(i).orElseThrow();
      if (stale.at(apply, operand) && done.add(operand)) {
        lines.add(new Line.Let(operandSlot(apply, i), slotOf(operand), true));
      }
    }
  }

  private Variable operandSlot(Statement.Apply apply, int index) {
    Variable operand = apply.operands().get(index).orElseThrow();
    Variable slot = names.slot(operand);
    return stale.at(apply, operand)
        ? names.of(apply, "slot of " + operand.name(), slot.name(), slot.type())
        : slot;
  }

  private List<Line> reverse(
      Statement.Apply apply, List<Integer> differentiable, Recording recording) {
    List<Line> lines = new ArrayList<>();
    Variable bar = names.taken(apply.results().getFirst());
    boolean several = apply.op().differentiableResults() > 1;
    lines.add(new Line.Let(bar, taken(apply, 0), true));
    Code.Builder asked = Code.builder().use(bar).text(" != null");
    for (int k = 1; k < apply.op().differentiableResults(); k++) {
      Variable other = names.taken(apply.results().get(k));
      lines.add(new Line.Let(other, taken(apply, k), true));
      asked.text(" || ").use(other).text(" != null");
    }
    List<Line> given = new ArrayList<>();
    if (several) {
      for (int k = 0; k < apply.op().differentiableResults(); k++) {
        Variable result = apply.results().get(k);
        given.add(
            new Line.Let(
                names.taken(result),
                Code.builder()
                    .use(recording.likeness(k))
                    .text(".orZeros(")
                    .use(names.taken(result))
                    .text(")")
                    .build(),
                false));
      }
    }
    for (int i : differentiable.reversed()) {
      given.add(operand(apply, i, recording));
    }
    if (given.size() == 1 && given.getFirst() instanceof Line.Choose only) {
      Code both = asked.text(" && ").code(only.condition()).build();
      lines.add(new Line.Choose(both, only.then(), List.of()));
    } else {
      lines.add(new Line.Choose(asked.build(), given, List.of()));
    }
    return lines;
  }

  private Code taken(Statement.Apply apply, int result) {
    return Code.builder().use(names.slot(apply.results().get(result))).text(".take()").build();
  }

  private Line operand(Statement.Apply apply, int index, Recording recording) {
    Variable slot = operandSlot(apply, index);
    List<Line> lines = new ArrayList<>();
    int[] count = {0};
    RuleText rule =
        new RuleText(
            apply,
            recording.of(index, lines),
            op ->
                names
                    .of(
                        apply,
                        "rule " + index + " " + count[0]++,
                        slot.name().replace("Slot", "") + "_" + op,
                        "")
                    .name());
    Code gradient = rule.run(index, lines);
    primitives.addAll(rule.primitives());
    String add = rule.isSummed() ? ".addSummed(" : ".add(";
    lines.add(new Line.Do(Code.builder().use(slot).text(add).code(gradient).text(")").build()));
    return new Line.Choose(Code.builder().use(slot).text(".wanted()").build(), lines, List.of());
  }

  /** The sweeps of a write in place. */
  static Reverse.Both write(Statement.Write write) {
    return new Reverse.Both(
        List.of(new Line.Let(write.call(), write.code(), true)),
        List.of(new Line.Do(Code.builder().use(write.call()).text(".backward()").build())));
  }

  /** The sweeps of a call that differentiates itself. */
  Reverse.Both function(Statement.CallFunction call) {
    boolean isTensor = call.result().isTensor();
    List<Line> forward = new ArrayList<>();
    forward.add(
        new Line.Let(
            call.call(),
            Code.builder()
                .type(call.call().type().replaceFirst("<.*", ""))
                .text(".of(flow, ")
                .code(call.about())
                .code(call.function())
                .text(call.arguments().parts().isEmpty() ? "" : ", ")
                .code(call.arguments())
                .text(")")
                .impure()
                .build(),
            true));
    forward.add(
        new Line.Let(
            call.result(),
            Code.builder().use(call.call()).text(".result()").impure().build(),
            true));
    if (isTensor) {
      forward.add(
          new Line.Let(
              names.slot(call.result()),
              Code.builder().use(call.call()).text(".slot()").impure().build(),
              true));
    }
    return new Reverse.Both(
        forward, List.of(new Line.Do(Code.builder().use(call.call()).text(".backward()").build())));
  }

  /**
   * The reverse of a tensor that was made of a number. Where that has a tangent, the adjoint of the
   * tangent is the adjoint of the tensor, and that of the number is its derivative in the
   * direction.
   */
  void lift(Variable target, Expression.Lift lift, Set<Variable> active, List<Line> lines) {
    Variable bar = names.taken(target);
    Code number = Code.builder().use(bar).text(".item()").build();
    List<Line> given = new ArrayList<>();
    if (lift.tangent().isEmpty()) {
      addNumber(lift.number(), number, active, given);
    } else {
      Code derivative =
          Code.builder().text("flow.direction().derivative(").use(bar).text(")").build();
      addNumber(lift.number(), derivative, active, given);
      addNumber(lift.tangent().get(), number, active, given);
    }
    if (!given.isEmpty()) {
      lines.add(
          new Line.Let(bar, Code.builder().use(names.slot(target)).text(".take()").build(), true));
      lines.add(
          new Line.Choose(Code.builder().use(bar).text(" != null").build(), given, List.of()));
    }
  }

  private void addNumber(Variable number, Code value, Set<Variable> active, List<Line> lines) {
    if (active.contains(number)) {
      String cast = number.type().equals("float") ? "(float) " : "";
      lines.add(new Line.Add(names.bar(number), Code.builder().text(cast).code(value).build()));
    }
  }

  /** What the forward sweep keeps of an op, as its rules ask for it. */
  private final class Recording {
    private final Statement.Apply apply;
    private final List<Line> before;
    private final List<Line> behind = new ArrayList<>();
    private final Map<String, Variable> made = new LinkedHashMap<>();

    Recording(Statement.Apply apply, List<Line> before) {
      this.apply = apply;
      this.before = before;
    }

    /**
     * What the rule of an operand asks for.
     *
     * @param reverse where the reverse sweep gets hold of what was kept
     */
    RuleText.Recorded of(int wanted, List<Line> reverse) {
      return new RuleText.Recorded(
          i -> {
            Variable operand = apply.operands().get(i).orElseThrow();
            return unpacked(saved("operand" + i, operand, wanted, before), operand, reverse);
          },
          i ->
              i == wanted
                  ? Code.builder().use(operandSlot(apply, i)).text(".shape()").build()
                  : Code.of(shape("shape" + i, apply.operands().get(i).orElseThrow(), before)),
          k -> {
            Variable result = apply.results().get(k);
            return unpacked(saved("result" + k, result, wanted, behind), result, reverse);
          },
          i -> attribute(i, true),
          k -> Code.of(names.taken(apply.results().get(k))),
          k -> Code.of(shape("resultShape" + k, apply.results().get(k), behind)));
    }

    /** In a variable: javac reads a call that is an argument of another one twice. */
    private Code unpacked(Variable saved, Variable tensor, List<Line> reverse) {
      return Code.of(
          made.computeIfAbsent(
              "kept " + saved.name(),
              key -> {
                Variable kept = names.of(apply, key, tensor.name() + "Kept", tensor.type());
                Code code = Code.builder().use(saved).text(".unpack()").build();
                reverse.add(new Line.Let(kept, code, true));
                return kept;
              }));
    }

    private Variable saved(String role, Variable tensor, int wanted, List<Line> into) {
      return made.computeIfAbsent(
          role + " for " + wanted,
          key -> {
            Variable saved = names.of(apply, key, tensor.name() + "Saved", SAVED);
            String line = apply.span().file() + ":" + apply.span().line();
            Code.Builder code = Code.builder().text("save(").use(tensor);
            code.text(", \"" + tensor.name() + "\", \"" + line + "\", ");
            code.use(operandSlot(apply, wanted)).text(")");
            into.add(new Line.Let(saved, code.impure().build(), true));
            return saved;
          });
    }

    private Variable shape(String role, Variable tensor, List<Line> into) {
      return made.computeIfAbsent(
          role,
          key -> {
            Variable shape = names.of(apply, key, tensor.name() + "Shape", "long[]");
            into.add(
                new Line.Let(
                    shape, Code.builder().use(tensor).text(".shape()").impure().build(), true));
            return shape;
          });
    }

    Variable likeness(int result) {
      Variable tensor = apply.results().get(result);
      return made.computeIfAbsent(
          "likeness" + result,
          key -> {
            Variable likeness = names.of(apply, key, tensor.name() + "Like", LIKENESS);
            behind.add(
                new Line.Let(
                    likeness,
                    Code.builder()
                        .type(LIKENESS)
                        .text(".of(")
                        .use(tensor)
                        .text(")")
                        .impure()
                        .build(),
                    true));
            return likeness;
          });
    }

    /** An attribute: a constant as it is, else a variable once a rule has asked for it. */
    Code attribute(int index, boolean reverse) {
      Code code = apply.attributes().get(index);
      boolean simple = (code.reads().isEmpty() && code.pure()) || isFixed(code);
      Variable known = made.get("attribute" + index);
      if (simple || (known == null && !reverse)) {
        return code;
      }
      return Code.of(
          made.computeIfAbsent(
              "attribute" + index,
              key -> {
                String type =
                    switch (apply.op().attributes().get(index).kind()) {
                      case INT -> "long";
                      case NUMBER -> apply.realNumbers() ? "double" : "long";
                      case SHAPE -> "long[]";
                      case DTYPE -> "org.gradsmith.ir.DType";
                    };
                Variable attribute =
                    names.of(apply, key, apply.op().attributes().get(index).name(), type);
                before.add(new Line.Let(attribute, code, true));
                return attribute;
              }));
    }

    private boolean isFixed(Code code) {
      return code.parts().size() == 1
          && code.parts().getFirst() instanceof Code.Use(Variable variable)
          && once.contains(variable);
    }
  }
}
