/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes expressions. Arrays have four elements, and an index that may be another number is masked.
 */
final class Expressions {
  private static final List<String> LITERALS =
      List.of("0.5", "1.0", "2.0", "0.25", "1.5", "0.1", "3.0", ".75", "1e-1", "2", "3");

  private final MethodDraft draft;
  private final Choices choices;

  Expressions(MethodDraft draft) {
    this.draft = draft;
    this.choices = draft.choices;
  }

  /** A number. */
  Real number(int depth) {
    if (depth <= 0) {
      return leaf();
    }
    return switch (choices.below(16)) {
      case 0, 1 -> leaf();
      case 2, 3 -> sum(depth, choices.of("+", "-"));
      case 4, 5, 6 -> product(depth);
      case 7 -> quotient(depth);
      case 8 -> negated(number(depth - 1));
      case 9, 10, 11 -> function(depth);
      case 12 -> choice(depth);
      case 13 -> selection(depth);
      case 14 -> call(depth, 'd').map(Real::of).orElseGet(() -> function(depth));
      default -> parenthesized(number(depth - 1));
    };
  }

  private Real leaf() {
    int kind = choices.below(10);
    if (kind < 5 && !draft.names.numbers.isEmpty()) {
      return Real.of(Piece.same(choices.of(draft.names.numbers)));
    }
    if (kind < 7 && !draft.names.arrays.isEmpty()) {
      return Real.of(element());
    }
    if (kind == 7) {
      return Real.constant(whole(1), 1, true);
    }
    String text = choices.of(LITERALS);
    return Real.constant(Piece.same(text), 4, !text.contains(".") && !text.contains("e"));
  }

  /** An element of some array. */
  Piece element() {
    return Piece.format("%s[%s]", choices.of(draft.names.arrays), index());
  }

  private Real parenthesized(Real inner) {
    return new Real(Piece.formats("(%s)", "%s", inner.text()), 4, inner.constant(), inner.whole());
  }

  private static Real negated(Real x) {
    String minus = x.at(3).numbers().startsWith("-") ? "- %s" : "-%s";
    return Real.of(Piece.formats(minus, "%s.neg()", x.at(3)), 3);
  }

  private Real sum(int depth, String sign) {
    return binary(sign, number(depth - 1), number(depth - 1));
  }

  private Real product(int depth) {
    return binary("*", number(depth - 1), number(depth - 1));
  }

  private Real quotient(int depth) {
    Real upper = number(depth - 1);
    Real lower = number(depth - 1).wide();
    Real safe =
        switch (choices.below(3)) {
          case 0 -> Real.constant(Piece.same(choices.of("2.0", "4.0", "3")), 4, false);
          case 1 ->
              Real.of(Piece.formats("(2.0 + Math.sin(%s))", "%s.sin().add(2.0)", lower.text()));
          default ->
              Real.of(Piece.formats("(1.5 + Math.tanh(%s))", "%s.tanh().add(1.5)", lower.text()));
        };
    return binary("/", upper.wide(), safe);
  }

  /** An operation on two numbers. */
  static Real binary(String operator, Real first, Real right) {
    Real left = first.whole() && right.whole() ? first.wide() : first;
    int level = operator.equals("+") || operator.equals("-") ? 1 : 2;
    Piece text =
        Piece.formats(
            "%s " + operator + " %s",
            "%s." + name(operator) + "(%s)",
            left.at(level),
            new Piece(
                right.at(level + 1).numbers(),
                right
                    .constant()
                    .map(c -> "(double) (" + c.tensors() + ")")
                    .orElse(right.text().tensors()),
                right.at(level + 1).traced()));
    return Real.of(text, level);
  }

  /** The method of a tensor that an operator stands for. */
  static String name(String operator) {
    return switch (operator) {
      case "+" -> "add";
      case "-" -> "sub";
      case "*" -> "mul";
      default -> "div";
    };
  }

  private Real function(int depth) {
    Functions.Function function = choices.of(Functions.ALL);
    List<Piece> arguments = new ArrayList<>();
    for (int i = 0; i < function.arguments(); i++) {
      arguments.add(number(depth - 1).wide().text());
    }
    return function.of(arguments.toArray());
  }

  private Real choice(int depth) {
    Piece condition = condition(1);
    return Real.of(
        Piece.format(
            "(%s ? %s : %s)",
            condition, number(depth - 1).wide().text(), number(depth - 1).wide().text()));
  }

  private Real selection(int depth) {
    Piece selector = whole(1);
    Piece first = number(depth - 1).wide().text();
    Piece second = number(depth - 1).wide().text();
    Piece last = number(depth - 1).wide().text();
    return Real.of(
        choices.percent(50)
            ? Piece.format(
                "(switch ((%s) & 3) { case 0 -> %s; case 1, 2 -> %s; default -> %s; })",
                selector, first, second, last)
            : yielding(selector, first, second, last));
  }

