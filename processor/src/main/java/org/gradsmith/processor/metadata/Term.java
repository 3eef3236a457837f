/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.Attr;

/** An integer as a function of a constructor's parameters. */
public sealed interface Term {
  /** A constant. */
  record Literal(long value) implements Term {}

  /** The parameter at that place. */
  record Parameter(int index) implements Term {}

  /** Arithmetic on terms. */
  record Arithmetic(Attr.Operator operator, Term left, Term right) implements Term {}

  /** Not followed. */
  record Unknown() implements Term {}

  /** The value for given arguments, if they decide it. */
  default OptionalLong evaluate(List<OptionalLong> arguments) {
    return switch (this) {
      case Literal(long value) -> OptionalLong.of(value);
      case Parameter(int index) ->
          index < arguments.size() ? arguments.get(index) : OptionalLong.empty();
      case Unknown() -> OptionalLong.empty();
      case Arithmetic(Attr.Operator operator, Term left, Term right) -> {
        OptionalLong l = left.evaluate(arguments);
        OptionalLong r = right.evaluate(arguments);
        yield l.isPresent() && r.isPresent()
            ? compute(operator, l.getAsLong(), r.getAsLong())
            : OptionalLong.empty();
      }
    };
  }

  /** Empty where Java's int arithmetic would overflow, and where it would throw. */
  private static OptionalLong compute(Attr.Operator operator, long left, long right) {
    boolean divides = operator == Attr.Operator.DIVIDE || operator == Attr.Operator.REMAINDER;
    if (divides && right == 0) {
      return OptionalLong.empty();
    }
    long value =
        switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case DIVIDE -> left / right;
          case REMAINDER -> left % right;
        };
    return value == (int) value ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
