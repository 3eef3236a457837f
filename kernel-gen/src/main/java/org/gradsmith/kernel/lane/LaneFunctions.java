/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Which functions have a program, by dtype. */
final class LaneFunctions {
  private static final Map<UnaryFunction, LaneFunction> EVERYWHERE =
      new EnumMap<>(Map.of(UnaryFunction.NEG, Lanes::neg, UnaryFunction.ABS, Lanes::abs));

  private static final Map<UnaryFunction, LaneFunction> FLOATING =
      new EnumMap<>(
          Map.of(
              UnaryFunction.SQRT, Lanes::sqrt,
              UnaryFunction.FLOOR, Roundings::floor,
              UnaryFunction.CEIL, Roundings::ceil,
              UnaryFunction.ROUND, Roundings::round,
              UnaryFunction.TRUNC, Roundings::trunc));

  private static final Map<UnaryFunction, LaneFunction> SINGLE =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(UnaryFunction.EXP, SingleExponentials::exp),
              Map.entry(UnaryFunction.EXP2, SingleExponentials::exp2),
              Map.entry(UnaryFunction.EXPM1, SingleExponentials::expm1),
              Map.entry(UnaryFunction.LOG, SingleLogarithms::log),
              Map.entry(UnaryFunction.LOG1P, SingleLogarithms::log1p),
              Map.entry(UnaryFunction.LOG2, SingleLogarithms::log2),
              Map.entry(UnaryFunction.LOG10, SingleLogarithms::log10),
              Map.entry(UnaryFunction.TANH, SingleHyperbolics::tanh),
              Map.entry(UnaryFunction.SINH, SingleHyperbolics::sinh),
              Map.entry(UnaryFunction.COSH, SingleHyperbolics::cosh),
              Map.entry(UnaryFunction.ERF, SingleErrorFunctions::erf),
              Map.entry(UnaryFunction.SIN, SingleTrigonometry::sin),
              Map.entry(UnaryFunction.COS, SingleTrigonometry::cos),
              Map.entry(UnaryFunction.TAN, SingleTrigonometry::tan),
              Map.entry(UnaryFunction.ATAN, SingleArcs::atan),
              Map.entry(UnaryFunction.ASIN, SingleArcs::asin),
              Map.entry(UnaryFunction.ACOS, SingleArcs::acos)));

  private LaneFunctions() {}

  static Optional<LaneFunction> find(DType dtype, UnaryFunction function) {
    LaneFunction found = EVERYWHERE.get(function);
    if (found == null && dtype.isFloating()) {
      found = FLOATING.get(function);
    }
    if (found == null && dtype == DType.FLOAT32) {
      found = SINGLE.get(function);
    }
    return Optional.ofNullable(found);
  }
}
