/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.ScalarRules;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.scalar.Scalar;

/** The derivatives of {@link Math}'s functions: those of the op table where it has the function. */
final class MathFunctions {
  /** Functions of {@code Math} under the name of their row. */
  private static final Map<String, String> ROWS =
      Map.ofEntries(
          Map.entry("abs", "abs"),
          Map.entry("sin", "sin"),
          Map.entry("cos", "cos"),
          Map.entry("tan", "tan"),
          Map.entry("asin", "asin"),
          Map.entry("acos", "acos"),
          Map.entry("atan", "atan"),
          Map.entry("sinh", "sinh"),
          Map.entry("cosh", "cosh"),
          Map.entry("tanh", "tanh"),
          Map.entry("exp", "exp"),
          Map.entry("expm1", "expm1"),
          Map.entry("log", "log"),
          Map.entry("log10", "log10"),
          Map.entry("log1p", "log1p"),
          Map.entry("sqrt", "sqrt"),
          Map.entry("pow", "pow"),
          Map.entry("atan2", "atan2"),
          Map.entry("hypot", "hypot"),
          Map.entry("max", "maximum"),
          Map.entry("min", "minimum"),
          Map.entry("copySign", "copysign"));

  /** Functions that are constant wherever they have a derivative. */
  private static final Set<String> PIECEWISE_CONSTANT =
      Set.of("signum", "floor", "ceil", "rint", "round", "ulp", "getExponent");

  private MathFunctions() {}

  /** Whether a function is constant wherever it has a derivative. */
  static boolean isPiecewiseConstant(String name) {
    return PIECEWISE_CONSTANT.contains(name);
  }

  /** The gradients of a function, as in {@link ScalarRules}; empty if they are not known. */
  static Optional<List<Optional<Scalar>>> gradients(String name) {
    String row = ROWS.get(name);
    return row == null ? special(name) : Optional.of(row(row));
  }

  /** The gradients of a row of the table. */
  static List<Optional<Scalar>> row(String name) {
    return ScalarRules.gradients(OpTable.find(name).orElseThrow());
  }

  private static Optional<List<Optional<Scalar>>> special(String name) {
    return switch (name) {
      case "cbrt" -> // 1 / (3 y^2)
          Optional.of(
              List.of(
                  Optional.of(
                      Scalar.div(
                          Scalar.operand(2),
                          Scalar.mul(
                              Scalar.constant(3),
                              Scalar.mul(Scalar.operand(1), Scalar.operand(1)))))));
      case "toRadians" ->
          Optional.of(
              List.of(
                  Optional.of(Scalar.mul(Scalar.operand(2), Scalar.constant(Math.toRadians(1))))));
      case "toDegrees" ->
          Optional.of(
              List.of(
                  Optional.of(Scalar.mul(Scalar.operand(2), Scalar.constant(Math.toDegrees(1))))));
      case "fma" -> // a b + c
          Optional.of(
              List.of(
                  Optional.of(Scalar.mul(Scalar.operand(4), Scalar.operand(1))),
                  Optional.of(Scalar.mul(Scalar.operand(4), Scalar.operand(0))),
                  Optional.of(Scalar.operand(4))));
      default -> Optional.empty();
    };
  }
}
