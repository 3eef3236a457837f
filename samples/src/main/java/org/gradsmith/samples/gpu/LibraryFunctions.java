/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.FloatFunctions;

/** The functions of kernels, in double. */
final class LibraryFunctions {
  private LibraryFunctions() {}

  static DoubleUnaryOperator of(UnaryFunction function) {
    return switch (function) {
      case NEG -> x -> -x;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case SQRT -> Math::sqrt;
      case TANH -> Math::tanh;
      case ABS -> Math::abs;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case EXPM1 -> Math::expm1;
      case LOG10 -> Math::log10;
      case LOG1P -> Math::log1p;
      case ASINH -> FloatFunctions::asinh;
      case ACOSH -> FloatFunctions::acosh;
      case ATANH -> FloatFunctions::atanh;
      case EXP2 -> FloatFunctions::exp2;
      case LOG2 -> FloatFunctions::log2;
      case ERF -> FloatFunctions::erf;
      case ERFC -> FloatFunctions::erfc;
      case ERFINV -> FloatFunctions::erfinv;
      case LGAMMA -> FloatFunctions::lgamma;
      case DIGAMMA -> FloatFunctions::digamma;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> Math::rint;
      case TRUNC -> FloatFunctions::trunc;
    };
  }

  static DoubleBinaryOperator of(BinaryFunction function) {
    return switch (function) {
      case ADD -> (x, y) -> x + y;
      case SUB -> (x, y) -> x - y;
      case MUL -> (x, y) -> x * y;
      case DIV -> (x, y) -> x / y;
      case POW -> FloatFunctions::pow;
      case ATAN2 -> Math::atan2;
      case HYPOT -> Math::hypot;
      case COPYSIGN -> FloatFunctions::copysign;
      case FMOD -> FloatFunctions::fmod;
      default -> throw new IllegalArgumentException("kernels have no function " + function);
    };
  }
}
