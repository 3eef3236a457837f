/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.List;

/**
 * The functions that programs call, with arguments that keep them where they are smooth and small.
 */
final class Functions {
  /**
   * A function in two dialects.
   *
   * @param numbers a format over numbers
   * @param tensors a format over tensors
   */
  record Function(String numbers, String tensors, int arguments) {
    Real of(Object... parts) {
      return Real.of(Piece.formats(numbers, tensors, parts));
    }
  }

  static final List<Function> ALL =
      List.of(
          one("Math.sin(%s)", "%s.sin()"),
          one("Math.cos(%s)", "%s.cos()"),
          one("Math.tanh(%s)", "%s.tanh()"),
          one("Math.abs(%s)", "%s.abs()"),
          two("Math.max(%s, %s)", "%s.maximum(%s)"),
          two("Math.min(%s, %s)", "%s.minimum(%s)"),
          one("Math.atan(%s)", "%s.atan()"),
          one("Math.exp(Math.sin(%s))", "%s.sin().exp()"),
          one("Math.log(1.5 + Math.sin(%s))", "%s.sin().add(1.5).log()"),
          one("Math.sqrt(2.0 + Math.cos(%s))", "%s.cos().add(2.0).sqrt()"),
          one("Math.log1p(Math.exp(Math.sin(%s)))", "%s.sin().exp().log1p()"),
          one("Math.log10(2.5 + Math.sin(%s))", "%s.sin().add(2.5).log10()"),
          one("Math.expm1(Math.sin(%s))", "%s.sin().expm1()"),
          one("Math.sinh(Math.tanh(%s))", "%s.tanh().sinh()"),
          one("Math.cosh(Math.sin(%s))", "%s.sin().cosh()"),
          one("Math.tan(Math.sin(%s))", "%s.sin().tan()"),
          one("Math.asin(0.8 * Math.sin(%s))", "%s.sin().mul(0.8).asin()"),
          one("Math.acos(0.7 * Math.cos(%s))", "%s.cos().mul(0.7).acos()"),
          one("Math.pow(1.5 + Math.sin(%s), 2.5)", "%s.sin().add(1.5).pow(2.5)"),
          one("Math.pow(Math.sin(%s), 3)", "%s.sin().pow(3.0)"),
          one("Math.cbrt(2.0 + Math.sin(%s))", "%s.sin().add(2.0).pow(1.0 / 3.0)"),
          one("Math.toRadians(%s)", "%s.deg2rad()"),
          one("Math.signum(%s)", "%s.sign()"),
          one("Math.floor(%s)", "%s.floor()"),
          one("Math.ceil(%s)", "%s.ceil()"),
          two("Math.atan2(%s, 2.0 + Math.sin(%s))", "%s.atan2(%s.sin().add(2.0))"),
          two("Math.hypot(%s, 2.0 + Math.sin(%s))", "%s.hypot(%s.sin().add(2.0))"),
          two("Math.pow(1.5 + Math.sin(%s), Math.cos(%s))", "%s.sin().add(1.5).pow(%s.cos())"),
          two("Math.copySign(%s, %s)", "%s.copysign(%s)"),
          new Function("Math.fma(%s, %s, %s)", "%s.mul(%s).add(%s)", 3));

  private Functions() {}

  private static Function one(String numbers, String tensors) {
    return new Function(numbers, tensors, 1);
  }

  private static Function two(String numbers, String tensors) {
    return new Function(numbers, tensors, 2);
  }
}
