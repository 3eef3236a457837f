/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.scalar.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads one expression of the text form by recursive descent. */
final class ScalarTextReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(NaN\\b|Infinity\\b|\\d+(\\.\\d+)?([eE][+-]?\\d+)?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*");

  private static final Map<String, Function> FUNCTIONS = functions();

  private final String text;
  private final Map<String, Scalar> named;
  private final Matcher number;
  private final Matcher name;
  private int at;

  /** What a name in front of a parenthesis stands for. */
  private record Function(int arity, Builder builder) {
    interface Builder {
      Scalar of(List<Scalar> arguments);
    }
  }

  /**
   * @param named what the names of inputs and locals stand for
   */
  ScalarTextReader(String text, Map<String, Scalar> named) {
    this.text = text;
    this.named = named;
    this.number = NUMBER.matcher(text);
    this.name = NAME.matcher(text);
  }

  /** The whole text as an expression. */
  Scalar read() {
    Scalar expression = expression();
    if (at < text.length()) {
      throw unexpected("the end of the expression");
    }
    return expression;
  }

  private Scalar expression() {
    if (startsHere(number)) {
      at = number.end();
      return Scalar.constant(Double.parseDouble(number.group()));
    }
    if (!startsHere(name)) {
      throw unexpected("a number, a name or a function");
    }
    at = name.end();
    String word = name.group();
    if (at < text.length() && text.charAt(at) == '(') {
      return call(word);
    }
    @Nullable Scalar value = named.get(word);
    if (value == null) {
      throw new IllegalArgumentException(
          "'%s' is neither an input nor named before".formatted(word));
    }
    return value;
  }

  private Scalar call(String word) {
    @Nullable Function function = FUNCTIONS.get(word);
    if (function == null) {
      throw new IllegalArgumentException(
          "'%s' is no function; there are %s"
              .formatted(word, String.join(", ", FUNCTIONS.keySet().stream().sorted().toList())));
    }
    List<Scalar> arguments = new ArrayList<>();
    do {
      at += arguments.isEmpty() ? 1 : 2;
      arguments.add(expression());
    } while (text.startsWith(", ", at));
    if (!text.startsWith(")", at)) {
      throw unexpected("',' or ')'");
    }
    at++;
    if (arguments.size() != function.arity()) {
      throw new IllegalArgumentException(
          "'%s' takes %d arguments, but has %d"
              .formatted(word, function.arity(), arguments.size()));
    }
    return function.builder().of(arguments);
  }

  private boolean startsHere(Matcher matcher) {
    return matcher.region(at, text.length()).lookingAt();
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = at < text.length() ? "'" + text.substring(at) + "'" : "the end";
    return new IllegalArgumentException(
        "expected %s after '%s', found %s".formatted(wanted, text.substring(0, at), found));
  }

  private static Map<String, Function> functions() {
    Map<String, Function> functions = new HashMap<>();
    for (Scalar.UnaryFunction function : Scalar.UnaryFunction.values()) {
      functions.put(spelling(function), new Function(1, x -> Scalar.unary(function, x.getFirst())));
    }
    for (Scalar.BinaryFunction function : Scalar.BinaryFunction.values()) {
      functions.put(
          spelling(function),
          new Function(2, x -> new Scalar.Binary(function, x.getFirst(), x.getLast())));
    }
    functions.put(
        "ifless", new Function(4, x -> Scalar.ifLess(x.get(0), x.get(1), x.get(2), x.get(3))));
    functions.put(
        "ifequal", new Function(4, x -> Scalar.ifEqual(x.get(0), x.get(1), x.get(2), x.get(3))));
    return Map.copyOf(functions);
  }

  private static String spelling(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
