/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import org.gradsmith.ir.flow.ScalarRules;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.processor.frontend.Api;

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

  private static final Set<String> OWNERS =
      Set.of("java.lang.Math", "java.lang.StrictMath", "java.lang.Double", "java.lang.Float");

  /** Methods of {@code Double} and {@code Float} that give the same number. */
  private static final Set<String> CONVERSIONS = Set.of("valueOf", "doubleValue", "floatValue");

  private MathFunctions() {}

  /** Whether a method is a function of numbers whose derivative may be known by its name. */
  static boolean knows(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    String name = method.getSimpleName().toString();
    return OWNERS.contains(owner)
        && (owner.endsWith("Math")
            || name.equals("max")
            || name.equals("min")
            || name.equals("sum")
            || isConversion(method));
  }

  /** Whether a method puts a number into a box, takes it out, or changes its precision. */
  static boolean isConversion(ExecutableElement method) {
    return CONVERSIONS.contains(method.getSimpleName().toString())
        && OWNERS.contains(Api.owner(method).getQualifiedName().toString())
        && method.getParameters().stream().allMatch(p -> JavaTypes.isReal(p.asType()));
  }

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

  /** Of {@code clamp(x, low, high)}: inside and at the borders that of {@code x}. */
  private static List<Optional<Scalar>> clamp() {
    Scalar x = Scalar.operand(0);
    Scalar low = Scalar.operand(1);
    Scalar high = Scalar.operand(2);
    Scalar bar = Scalar.operand(4);
    Scalar zero = Scalar.constant(0);
    return List.of(
        Optional.of(Scalar.ifLess(x, low, zero, Scalar.ifLess(high, x, zero, bar))),
        Optional.of(Scalar.ifLess(x, low, bar, zero)),
        Optional.of(Scalar.ifLess(high, x, bar, zero)));
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
      case "sum" -> Optional.of(row("add"));
      case "clamp" -> Optional.of(clamp());
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
