/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.OptionalInt;
import org.gradsmith.ir.flow.Code;

/** The values of sums and products of small integers, as substitution leaves them. */
final class Constants {
  private final String text;
  private int at;

  private Constants(String text) {
    this.text = text;
  }

  /** The value of an expression of integers, if it is one. */
  static OptionalInt of(Code code) {
    String text = code.toString().replace(" ", "");
    if (!code.reads().isEmpty() || !text.matches("[0-9+*()-]{1,40}")) {
      return OptionalInt.empty();
    }
    try {
      Constants constants = new Constants(text);
      int value = constants.sum();
      return constants.at == text.length() ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException | ArithmeticException e) {
      return OptionalInt.empty();
    }
  }

  private int sum() {
    int value = product();
    while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      boolean plus = text.charAt(at++) == '+';
      int next = product();
      value = plus ? Math.addExact(value, next) : Math.subtractExact(value, next);
    }
    return value;
  }

  private int product() {
    int value = factor();
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
      value = Math.multiplyExact(value, factor());
    }
    return value;
  }

  private int factor() {
    if (at < text.length() && text.charAt(at) == '(') {
      at++;
      int value = sum();
      if (at >= text.length() || text.charAt(at++) != ')') {
        throw new NumberFormatException("a parenthesis is missing");
      }
      return value;
    }
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return Integer.parseInt(text, start, at, 10);
  }
}
