/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar;

/** Rows of pointwise ops, which differ in little. */
final class PointwiseRows {
  private PointwiseRows() {}

  /** A function of one number between two bounds. */
  static Op unary(
      String name, DTypeRule dtype, Scalar value, Partial partial, double low, double high) {
    return Op.named(name)
        .elementwise("x", partial)
        .result(dtype)
        .shape(ShapeRules::sameAsFirst)
        .pointwise(value)
        .sample(Sample.of(Input.in(low, high, 2, 3)))
        .sample(Sample.of(Input.in(low, high)))
        .build();
  }

  /** A function of one number that is constant piece by piece; it works on integers too. */
  static Op step(String name, Scalar value) {
    return Op.named(name)
        .elementwise("x", Arithmetic::zero)
        .result(DTypeRule.PROMOTE)
        .shape(ShapeRules::sameAsFirst)
        .pointwise(value)
        .kink("0 everywhere")
        .sample(Sample.of(Input.in(0.1, 0.4, 2, 3)))
        .build();
  }

  /** A condition on one number. */
  static Op test(String name, Scalar value) {
    return Op.named(name)
        .passive("x", "a condition is piecewise constant")
        .result(DTypeRule.BOOL)
        .shape(ShapeRules::sameAsFirst)
        .pointwise(value)
        .sample(Sample.of(Input.of(2, 3)))
        .build();
  }

  /** A condition on two numbers. */
  static Op compare(String name, Scalar value) {
    return Op.named(name)
        .passive("x", "a condition is piecewise constant")
        .passive("y", "a condition is piecewise constant")
        .result(DTypeRule.BOOL)
        .shape(PointwiseRows::broadcastTwo)
        .pointwise(value)
        .sample(Sample.of(Input.of(2, 3), Input.of(3)))
        .build();
  }

  /** A function of the bits of two integers. */
  static Op bits(String name, Scalar value) {
    return Op.named(name)
        .passive("x", "the bits of integers have no derivative")
        .passive("y", "the bits of integers have no derivative")
        .result(DTypeRule.PROMOTE)
        .shape(PointwiseRows::broadcastTwo)
        .pointwise(value)
        .sample(Sample.of(Input.indices(8, 2, 3), Input.indices(4, 3)))
        .build();
  }

  /** A function of two numbers, each between two bounds. */
  static Op binary(
      String name, DTypeRule dtype, Scalar value, Partial x, Partial y, double low, double high) {
    return Op.named(name)
        .broadcasting("x", x)
        .broadcasting("y", y)
        .result(dtype)
        .shape(PointwiseRows::broadcastTwo)
        .pointwise(value)
        .sample(Sample.of(Input.in(low, high, 2, 3), Input.in(low, high, 2, 3)))
        .sample(Sample.of(Input.in(low, high, 2, 1), Input.in(low, high, 3)))
        .sample(Sample.of(Input.in(low, high), Input.in(low, high, 2)))
        .build();
  }

  static <D> java.util.List<java.util.List<D>> broadcastTwo(Dims<D> dims, ShapeCall<D> call) {
    return ShapeRules.broadcastAll(dims, call, 2);
  }

  static <D> java.util.List<java.util.List<D>> broadcastThree(Dims<D> dims, ShapeCall<D> call) {
    return ShapeRules.broadcastAll(dims, call, 3);
  }
}
