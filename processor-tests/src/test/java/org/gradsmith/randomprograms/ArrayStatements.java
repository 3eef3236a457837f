/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Optional;

/** Writes statements about arrays of four numbers, of which some are known by several names. */
final class ArrayStatements {
  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;

  ArrayStatements(MethodDraft draft, Expressions expressions) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = expressions;
  }

  /** An array that is made here. */
  Piece made() {
    if (choices.percent(50) || draft.names.arrays.isEmpty()) {
      return choices.percent(40)
          ? Piece.formats(
              "new double[4]",
              "new Tensor[] {Tensor.scalar(0.0), Tensor.scalar(0.0), Tensor.scalar(0.0), Tensor.scalar(0.0)}")
          : Piece.formats(
              "new double[] {%s, %s, %s, %s}",
              "new Tensor[] {%s, %s, %s, %s}", item(), item(), item(), item());
    }
    return Piece.format(
        choices.of(
            "%s.clone()",
            "java.util.Arrays.copyOf(%s, 4)", "java.util.Arrays.copyOfRange(%s, 0, 4)"),
        name());
  }

  private Piece item() {
    return expressions.number(1).wide().text();
  }

  private String name() {
    return choices.of(draft.names.arrays);
  }

  private Piece value() {
    if (choices.below(3) == 0 || draft.names.arrays.isEmpty()) {
      return made();
    }
    return switch (choices.below(4)) {
      case 0, 1 -> Piece.same(name());
      case 2 -> Piece.format("%s ? %s : %s", expressions.wholes().condition(0), name(), name());
      default -> expressions.call(1, 'a').orElse(Piece.same(name()));
    };
  }

  /** Copies some elements of one array into another, or the same, or fills one. */
  void copy() {
    if (draft.names.arrays.isEmpty()) {
      declare();
    } else if (choices.percent(40)) {
      draft.line("java.util.Arrays.fill(%s, %s);", name(), item());
    } else {
      int from = choices.below(3);
      int to = choices.below(3);
      draft.line(
          "System.arraycopy(%s, %s, %s, %s, %s);",
          name(), from, name(), to, 1 + choices.below(4 - Math.max(from, to)));
    }
  }

  void declare() {
    String name = draft.fresh("a");
    draft.line(Piece.formats("double[] %s = %s;", "Tensor[] %s = %s;", name, value()));
    draft.names.arrays.add(name);
  }

  void assign() {
    if (draft.names.arrays.isEmpty()) {
      declare();
    } else {
      draft.line("%s = %s;", name(), value());
    }
  }

  void store() {
    if (draft.names.arrays.isEmpty()) {
      declare();
      return;
    }
    Real value = expressions.number(2);
    Piece stored =
        draft.turns > 1 && choices.percent(60)
            ? Piece.formats("Math.sin(%s)", "%s.sin()", value.text())
            : value.text();
    draft.line("%s[%s] = %s;", name(), expressions.wholes().index(), stored);
  }

  void compound() {
    if (draft.names.arrays.isEmpty()) {
      declare();
      return;
    }
    String array = name();
    String at = draft.fresh("at");
    Piece index = expressions.wholes().index();
    Optional<String> step =
        choices.below(5) == 4 ? Optional.of(choices.of("++", "--")) : Optional.empty();
    if (step.isPresent()) {
      draft.line(
          Piece.formats(
              "%1$s[%3$s]%4$s;",
              "int %2$s = %3$s; %1$s[%2$s] = %1$s[%2$s].add(%5$s);",
              array,
              at,
              index,
              step.get(),
              step.get().equals("++") ? "1.0" : "-1.0"));
      return;
    }
    String operator = choices.of("+", "-", "*");
    Piece value =
        operator.equals("*")
            ? Piece.formats("Math.cos(%s)", "%s.cos()", expressions.number(1).text())
            : Piece.formats("Math.sin(%s)", "%s.sin()", expressions.number(1).text());
    draft.line(
        Piece.formats(
            "%1$s[%3$s] %4$s= %6$s;",
            "int %2$s = %3$s; %1$s[%2$s] = %1$s[%2$s].%5$s(%6$s);",
            array,
            at,
            index,
            operator,
            Expressions.name(operator),
            value));
  }
}
