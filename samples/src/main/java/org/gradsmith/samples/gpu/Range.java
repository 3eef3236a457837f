/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

/**
 * What a computation in rounded arithmetic may give: a number between two bounds, no number, or
 * anything where a rounding decides (on which side of a jump an argument lies).
 *
 * @param low the least value; NaN where the value is no number
 * @param high the greatest value
 * @param undecided whether it may be anything
 */
record Range(double low, double high, boolean undecided) {
  /** Anything, no number included. */
  static final Range ANYTHING = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);

  /** What is certainly no number. */
  static final Range NOT_A_NUMBER = new Range(Double.NaN, Double.NaN, false);

  static Range exactly(double value) {
    return Double.isNaN(value) ? NOT_A_NUMBER : new Range(value, value, false);
  }

  /** Numbers between two bounds; anything, if a bound is none. */
  static Range between(double low, double high) {
    return Double.isNaN(low) || Double.isNaN(high) ? ANYTHING : new Range(low, high, false);
  }

  boolean isNumber() {
    return !undecided && !Double.isNaN(low);
  }

  boolean isNotANumber() {
    return Double.isNaN(low);
  }

  /** Whether it is known to the bit. */
  boolean isExact() {
    return isNumber() && Double.compare(low, high) == 0;
  }

  double width() {
    return high - low;
  }

  /** One or the other. */
  Range or(Range other) {
    if (isNotANumber() && other.isNotANumber()) {
      return this;
    }
    return isNumber() && other.isNumber()
        ? new Range(Math.min(low, other.low), Math.max(high, other.high), false)
        : ANYTHING;
  }

  /** Whether a value may have been computed. Zeros have a sign where the value is exact. */
  boolean holds(double value) {
    if (undecided) {
      return true;
    }
    if (isNotANumber() || Double.isNaN(value)) {
      return isNotANumber() && Double.isNaN(value);
    }
    return isExact() ? Double.compare(low, value) == 0 : low <= value && value <= high;
  }

  @Override
  public String toString() {
    if (undecided) {
      return "anything";
    }
    return isNotANumber() || isExact() ? Double.toString(low) : low + " to " + high;
  }
}
