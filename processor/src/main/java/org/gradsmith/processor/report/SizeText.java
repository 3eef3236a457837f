/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.processor.shape.Dim;

/** Polynomials as reports print them, {@code 4·N·T + 16}, and back. */
final class SizeText {
  private static final Pattern QUOTIENT = Pattern.compile("floor\\(\\((.*)\\) / (.*)\\)");

  private SizeText() {}

  static String of(Dim size) {
    return size.toString().replace("*", "·");
  }

  /** The polynomial behind a text. What stands in brackets or bars belongs to a name. */
  static Dim read(String text) {
    Dim sum = Dim.of(0);
    int start = 0;
    int sign = 1;
    int depth = 0;
    boolean inBars = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      inBars ^= c == '|';
      boolean isSign = (c == '+' || c == '-') && i > 0 && text.charAt(i - 1) == ' ';
      if (isSign && depth == 0 && !inBars) {
        sum = sum.plus(product(text.substring(start, i).strip()).times(Dim.of(sign)));
        start = i + 1;
        sign = c == '+' ? 1 : -1;
      }
    }
    return sum.plus(product(text.substring(start).strip()).times(Dim.of(sign)));
  }

  private static Dim product(String text) {
    if (text.startsWith("-")) {
      return product(text.substring(1)).times(Dim.of(-1));
    }
    Dim product = Dim.of(1);
    int start = 0;
    int depth = 0;
    boolean inBars = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '·' : text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      inBars ^= c == '|';
      if (c == '·' && depth == 0 && !inBars) {
        product = product.times(factor(text.substring(start, i)));
        start = i + 1;
      }
    }
    return product;
  }

  private static Dim factor(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Dim.of(Long.parseLong(text))
        : Dim.named(text.replace("·", "*"));
  }

  /** The same size with others in the place of names, those in quotients too. */
  static Dim replace(Dim size, UnaryOperator<Dim> sizes) {
    return size.replace(name -> {
      Matcher quotient = QUOTIENT.matcher(name.toString());
      return quotient.matches()
          ? replace(read(of(quotient.group(1))), sizes)
              .floorDivide(replace(read(of(quotient.group(2))), sizes))
          : sizes.apply(name);
    });
  }

  private static String of(String java) {
    return java.replace("*", "·");
  }
}
