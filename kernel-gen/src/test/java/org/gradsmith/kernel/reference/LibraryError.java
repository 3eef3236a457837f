/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * How far a function of glibc lies from that of Java, in units in the last place: the largest
 * distance on 60,000 random values, rounded up. Functions that are not listed are exact.
 *
 * @param single in float32; Java's value, of double, is exact beside it
 * @param twice in float64, where both are off: of the error functions it is Java's that is
 */
record LibraryError(double single, double twice) {
  private static final LibraryError EXACT = new LibraryError(0, 0);

  private static final Map<Enum<?>, LibraryError> ALL =
      Map.ofEntries(
          Map.entry(UnaryFunction.ACOS, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.ASIN, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.ATAN, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.SIN, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.COS, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.TAN, new LibraryError(1.5, 2)),
          Map.entry(UnaryFunction.EXP, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.EXP2, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.EXPM1, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.LOG, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.LOG10, new LibraryError(2, 2)),
          Map.entry(UnaryFunction.LOG1P, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.LOG2, new LibraryError(1, 2)),
          Map.entry(UnaryFunction.SINH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.COSH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.TANH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.ASINH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.ACOSH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.ATANH, new LibraryError(2, 4)),
          Map.entry(UnaryFunction.ERF, new LibraryError(1, 16)),
          Map.entry(UnaryFunction.ERFC, new LibraryError(3, 32)),
          Map.entry(UnaryFunction.ERFINV, new LibraryError(1, 16)),
          Map.entry(UnaryFunction.LGAMMA, new LibraryError(8, 8)),
          Map.entry(BinaryFunction.POW, new LibraryError(1, 2)),
          Map.entry(BinaryFunction.ATAN2, new LibraryError(2, 3)),
          Map.entry(BinaryFunction.HYPOT, new LibraryError(1, 2)));

  static LibraryError of(Enum<?> function) {
    return ALL.getOrDefault(function, EXACT);
  }

  /**
   * The size from which on the error is relative. Between the poles, the logarithm of the gamma
   * function is the difference of numbers of that size, in double.
   */
  static double leastSize(Enum<?> function, DType dtype) {
    return function == UnaryFunction.LGAMMA && dtype == DType.FLOAT64 ? 16 : 0;
  }

  /** The error in a dtype. */
  double in(DType dtype) {
    return dtype == DType.FLOAT32 ? single : twice;
  }
}
