/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.flow.Code;

/** Numbers that stand in Java as literals. */
public final class Numerals {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})[lL]?");
  private static final Pattern REAL =
      Pattern.compile("-?(\\d+\\.\\d*|\\.\\d+|\\d+(?=[eEdDfF]))([eE][+-]?\\d+)?[dDfF]?");

  /** A number of another type where a method takes a double. */
  private static final Pattern WIDENED = Pattern.compile("\\(double\\) \\((.*)\\)");

  private Numerals() {}

  /**
   * The number that a piece of Java is, if it is a decimal literal, be it converted to double.
   *
   * @param real whether a whole number stands for a real one
   */
  public static Optional<Attr> of(Code code, boolean real) {
    if (!code.parts().stream().allMatch(Code.Text.class::isInstance)) {
      return Optional.empty();
    }
    String text = code.toString().strip();
    Matcher widened = WIDENED.matcher(text);
    return widened.matches() ? of(widened.group(1), true) : of(text, real);
  }

  private static Optional<Attr> of(String text, boolean real) {
    if (WHOLE.matcher(text).matches()) {
      long number = Long.parseLong(text.replaceFirst("[lL]$", ""));
      return Optional.of(real ? new Attr.Number((double) number) : new Attr.Literal(number));
    }
    if (!REAL.matcher(text).matches()) {
      return Optional.empty();
    }
    boolean single = text.endsWith("f") || text.endsWith("F");
    String digits = text.replaceFirst("[dDfF]$", "");
    return Optional.of(
        new Attr.Number(single ? (double) Float.parseFloat(digits) : Double.parseDouble(digits)));
  }
}
