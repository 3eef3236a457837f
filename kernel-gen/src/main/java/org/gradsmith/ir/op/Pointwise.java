/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Ops that compute each element of the result from the elements at the same place. */
public final class Pointwise {
  private static final double LARGE = 3;

  /** x + y. */
  public static final Op ADD =
      Op.named("add")
          .operand("x", Pointwise::addX)
          .operand("y", Pointwise::addY)
          .result(DTypeRule.PROMOTE)
          .shape(Pointwise::broadcastTwo)
          .pointwise(add(operand(0), operand(1)))
          .sample(Sample.of(Input.of(2, 3), Input.of(2, 3)))
          .sample(Sample.of(Input.of(2, 3), Input.of(3)))
          .sample(Sample.of(Input.of(2, 1), Input.of(1, 3)))
          .build();

  /** x - y. */
  public static final Op SUB =
      Op.named("sub")
          .operand("x", Pointwise::addX)
          .operand("y", Pointwise::subY)
          .result(DTypeRule.PROMOTE_WITHOUT_BOOL)
          .shape(Pointwise::broadcastTwo)
          .pointwise(sub(operand(0), operand(1)))
          .sample(Sample.of(Input.of(2, 3), Input.of(2, 3)))
          .sample(Sample.of(Input.of(3), Input.of(2, 3)))
          .build();

  /** x · y. */
  public static final Op MUL =
      Op.named("mul")
          .operand("x", Pointwise::mulX)
          .operand("y", Pointwise::mulY)
          .result(DTypeRule.PROMOTE)
          .shape(Pointwise::broadcastTwo)
          .pointwise(mul(operand(0), operand(1)))
          .sample(Sample.of(Input.of(2, 3), Input.of(2, 3)))
          .sample(Sample.of(Input.of(2, 1), Input.of(3)))
          .build();

