/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Optional;

/**
 * A number in a program, or a tensor that stands for it.
 *
 * @param text the expression
 * @param level how tightly it binds: 1 sums, 2 products, 3 signs and casts, 4 the rest
 * @param constant the number in Java, where it has no derivative
 * @param whole whether Java sees an integer
 */
record Real(Piece text, int level, Optional<Piece> constant, boolean whole) {
  static Real of(Piece text) {
    return new Real(text, 4, Optional.empty(), false);
  }

  static Real of(Piece text, int level) {
    return new Real(text, level, Optional.empty(), false);
  }

  static Real constant(Piece number, int level, boolean whole) {
    return new Real(
        new Piece(number.numbers(), "Tensor.scalar((double) (" + number.tensors() + "))"),
        level,
        Optional.of(number),
        whole);
  }

  /** As an operand of something that binds so tightly. */
  Piece at(int least) {
    return level < least ? new Piece("(" + text.numbers() + ")", text.tensors()) : text;
  }

  /** Its value, as a number also over tensors. */
  Piece value() {
    return constant.orElseGet(() -> new Piece(text.numbers(), text.tensors() + ".item()"));
  }

  /** The same, where Java may not see an integer. */
  Real wide() {
    return whole ? constant(Piece.format("(double) (%s)", constant.orElseThrow()), 3, false) : this;
  }
}
