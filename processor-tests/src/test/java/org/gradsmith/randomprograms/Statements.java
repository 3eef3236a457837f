/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.List;
import java.util.Optional;

/** Writes statements. */
final class Statements {
  private static final int DEEPEST = 4;

  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;
  private final ArrayStatements arrays;
  private final Loops loops;
  private final Holders holders;
  private final Floats floats;

  Statements(MethodDraft draft) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = new Expressions(draft);
    this.arrays = new ArrayStatements(draft, expressions);
    this.loops = new Loops(draft, expressions, this);
    this.holders = new Holders(draft, expressions);
    this.floats = new Floats(draft, expressions);
  }

  Expressions expressions() {
    return expressions;
  }

  /** Some statements. */
  void some(int most) {
    int count = choices.below(most + 1);
    for (int i = 0; i < count; i++) {
      one();
    }
  }

  private void one() {
    boolean deep = draft.depth() >= DEEPEST;
    switch (choices.below(deep ? 15 : 23)) {
      case 0, 1 -> declare();
      case 2, 3 -> assign();
      case 4, 5 -> compound();
      case 6 -> expressions.wholes().statement();
      case 7 -> arrays.declare();
      case 8, 9 -> arrays.store();
      case 10 -> arrays.compound();
      case 11 -> arrays.assign();
      case 12 -> arrays.copy();
      case 13 -> holders.statement();
      case 14 -> {
        if (draft.hasFloats) {
          floats.statement();
        } else {
          holders.statement();
        }
      }
      case 15, 16 -> choose();
      case 17, 18, 19 -> loops.one();
      case 20 -> switches();
      default -> call();
    }
  }

  /** A value to assign: in loops one that stays small. */
  private Real value() {
    Real value = expressions.number(draft.turns > 1 ? choices.of(1, 2) : choices.of(1, 2, 2, 3));
    return draft.turns > 1 && choices.percent(60)
        ? Real.of(Piece.formats("Math.sin(%s)", "%s.sin()", value.text()))
        : value;
  }

  private void declare() {
    String name = draft.fresh("x");
    if (choices.percent(20)) {
      declareAndChoose(name);
    } else {
      draft.line(Piece.formats("double %s = %s;", "Tensor %s = %s;", name, value().text()));
    }
    draft.names.numbers.add(name);
  }

  private void declareAndChoose(String name) {
    draft.line(Piece.formats("double %s;", "Tensor %s;", name));
    draft.block(
        Piece.format("if (%s)", expressions.wholes().condition(1)),
        () -> {
          some(1);
          draft.line("%s = %s;", name, value().text());
        },
        " else {");
    draft.inElse(() -> draft.line("%s = %s;", name, value().text()));
  }

  private void assign() {
    if (draft.names.numbers.isEmpty()) {
      declare();
      return;
    }
    draft.line("%s = %s;", choices.of(draft.names.numbers), value().text());
  }

  private void compound() {
    if (draft.names.numbers.isEmpty()) {
      declare();
      return;
    }
    String name = choices.of(draft.names.numbers);
    switch (choices.below(6)) {
      case 0, 1 -> compound(name, "+", value());
      case 2 -> compound(name, "-", value());
      case 3 -> compound(name, "*", squashed());
      case 4 ->
          compound(
              name,
              "/",
              Real.of(Piece.formats("(2.0 + Math.sin(%s))", "%s.sin().add(2.0)", value().text())));
      default -> {
        boolean up = choices.percent(50);
        draft.line(
            Piece.formats(
                name + (up ? "++;" : "--;"),
                name + " = " + name + (up ? ".add(1.0);" : ".sub(1.0);")));
      }
    }
  }

  private Real squashed() {
    return Real.of(Piece.formats("Math.cos(%s)", "%s.cos()", expressions.number(1).text()));
  }

  private void compound(String name, String operator, Real value) {
    draft.line(
        Piece.formats(
            "%1$s %2$s= %4$s;",
            "%1$s = %1$s.%3$s(%4$s);", name, operator, Expressions.name(operator), value.text()));
  }

  /** An if, of which at most one branch ends with a jump. */
  private void choose() {
    int jump = choices.below(4);
    boolean otherwise = jump == 3 || choices.percent(50);
    draft.block(
        Piece.format("if (%s)", expressions.wholes().condition(2)),
        () -> {
          some(2);
          if (jump == 2) {
            jump();
          }
        },
        otherwise ? " else {" : "");
    if (otherwise) {
      draft.inElse(() -> {
        some(2);
        if (jump == 3) {
          jump();
        }
      });
    }
  }

  private void jump() {
    boolean leaves = draft.loops.isEmpty() ? choices.percent(60) : choices.percent(25);
    if (leaves) {
      returns();
    } else if (!draft.loops.isEmpty()) {
      loops.jump();
    }
  }

  /** A return. */
  void returns() {
    switch (draft.result) {
      case 'd' -> draft.line("return %s;", expressions.number(2).text());
      case 'a' ->
          draft.line(
              choices.percent(50)
                  ? Piece.format("return %s;", choices.of(draft.names.arrays))
                  : Piece.format("return %s;", arrays.made()));
      default -> draft.line("return;");
    }
  }

  private void switches() {
    Piece head = Piece.format("switch ((%s) & 3)", expressions.wholes().whole(1));
    if (choices.percent(50)) {
      draft.block(
          head,
          () -> {
            draft.block(Piece.same("case 0 ->"), () -> some(2), "");
            draft.block(Piece.same("case 1, 3 ->"), () -> some(2), "");
            draft.block(Piece.same("default ->"), () -> some(1), "");
          },
          "");
      return;
    }
    draft.block(
        head,
        () -> {
          List<String> labels = List.of("case 2:", "case 0:", "default:", "case 1:");
          for (String label : labels) {
            draft.line(label);
            draft.block(Piece.same(""), () -> some(2), "");
            if (choices.percent(50)) {
              draft.line("break;");
            }
          }
        },
        "");
  }

  private void call() {
    Optional<Piece> call = expressions.call(2, choices.of('v', 'd', 'v', 'a'));
    if (call.isPresent()) {
      draft.line("%s;", call.get());
    } else {
      assign();
    }
  }
}
