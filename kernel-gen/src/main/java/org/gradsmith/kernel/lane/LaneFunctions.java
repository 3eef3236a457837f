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
      new EnumMap<>(Map.of(UnaryFunction.SQRT, Lanes::sqrt));

  private static final Map<UnaryFunction, LaneFunction> SINGLE =
      new EnumMap<>(
          Map.of(
              UnaryFunction.EXP, SingleExponentials::exp,
              UnaryFunction.LOG, SingleLogarithms::log,
              UnaryFunction.TANH, SingleHyperbolics::tanh));

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
