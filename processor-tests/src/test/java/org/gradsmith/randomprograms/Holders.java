/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/**
 * Writes statements about arrays of arrays, and about what holds tensors: lists and records. Over
 * numbers a list is an array and a record two variables.
 */
final class Holders {
  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;

  Holders(MethodDraft draft, Expressions expressions) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = expressions;
  }

  /** A statement. */
  void statement() {
    switch (choices.below(6)) {
      case 0, 1 -> matrix();
      case 2, 3 -> list();
      default -> pair();
    }
  }

  private Piece item() {
    return expressions.number(1).wide().text();
  }

  private Piece small() {
    return Piece.formats("Math.sin(%s)", "%s.sin()", item());
  }

  private void matrix() {
    if (draft.names.arrays.isEmpty()) {
      return;
    }
    String array = choices.of(draft.names.arrays);
    if (draft.names.matrices.isEmpty() || choices.percent(30)) {
      String name = draft.fresh("m");
      draft.line(
          Piece.formats(
              "double[][] %s = {%s, %s%s};",
              "Tensor[][] %s = {%s, %s%s};",
              name,
              array,
              choices.of(draft.names.arrays),
              choices.of("", ".clone()")));
      draft.names.matrices.add(name);
      return;
    }
    String matrix = choices.of(draft.names.matrices);
    Piece row = expressions.wholes().whole(0);
    switch (choices.below(4)) {
      case 0, 1 ->
          draft.line("%s[(%s) & 1][%s] = %s;", matrix, row, expressions.wholes().index(), small());
      case 2 -> draft.line("%s[(%s) & 1] = %s;", matrix, row, array);
      default -> {
        String name = draft.fresh("r");
        draft.line(
            Piece.formats(
                "double[] %s = %s[(%s) & 1];", "Tensor[] %s = %s[(%s) & 1];", name, matrix, row));
        draft.names.arrays.add(name);
      }
    }
  }

  private void list() {
    if (draft.names.lists.isEmpty() || choices.percent(30)) {
      String name = draft.fresh("l");
      draft.line(
          Piece.formats(
              "double[] %s = {%s, %s, %s, %s};",
              "List<Tensor> %s = new ArrayList<>(List.of(%s, %s, %s, %s));",
              name,
              item(),
              item(),
              item(),
              item()));
      draft.names.lists.add(name);
      return;
    }
    String list = choices.of(draft.names.lists);
    if (choices.percent(25)) {
      String name = draft.fresh("l");
      draft.line(Piece.formats("double[] %s = %s;", "List<Tensor> %s = %s;", name, list));
      draft.names.lists.add(name);
    } else {
      draft.line(
          Piece.formats(
              "%s[%s] = %s;", "%s.set(%s, %s);", list, expressions.wholes().index(), small()));
    }
  }

  private void pair() {
    if (draft.names.pairs.isEmpty() || choices.percent(30)) {
      String name = draft.fresh("q");
      draft.line(
          Piece.formats(
              "double %1$sA = %2$s; double %1$sB = %3$s;",
              "Pair %1$s = new Pair(%2$s, %3$s);", name, item(), item()));
      draft.names.pairs.add(name);
    } else {
      String name = choices.of(draft.names.pairs);
      String next = draft.fresh("n");
      draft.line(
          Piece.formats(
              "double %4$s = %2$s; %1$sB = %3$s; %1$sA = %4$s;",
              "%1$s = new Pair(%2$s, %3$s);", name, small(), small(), next));
    }
  }
}
