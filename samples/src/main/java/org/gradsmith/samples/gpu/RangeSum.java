/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import org.gradsmith.ir.DType;

/**
 * What a sum may be whose terms are added in any order: that of their bounds, and what the
 * roundings of additions come to at most. A term that goes through n additions misses at most n
 * units of its size.
 */
final class RangeSum {
  private final DType dtype;
  private long terms;
  private double low;
  private double high;
  private double size;
  private boolean notANumber;
  private boolean undecided;

  /**
   * @param dtype that the terms are of
   */
  RangeSum(DType dtype) {
    this.dtype = dtype;
  }

  void add(Range term) {
    terms++;
    notANumber |= term.isNotANumber();
    undecided |=
        term.undecided() || Double.isInfinite(term.low()) || Double.isInfinite(term.high());
    low += term.low();
    high += term.high();
    size += Math.max(Math.abs(term.low()), Math.abs(term.high()));
  }

  /**
   * The sum, rounded to the dtype.
   *
   * @param roundings how many units of the dtype terms miss, besides the roundings of additions in
   *     double
   */
  Range total(double roundings) {
    return over(1, roundings);
  }

  /**
   * The sum divided by a number, then rounded to the dtype.
   *
   * @param roundings as for the sum
   */
  Range over(double divisor, double roundings) {
    if (notANumber) {
      return Range.NOT_A_NUMBER;
    }
    if (undecided) {
      return Range.ANYTHING;
    }
    double last = unit(dtype);
    double slack = size * (terms * unit(DType.FLOAT64) + roundings * last);
    double least = (low - slack) / divisor;
    double most = (high + slack) / divisor;
    // Sums on the way to the whole one may overflow too, where they are of the dtype.
    boolean inDType = roundings > 0 || dtype == DType.FLOAT64;
    double reached = inDType ? size : Math.max(Math.abs(least), Math.abs(most));
    double limit = (dtype == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE) / 2;
    return reached > limit
        ? Range.ANYTHING
        : Range.between(
            least - Math.abs(least) * last - Double.MIN_NORMAL,
            most + Math.abs(most) * last + Double.MIN_NORMAL);
  }

  private static double unit(DType dtype) {
    return dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
  }
}
