/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/** Functions of two or three tensors, element by element. */
final class BinaryBindings {
  private BinaryBindings() {}

  static void bind(Registry r) {
    r.op("atan2", a -> Numbers.both(a, Tensor::atan2));
    r.op("maximum", a -> Numbers.both(a, Tensor::maximum));
    r.op("minimum", a -> Numbers.both(a, Tensor::minimum));
    r.op("fmax", a -> Numbers.both(a, Tensor::fmax));
    r.op("fmin", a -> Numbers.both(a, Tensor::fmin));
    r.op("logaddexp", a -> Numbers.both(a, Tensor::logaddexp));
    r.op("pow", a -> Numbers.both(a, Tensor::pow));
    r.op("fmod", a -> Numbers.both(a, Tensor::fmod));
    r.op("remainder", a -> Numbers.both(a, Tensor::remainder));
    r.op("floor_divide", a -> Numbers.both(a, Tensor::floorDivide));
    r.op("float_power", a -> Numbers.both(a, Tensor::floatPower));
    r.op("xlogy", a -> Numbers.both(a, Tensor::xlogy));
    r.op("copysign", a -> Numbers.both(a, Tensor::copysign));
    r.op("mul", a -> Numbers.both(a, Tensor::mul));
    r.op("logical_and", a -> Numbers.both(a, Tensor::logicalAnd));
    r.op("logical_or", a -> Numbers.both(a, Tensor::logicalOr));
    r.op("bitwise_and", a -> Numbers.both(a, Tensor::bitwiseAnd));
    r.op("bitwise_or", a -> Numbers.both(a, Tensor::bitwiseOr));
    r.op("bitwise_xor", a -> Numbers.both(a, Tensor::bitwiseXor));
    r.op("bitwise_left_shift", a -> Numbers.both(a, Tensor::bitwiseLeftShift));
    r.op("add", a -> Numbers.both(a, (x, y) -> x.add(scaled(a, y))));
    r.op("sub", a -> Numbers.both(a, (x, y) -> x.sub(scaled(a, y))));
    r.op("rsub", a -> Numbers.both(a, (x, y) -> y.sub(scaled(a, x))));
    r.op("div/no_rounding_mode", BinaryBindings::div);
    r.op("div/trunc_rounding", BinaryBindings::div);
    r.op("div/floor_rounding", BinaryBindings::div);
    r.op("lerp", BinaryBindings::lerp);
    r.op("addcmul", BinaryBindings::addcmul);
    r.op("where", BinaryBindings::where);
  }

  private static Tensor scaled(Arguments a, Tensor y) {
    Object alpha = a.get(-1, "alpha");
    if (alpha == null) {
      return y;
    }
    return switch (alpha) {
      case Long whole -> y.mul(whole);
      case Double number -> y.mul(number);
      default -> y.mul(Tensor.scalar((Boolean) alpha));
    };
  }

  private static Tensor div(Arguments a) {
    String mode = a.optionalString(-1, "rounding_mode");
    return Numbers.both(
        a,
        (x, y) ->
            mode == null ? x.div(y) : "floor".equals(mode) ? x.floorDivide(y) : x.truncDivide(y));
  }

  private static Tensor lerp(Arguments a) {
    return a.isTensor(2, "weight")
        ? a.tensor(0).lerp(a.tensor(1), a.tensor(2, "weight"))
        : a.tensor(0).lerp(a.tensor(1), a.number(2, "weight"));
  }

  private static Tensor addcmul(Arguments a) {
    return a.tensor(0).addcmul(a.tensor(1), a.tensor(2), a.number(-1, "value", 1));
  }

  /** The test data calls it as a method: args[0].where(args[1], args[2]). */
  private static Tensor where(Arguments a) {
    Tensor condition = a.tensor(1);
    Object x = a.require(0, "x");
    Object y = a.require(2, "other");
    if (x instanceof Tensor kept) {
      return Tensor.where(condition, kept, Numbers.wrapped(y, kept));
    }
    if (y instanceof Tensor other) {
      return Tensor.where(condition, Numbers.wrapped(x, other), other);
    }
    Tensor peer = Tensor.scalar(0L).to(DType.BOOL);
    return Tensor.where(condition, Numbers.wrapped(x, peer), Numbers.wrapped(y, peer));
  }
}
