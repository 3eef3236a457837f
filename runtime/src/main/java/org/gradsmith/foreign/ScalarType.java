/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** The C type of a number that is passed by value. */
public enum ScalarType {
  /** {@code int}, {@code int32_t}: 32 bits. */
  INT,
  /**
   * {@code int64_t}, {@code long long}, {@code size_t}, and {@code long} but for Windows: 64 bits.
   */
  LONG,
  /** {@code float}. */
  FLOAT,
  /** {@code double}. */
  DOUBLE;

  ValueLayout layout() {
    return switch (this) {
      case INT -> ValueLayout.JAVA_INT;
      case LONG -> ValueLayout.JAVA_LONG;
      case FLOAT -> ValueLayout.JAVA_FLOAT;
      case DOUBLE -> ValueLayout.JAVA_DOUBLE;
    };
  }

  boolean isInteger() {
    return this == INT || this == LONG;
  }

  /**
   * A number in this type.
   *
   * @param what names the number in messages: {@code scalar 0 of 'jn'}
   * @throws ForeignException if it would lose its fraction or its upper bits
   */
  Number of(Number value, String what) {
    boolean integer =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte;
    if (isInteger() && !integer) {
      throw new ForeignException(
          "%s is declared as %s, but was given %s (%s); give an int or a long, or declare it as ScalarType.DOUBLE"
              .formatted(what, this, value, value.getClass().getSimpleName()));
    }
    if (this == INT && value.longValue() != value.intValue()) {
      throw new ForeignException(
          "%s is declared as int, which does not hold %s; if the function takes 64 bits there, declare it as ScalarType.LONG"
              .formatted(what, value));
    }
    return switch (this) {
      case INT -> value.intValue();
      case LONG -> value.longValue();
      case FLOAT -> value.floatValue();
      case DOUBLE -> value.doubleValue();
    };
  }

  /** {@code int}, {@code long}, {@code float}, {@code double}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