  /** x / y. */
  public static final Op DIV =
      Op.named("div")
          .operand("x", Pointwise::divX)
          .operand("y", Pointwise::divY)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Pointwise::broadcastTwo)
          .pointwise(div(operand(0), operand(1)))
          .sample(Sample.of(Input.of(2, 3), Input.in(0.5, 2, 2, 3)))
          .sample(Sample.of(Input.of(2, 3), Input.in(0.5, 2, 3)))
          .build();

  /** x + value. */
  public static final Op ADD_SCALAR =
      Op.named("addScalar")
          .operand("x", Pointwise::addScalarX)
          .attribute("value", NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(add(operand(0), attribute(0)))
          .sample(Sample.of(Input.of(2, 3)).with(1.5))
          .build();

  /** x · value. */
  public static final Op MUL_SCALAR =
      Op.named("mulScalar")
          .operand("x", Pointwise::mulScalarX)
          .attribute("value", NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(mul(operand(0), attribute(0)))
          .sample(Sample.of(Input.of(2, 3)).with(-0.5))
          .build();

  /** -x. */
  public static final Op NEG =
      Op.named("neg")
          .operand("x", Pointwise::negX)
          .result(DTypeRule.PROMOTE_WITHOUT_BOOL)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.NEG, operand(0)))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** e to the power of x. */
  public static final Op EXP =
      Op.named("exp")
          .operand("x", Pointwise::expX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.EXP, operand(0)))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** Natural logarithm. */
  public static final Op LOG =
      Op.named("log")
          .operand("x", Pointwise::logX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.LOG, operand(0)))
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)))
          .build();

  /** Square root. */
  public static final Op SQRT =
      Op.named("sqrt")
          .operand("x", Pointwise::sqrtX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.SQRT, operand(0)))
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)))
          .build();

  /** Hyperbolic tangent. */
  public static final Op TANH =
      Op.named("tanh")
          .operand("x", Pointwise::tanhX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.TANH, operand(0)))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** 1 / (1 + e^-x). */
  public static final Op SIGMOID =
      Op.named("sigmoid")
          .operand("x", Pointwise::sigmoidX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              div(
                  constant(1),
                  add(constant(1), unary(UnaryFunction.EXP, unary(UnaryFunction.NEG, operand(0))))))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** The larger of x and 0; NaN stays NaN. */
  public static final Op RELU =
      Op.named("relu")
          .operand("x", Pointwise::reluX)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(ifLess(operand(0), constant(0), constant(0), operand(0)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.1, 1, 2, 3)))
          .sample(Sample.of(Input.in(-1, -0.1, 2, 3)))
          .build();

  /** g where y is positive, else 0: the cotangent of relu, y being its result. */
  public static final Op MASK_POSITIVE =
      Op.named("maskPositive")
          .operand("g", Pointwise::maskPositiveG)
          .passiveOperand("y", "piecewise constant in y")
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.LEADING)
          .pointwise(ifLess(constant(0), operand(1), operand(0), constant(0)))
          .sample(Sample.of(Input.of(2, 3), Input.in(0.1, 1, 2, 3)))
          .build();

  /** x + bias, the bias lying along one dimension of x; an absent bias adds nothing. */
  public static final Op ADD_BIAS =
      Op.named("addBias")
          .operand("x", Pointwise::addBiasX)
          .optionalOperand("bias", Pointwise::addBiasBias)
          .attribute("dim", INT, new Literal(1))
          .result(DTypeRule.PROMOTE)
          .shape(Pointwise::addBiasShape)
          .batching(ReductionsBatching::addBias)
          .pointwise(add(operand(0), operand(1)))
          .sample(Sample.of(Input.of(2, 3), Input.of(3)).with(1L))
          .sample(Sample.of(Input.of(2, 3, 2, 2), Input.of(3)).with(1L))
          .build();

  private Pointwise() {}

  static List<Op> all() {
    return List.of(
        ADD,
        SUB,
        MUL,
        DIV,
        ADD_SCALAR,
        MUL_SCALAR,
        NEG,
        EXP,
        LOG,
        SQRT,
        TANH,
        SIGMOID,
        RELU,
        MASK_POSITIVE,
        ADD_BIAS);
  }

  private static <D> List<List<D>> broadcastTwo(Dims<D> dims, ShapeCall<D> call) {
    return ShapeRules.broadcastAll(dims, call, 2);
  }

  private static <D> List<List<D>> addBiasShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    int dim = ShapeRules.dimension(call.constant(0), x.size());
    if (call.present(1)) {
      List<D> bias = call.operand(1);
      ShapeRules.rank(bias, 1, "bias", "C");
      ShapeRules.same(
          dims,
          bias.getFirst(),
          x.get(dim),
          () ->
              "bias has %s elements, but dimension %d of %s has size %s"
                  .formatted(bias.getFirst(), dim, ShapeRules.text(x), x.get(dim)));
    }
    return List.of(x);
  }

  private static <V, S> V addX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, c.cotangent(), List.of(c.shape(0)));
  }

  private static <V, S> V addY(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, c.cotangent(), List.of(c.shape(1)));
  }

  private static <V, S> V subY(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, o.op(NEG, c.cotangent()), List.of(c.shape(1)));
  }

  private static <V, S> V mulX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, o.op(MUL, c.cotangent(), c.operand(1)), List.of(c.shape(0)));
  }

  private static <V, S> V mulY(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, o.op(MUL, c.cotangent(), c.operand(0)), List.of(c.shape(1)));
  }

  private static <V, S> V divX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, o.op(DIV, c.cotangent(), c.operand(1)), List.of(c.shape(0)));
  }

  /** d(x/y)/dy = -(x/y)/y. */
  private static <V, S> V divY(Ops<V, S> o, Call<V, S> c) {
    V quotient = o.op(DIV, o.op(DIV, c.operand(0), c.operand(1)), c.operand(1));
    V g = o.op(NEG, o.op(MUL, c.cotangent(), quotient));
    return o.with(Reductions.SUM_TO, g, List.of(c.shape(1)));
  }

  private static <V, S> V addScalarX(Ops<V, S> o, Call<V, S> c) {
    return c.cotangent();
  }

  private static <V, S> V mulScalarX(Ops<V, S> o, Call<V, S> c) {
    return o.with(MUL_SCALAR, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V negX(Ops<V, S> o, Call<V, S> c) {
    return o.op(NEG, c.cotangent());
  }

  private static <V, S> V expX(Ops<V, S> o, Call<V, S> c) {
    return o.op(MUL, c.cotangent(), c.result(0));
  }

  private static <V, S> V logX(Ops<V, S> o, Call<V, S> c) {
    return o.op(DIV, c.cotangent(), c.operand(0));
  }

  /** d sqrt(x) = g / (sqrt(x) + sqrt(x)). */
  private static <V, S> V sqrtX(Ops<V, S> o, Call<V, S> c) {
    return o.op(DIV, c.cotangent(), o.op(ADD, c.result(0), c.result(0)));
  }

  /** d tanh = g - (g·y)·y. */
  private static <V, S> V tanhX(Ops<V, S> o, Call<V, S> c) {
    V y = c.result(0);
    return o.op(SUB, c.cotangent(), o.op(MUL, o.op(MUL, c.cotangent(), y), y));
  }

  /** d sigmoid = g·y - (g·y)·y. */
  private static <V, S> V sigmoidX(Ops<V, S> o, Call<V, S> c) {
    V gy = o.op(MUL, c.cotangent(), c.result(0));
    return o.op(SUB, gy, o.op(MUL, gy, c.result(0)));
  }

  private static <V, S> V reluX(Ops<V, S> o, Call<V, S> c) {
    return o.op(MASK_POSITIVE, c.cotangent(), c.result(0));
  }

  private static <V, S> V maskPositiveG(Ops<V, S> o, Call<V, S> c) {
    return o.op(MASK_POSITIVE, c.cotangent(), c.operand(1));
  }

  private static <V, S> V addBiasX(Ops<V, S> o, Call<V, S> c) {
    return c.cotangent();
  }

  private static <V, S> V addBiasBias(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_EXCEPT, c.cotangent(), List.of(c.attribute(0)));
  }
}
