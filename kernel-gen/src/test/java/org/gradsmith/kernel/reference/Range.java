/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.List;
import org.gradsmith.ir.DType;

/**
 * What a value may be where it is not known to the bit: numbers from low to high, or NaN.
 *
 * @param low least number; Infinity if there is none
 * @param high greatest number; -Infinity if there is none
 */
public record Range(double low, double high, boolean mayBeNaN) {
  /** A value of which nothing is known. */
  static final Range ANYTHING = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);

  private static final Range NAN =
      new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true);

  /** One value. */
  static Range of(double value) {
    return Double.isNaN(value) ? NAN : new Range(value, value, false);
  }

  /** Whether it is one value, the sign of zero included. */
  boolean isPoint() {
    return equals(NAN) || (!mayBeNaN && Double.compare(low, high) == 0);
  }

  /** The value of a point. */
  double value() {
    return equals(NAN) ? Double.NaN : low;
  }

  boolean hasZero() {
    return low <= 0 && high >= 0;
  }

  boolean isFinite() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  /** All values of both. */
  Range or(Range other) {
    return new Range(
        Math.min(low, other.low), Math.max(high, other.high), mayBeNaN || other.mayBeNaN);
  }

  /** The same numbers, and NaN if the other may be NaN. */
  Range orNaNOf(Range other) {
    return new Range(low, high, mayBeNaN || other.mayBeNaN);
  }

  /**
   * The sum of some values, added in double in any order and rounded once: that of the ends, and
   * the rounding of each addition, and the last one.
   */
  public static Range sum(List<Range> terms, DType dtype) {
    return sum(terms, 0x1p-52, dtype);
  }

  /** The mean of some values: their sum in double, in any order, divided and rounded once. */
  public static Range mean(List<Range> terms, DType dtype) {
    Range sum = sum(terms, DType.FLOAT64);
    Range mean = sum.over(terms.size(), dtype);
    return mean.isAnything() || dtype == DType.FLOAT32
        ? mean
        : new Range(Math.nextDown(mean.low), Math.nextUp(mean.high), false);
  }

  /** The sum of some values, each addition rounded in the dtype, in any order. */
  static Range sumInDType(List<Range> terms, DType dtype) {
    return sum(terms, dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52, dtype);
  }

  /** This divided by a count, rounded. */
  Range over(int count, DType dtype) {
    return isFinite() && !mayBeNaN
        ? new Range(rounded(low / count, -1, dtype), rounded(high / count, 1, dtype), false)
        : ANYTHING;
  }

  /** The largest of some values; NaN if one is. */
  static Range largest(List<Range> values) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean mayBeNaN = false;
    for (Range value : values) {
      low = Math.max(low, value.low);
      high = Math.max(high, value.high);
      mayBeNaN |= value.mayBeNaN;
    }
    return mayBeNaN ? ANYTHING : new Range(low, high, false);
  }

  /** The least of some values; NaN if one is. */
  static Range least(List<Range> values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    boolean mayBeNaN = false;
    for (Range value : values) {
      low = Math.min(low, value.low);
      high = Math.min(high, value.high);
      mayBeNaN |= value.mayBeNaN;
    }
    return mayBeNaN ? ANYTHING : new Range(low, high, false);
  }

  private static Range sum(List<Range> terms, double unit, DType dtype) {
    double low = 0;
    double high = 0;
    double magnitude = 0;
    for (Range term : terms) {
      if (term.mayBeNaN || !term.isFinite()) {
        return ANYTHING;
      }
      low += term.low;
      high += term.high;
      magnitude += Math.max(Math.abs(term.low), Math.abs(term.high));
    }
    double rounding = terms.size() * unit * magnitude;
    return new Range(rounded(low - rounding, -1, dtype), rounded(high + rounding, 1, dtype), false);
  }

  private static double rounded(double value, int direction, DType dtype) {
    if (dtype == DType.FLOAT64) {
      return value;
    }
    float nearest = (float) value;
    return direction < 0 ? Math.nextDown(nearest) : Math.nextUp(nearest);
  }

  /** Whether nothing is known. */
  public boolean isAnything() {
    return equals(ANYTHING);
  }

  /** Whether a value may be what was found. */
  public boolean contains(double found) {
    if (Double.isNaN(found)) {
      return mayBeNaN;
    }
    return isPoint() ? Double.compare(low, found) == 0 : low <= found && found <= high;
  }
}
