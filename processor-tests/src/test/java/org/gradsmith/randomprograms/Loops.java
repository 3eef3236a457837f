/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.List;
import org.gradsmith.randomprograms.MethodDraft.Loop;

/** Writes loops, each with an end in sight, and the jumps out of them. */
@SuppressWarnings("ReferenceEquality")
final class Loops {
  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;
  private final Statements statements;

  Loops(MethodDraft draft, Expressions expressions, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = expressions;
    this.statements = statements;
  }

  /** A loop, where the place does not run too often already. */
  void one() {
    int most = 1 + choices.below(4);
    if (draft.turns * most > 24) {
      return;
    }
    int turns = draft.turns;
    switch (choices.below(6)) {
      case 0, 1, 2 -> counted(most);
      case 3 -> repeated(most);
      case 4 -> once(most);
      default -> each();
    }
    draft.turns = turns;
  }

  private void body() {
    statements.some(3);
  }

  private void loop(int most, Piece head, Runnable inner) {
    Loop loop = new Loop(draft.fresh("out"), new boolean[1]);
    int first = draft.lines.size();
    draft.turns *= most;
    draft.loops.push(loop);
    draft.block(head, inner, "");
    draft.loops.pop();
    if (loop.labelUsed()[0]) {
      draft.lines.add(first, Piece.same("  " + loop.label() + ":"));
    }
  }

  private void counted(int most) {
    String name = draft.fresh("i");
    Piece head =
        Piece.same(
            choices
                .of(
                    "for (int %1$s = 0; %1$s < %2$s; %1$s++)",
                    "for (int %1$s = %2$s; %1$s > 0; %1$s--)",
                    "for (int %1$s = 1; %1$s <= %2$s; %1$s += 1)",
                    "for (int %1$s = 0, %1$sj = 5; %1$s < %2$s; %1$s++, %1$sj--)")
                .formatted(name, most));
    if (choices.percent(20)) {
      head =
          Piece.format(
              "for (int %1$s = 0; %1$s < %2$s && (%3$s); ++%1$s)",
              name, most, expressions.wholes().condition(0));
    }
    loop(
        most,
        head,
        () -> {
          draft.names.counters.add(name);
          body();
        });
  }

  private void repeated(int most) {
    String name = draft.fresh("w");
    draft.line("int %s = 0;", name);
    boolean forever = choices.percent(30);
    Piece head =
        forever
            ? Piece.same(choices.of("while (true)", "for (;;)"))
            : Piece.format(
                "while (%s < %s && (%s))", name, most, expressions.wholes().condition(1));
    loop(
        most,
        head,
        () -> {
          if (forever) {
            draft.line("if (%s++ >= %s) { break; }", name, most);
          } else {
            draft.line("%s++;", name);
          }
          draft.names.counters.add(name);
          body();
        });
    draft.names.counters.add(name);
  }

  private void once(int most) {
    String name = draft.fresh("w");
    draft.line("int %s = 0;", name);
    draft.names.counters.add(name);
    loop(
        most,
        Piece.same("do"),
        () -> {
          draft.line("%s++;", name);
          body();
        });
    Piece last = draft.lines.removeLast();
    draft.lines.add(
        Piece.format(
            "%s while (%s < %s && (%s));", last, name, most, expressions.wholes().condition(1)));
  }

  private void each() {
    if (draft.names.arrays.isEmpty()) {
      return;
    }
    boolean numbers = draft.names.tables.isEmpty() || choices.percent(75);
    String name = draft.fresh(numbers ? "e" : "k");
    Piece head =
        numbers
            ? Piece.formats(
                "for (double %s : %s)",
                "for (Tensor %s : %s)", name, choices.of(draft.names.arrays))
            : Piece.format("for (int %s : %s)", name, choices.of(draft.names.tables));
    loop(
        4,
        head,
        () -> {
          List<String> names = numbers ? draft.names.numbers : draft.names.wholes;
          names.add(name);
          body();
        });
  }

  /** A jump to a loop around here. */
  void jump() {
    String kind = choices.of("break", "continue");
    List<Loop> around = List.copyOf(draft.loops);
    Loop target = choices.of(around);
    if (target == around.getFirst() && choices.percent(70)) {
      draft.line("%s;", kind);
    } else {
      target.labelUsed()[0] = true;
      draft.line("%s %s;", kind, target.label());
    }
  }
}
