/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;

/** Writes integers, which decide branches and places in arrays, and conditions. */
final class Wholes {
  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;

  Wholes(MethodDraft draft, Expressions expressions) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = expressions;
  }

  /** An integer. */
  Piece whole(int depth) {
    List<String> all = new ArrayList<>(draft.names.counters);
    all.addAll(draft.names.wholes);
    int kind = choices.below(14);
    if (kind < 5 && !all.isEmpty()) {
      return Piece.same(choices.of(all));
    }
    if (kind == 5 && !draft.names.wholes.isEmpty()) {
      String name = choices.of(draft.names.wholes);
      return Piece.same(choices.of("%s++", "%s--", "++%s", "(%s += 2)").formatted(name));
    }
    if (kind == 6 && !draft.names.tables.isEmpty()) {
      return Piece.format("%s[%s]", choices.of(draft.names.tables), index());
    }
    if (depth <= 0) {
      return Piece.same(String.valueOf(choices.below(4)));
    }
    return switch (kind) {
      case 7 ->
          Piece.formats(
              "(int) (3 * Math.tanh(%s))",
              "(int) (3 * Math.tanh((%s).item()))", expressions.number(1).wide().text());
      case 8, 9 ->
          Piece.format(
              "(%s %s %s)",
              whole(depth - 1), choices.of("+", "-", "*", "^", "|", "&"), whole(depth - 1));
      case 10 -> Piece.format(choices.of("-(%s)", "- -(%s)"), whole(depth - 1));
      case 11 ->
          Piece.format(choices.of("((%s) / 2)", "((%s) %% 3)", "((%s) << 1)"), whole(depth - 1));
      case 12 -> Piece.format("(%s ? %s : %s)", condition(0), whole(depth - 1), whole(depth - 1));
      default -> Piece.same(String.valueOf(choices.below(4)));
    };
  }

  /** An index of an array. */
  Piece index() {
    if (!draft.names.counters.isEmpty() && choices.percent(40)) {
      return Piece.format("%s & 3", choices.of(draft.names.counters));
    }
    return choices.percent(50)
        ? Piece.format("(%s) & 3", whole(1))
        : Piece.same(String.valueOf(choices.below(4)));
  }

  /** A condition. */
  Piece condition(int depth) {
    return switch (depth <= 0 ? choices.below(7) : choices.below(12)) {
      case 0, 1, 2, 3 ->
          Piece.format("%s %s %s", valued(), choices.of("<", ">", "<=", ">="), valued());
      case 4, 5 -> Piece.format("%s %s %s", whole(1), choices.of("<", ">", "==", "!="), whole(1));
      case 6 ->
          draft.names.flags.isEmpty()
              ? Piece.format("%s > 0", whole(0))
              : Piece.same(choices.of(draft.names.flags));
      case 7, 8 -> Piece.format("(%s) && (%s)", condition(depth - 1), condition(depth - 1));
      case 9 ->
          Piece.format(
              "(%s) %s (%s)",
              condition(depth - 1), choices.of("||", "^", "&"), condition(depth - 1));
      case 10 -> Piece.format("!(%s)", condition(depth - 1));
      default -> Piece.format("(%s) %% 2 == 0", whole(1));
    };
  }

  private Piece valued() {
    Real real = expressions.number(choices.of(0, 0, 1, 2));
    return new Piece(real.at(2).numbers(), real.value().tensors());
  }

  /** A statement about integers. */
  void statement() {
    switch (choices.below(8)) {
      case 0, 1, 2 -> {
        String name = draft.fresh("k");
        draft.line("int %s = %s;", name, whole(1));
        draft.names.wholes.add(name);
      }
      case 3 -> {
        String name = draft.fresh("t");
        draft.line("int[] %s = {%s, %s, %s, %s};", name, whole(1), whole(0), whole(0), whole(0));
        draft.names.tables.add(name);
      }
      case 4 -> flag();
      case 5 -> {
        if (draft.names.tables.isEmpty()) {
          statement();
        } else {
          draft.line(
              "%s[%s] %s %s;",
              choices.of(draft.names.tables), index(), choices.of("=", "+=", "-="), whole(1));
        }
      }
      default -> {
        if (draft.names.wholes.isEmpty()) {
          statement();
        } else {
          String name = choices.of(draft.names.wholes);
          draft.line(
              choices.percent(30)
                  ? Piece.same(name + choices.of("++;", "--;"))
                  : Piece.format(
                      "%s %s %s;", name, choices.of("=", "+=", "-=", "*=", "^=", "|="), whole(1)));
        }
      }
    }
  }

  private void flag() {
    if (draft.names.flags.isEmpty() || choices.percent(50)) {
      String name = draft.fresh("b");
      draft.line("boolean %s = %s;", name, condition(1));
      draft.names.flags.add(name);
    } else {
      draft.line(
          "%s %s %s;", choices.of(draft.names.flags), choices.of("=", "|=", "^="), condition(0));
    }
  }
}
