/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/** Writes statements about numbers of type {@code float}, rounded by casts and by arithmetic. */
final class Floats {
  private final MethodDraft draft;
  private final Choices choices;
  private final Expressions expressions;

  Floats(MethodDraft draft, Expressions expressions) {
    this.draft = draft;
    this.choices = draft.choices;
    this.expressions = expressions;
  }

  /** A statement. */
  void statement() {
    if (draft.names.floats.isEmpty() || choices.percent(40)) {
      String name = draft.fresh("f");
      draft.line(Piece.formats("float %s = %s;", "Tensor %s = %s;", name, value()));
      draft.names.floats.add(name);
    } else {
      draft.line("%s = %s;", choices.of(draft.names.floats), value());
    }
  }

  private Piece value() {
    Piece rounded =
        Piece.formats(
            "(float) Math.sin(%s)", "%s.sin().to(DType.FLOAT32)", expressions.number(1).text());
    if (draft.names.floats.isEmpty()) {
      return rounded;
    }
    String name = choices.of(draft.names.floats);
    return switch (choices.below(4)) {
      case 0 -> rounded;
      case 1 -> Piece.formats("%s * %s", "%s.mul(%s)", name, rounded);
      case 2 -> Piece.formats("%s - 0.5f * %s", "%s.sub(%s.mul(0.5))", name, name);
      default -> Piece.formats("0.25f + %s * 0.5f", "%s.mul(0.5).add(0.25)", name);
    };
  }

  /** A number that was rounded. */
  static Real read(String name) {
    return Real.of(Piece.formats("(double) %s", "%s.to(DType.FLOAT64)", name), 3);
  }
}