  private Piece yielding(Piece selector, Piece first, Piece second, Piece last) {
    String local = draft.fresh("y");
    Piece condition = condition(0);
    return Piece.formats(
        "(switch ((%1$s) & 3) { case 0 -> { double %5$s = %2$s; yield %5$s * %5$s; } case 1 -> %3$s; default -> { if (%6$s) { double %5$s = %4$s; yield %5$s; } yield 0.5; } })",
        "(switch ((%1$s) & 3) { case 0 -> { Tensor %5$s = %2$s; yield %5$s.mul(%5$s); } case 1 -> %3$s; default -> { if (%6$s) { Tensor %5$s = %4$s; yield %5$s; } yield Tensor.scalar(0.5); } })",
        selector,
        first,
        second,
        last,
        local,
        condition);
  }

  /** An integer. */
  Piece whole(int depth) {
    List<String> all = new ArrayList<>(draft.names.counters);
    all.addAll(draft.names.wholes);
    int kind = choices.below(12);
    if (kind < 5 && !all.isEmpty()) {
      return Piece.same(choices.of(all));
    }
    if (kind == 5 && !draft.names.wholes.isEmpty()) {
      return Piece.same(choices.of(draft.names.wholes) + choices.of("++", "--"));
    }
    if (kind == 6 && !draft.names.tables.isEmpty()) {
      return Piece.format("%s[%s]", choices.of(draft.names.tables), index());
    }
    if (kind == 7 && depth > 0) {
      Real real = number(1).wide();
      return Piece.dialects(
          "(int) (3 * Math.tanh(%s))",
          "(int) (3 * Math.tanh((%s).item()))",
          "Trace.whole((int) (3 * Math.tanh(%s)))",
          real.text());
    }
    if (kind == 8 && depth > 0) {
      return Piece.format(
          "(%s %s %s)", whole(depth - 1), choices.of("+", "-", "*"), whole(depth - 1));
    }
    if (kind == 9 && depth > 0) {
      return Piece.format(choices.of("-(%s)", "- -(%s)"), whole(depth - 1));
    }
    return Piece.same(String.valueOf(choices.below(4)));
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

  /** A condition, reported to the trace. */
  Piece condition(int depth) {
    Piece bare = bare(depth);
    return Piece.dialects("%s", "%s", "Trace.holds(%s)", bare);
  }

  private Piece bare(int depth) {
    return switch (depth <= 0 ? choices.below(6) : choices.below(10)) {
      case 0, 1, 2, 3 ->
          Piece.format("%s %s %s", valued(), choices.of("<", ">", "<=", ">="), valued());
      case 4, 5 -> Piece.format("%s %s %s", whole(1), choices.of("<", ">", "==", "!="), whole(1));
      case 6 -> Piece.format("(%s) && (%s)", condition(depth - 1), condition(depth - 1));
      case 7 -> Piece.format("(%s) || (%s)", condition(depth - 1), condition(depth - 1));
      case 8 -> Piece.format("!(%s)", condition(depth - 1));
      default -> Piece.format("(%s) %% 2 == 0", whole(1));
    };
  }

  private Piece valued() {
    Real real = number(choices.below(3));
    return new Piece(real.at(2).numbers(), real.value().tensors(), real.at(2).traced());
  }

  /** A call of a helper with that result, if the place does not run too often. */
  Optional<Piece> call(int depth, char result) {
    List<Helper> fitting =
        draft.helpers.stream()
            .filter(h -> h.result() == result && h.cost() * draft.turns <= 60)
            .filter(h -> h.parameters().indexOf('a') < 0 || !draft.names.arrays.isEmpty())
            .toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    Helper helper = choices.of(fitting);
    List<Piece> arguments = new ArrayList<>();
    for (int i = 0; i < helper.parameters().length(); i++) {
      boolean bound = helper.recursive() && i == helper.parameters().length() - 1;
      arguments.add(
          bound
              ? Piece.same(String.valueOf(choices.below(4)))
              : switch (helper.parameters().charAt(i)) {
                case 'd' -> number(depth - 1).wide().text();
                case 'a' -> Piece.same(choices.of(draft.names.arrays));
                default -> Piece.format("(%s) & 3", whole(1));
              });
    }
    return Optional.of(Piece.format("%s(%s)", helper.name(), joined(arguments)));
  }

  static Piece joined(List<Piece> pieces) {
    Piece all = Piece.same("");
    for (Piece piece : pieces) {
      all = all.numbers().isEmpty() ? piece : Piece.format("%s, %s", all, piece);
    }
    return all;
  }
}
