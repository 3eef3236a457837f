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
  private final Wholes wholes;

  Expressions(MethodDraft draft) {
    this.draft = draft;
    this.choices = draft.choices;
    this.wholes = new Wholes(draft, this);
  }

  Wholes wholes() {
    return wholes;
  }

  /** A number. */
  Real number(int depth) {
    if (depth <= 0) {
      return leaf();
    }
    return switch (choices.below(17)) {
      case 0, 1 -> leaf();
      case 2, 3 -> sum(depth, choices.of("+", "-"));
      case 4, 5, 6 -> product(depth);
      case 7 -> quotient(depth);
      case 8 -> negated(number(depth - 1));
      case 9, 10, 11 -> function(depth);
      case 12 -> choice(depth);
      case 13 -> selection(depth);
      case 14 -> call(depth, 'd').map(Real::of).orElseGet(() -> function(depth));
      case 15 -> changing(depth);
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
      return Real.constant(wholes.whole(1), 1, true);
    }
    if (kind == 8) {
      Optional<Real> held = held();
      if (held.isPresent()) {
        return held.get();
      }
    }
    String text = choices.of(LITERALS);
    return Real.constant(Piece.same(text), 4, !text.contains(".") && !text.contains("e"));
  }

  /** An element of some array. */
  Piece element() {
    return Piece.format("%s[%s]", choices.of(draft.names.arrays), wholes.index());
  }

  private Optional<Real> held() {
    Names names = draft.names;
    return switch (choices.below(4)) {
      case 0 ->
          names.floats.isEmpty()
              ? Optional.empty()
              : Optional.of(Floats.read(choices.of(names.floats)));
      case 1 ->
          names.matrices.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Real.of(
                      Piece.format(
                          "%s[(%s) & 1][%s]",
                          choices.of(names.matrices), wholes.whole(0), wholes.index())));
      case 2 ->
          names.lists.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Real.of(
                      Piece.formats(
                          "%s[%s]", "%s.get(%s)", choices.of(names.lists), wholes.index())));
      default ->
          names.pairs.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  choices.percent(50)
                      ? Real.of(Piece.formats("%sA", "%s.a()", choices.of(names.pairs)))
                      : Real.of(Piece.formats("%sB", "%s.b()", choices.of(names.pairs))));
    };
  }

  /** An expression that changes a variable. */
  private Real changing(int depth) {
    if (draft.names.numbers.isEmpty()) {
      return leaf();
    }
    String name = choices.of(draft.names.numbers);
    Piece value = number(depth - 1).wide().text();
    return Real.of(
        switch (choices.below(4)) {
          case 0 -> Piece.format("(%s = %s)", name, value);
          case 1 -> Piece.formats("(%1$s += %2$s)", "(%1$s = %1$s.add(%2$s))", name, value);
          case 2 ->
              Piece.formats(
                  "(%1$s *= Math.cos(%2$s))", "(%1$s = %1$s.mul(%2$s.cos()))", name, value);
          default -> Piece.formats("++%1$s", "(%1$s = %1$s.add(1.0))", name);
        });
  }

  private Real parenthesized(Real inner) {
    return new Real(Piece.formats("(%s)", "%s", inner.text()), 4, inner.constant(), inner.whole());
  }

  private static Real negated(Real whole) {
    Real x = whole.wide(); // an integer would divide as one, which its tensor does not
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
                    .orElse(right.text().tensors())));
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
    Piece condition = wholes.condition(1);
    return Real.of(
        Piece.format(
            "(%s ? %s : %s)",
            condition, number(depth - 1).wide().text(), number(depth - 1).wide().text()));
  }

  private Real selection(int depth) {
    Piece selector = wholes.whole(1);
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
    Piece condition = wholes.condition(0);
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
                default -> Piece.format("(%s) & 3", wholes.whole(1));
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
