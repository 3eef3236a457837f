/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Operand;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * Layer normalisation over the last dimension (Ba, Kiros, Hinton: Layer Normalization, 2016) and
 * its gradients. Mean and deviation are computed again for the gradients, while the row is in the
 * cache: so each row of the table is a function of its operands alone, and nothing is kept.
 */
public final class LayerNorms {
  private static final double EPS = 0.1;

  /** (x - mean) / √(variance + eps) · weight + bias. */
  public static final Op LAYER_NORM =
      Op.named("layerNorm")
          .operand("x", LayerNormRules::x, LayerNormRules::xTangent)
          .optionalOperand("weight", LayerNormRules::weight)
          .optionalOperand("bias", LayerNormRules::bias)
          .attribute("eps", NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(LayerNorms::normShape)
          .rows(norm())
          .batching(LayerNormsBatching::norm)
          .sample(Sample.of(Input.of(3, 4), Input.of(4), Input.of(4)).with(EPS))
          .sample(Sample.of(Input.of(2, 2, 3), Input.of(3), Input.of(3)).with(EPS))
          .build();

  /** The cotangents of layerNorm's operands from that of its result; without weight, as by ones. */
  public static final Op LAYER_NORM_GRAD =
      Op.named("layerNormGrad")
          .operand("g", LayerNormRules::gradG)
          .operand("x", LayerNormRules::gradX)
          .optionalOperand("weight", LayerNormRules::gradWeight)
          .attribute("eps", NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(LayerNorms::gradShape)
          .rows(grad(true))
          .batching(LayerNormsBatching::grad)
          .sample(Sample.of(Input.of(3, 4), Input.of(3, 4), Input.of(4)).with(EPS))
          .build();

  /** The first result of {@link #LAYER_NORM_GRAD} alone: the cotangent of x. */
  public static final Op LAYER_NORM_GRAD_INPUT =
      Op.named("layerNormGradInput")
          .linear("g", LayerNormRules::inputG)
          .operand("x", LayerNormRules::inputX)
          .optionalOperand("weight", LayerNormRules::inputWeight)
          .attribute("eps", NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(LayerNorms::inputShape)
          .rows(grad(false))
          .batching(LayerNormsBatching::input)
          .sample(Sample.of(Input.of(3, 4), Input.of(3, 4), Input.of(4)).with(EPS))
          .build();

  private LayerNorms() {}

  static List<Op> all() {
    return List.of(LAYER_NORM, LAYER_NORM_GRAD, LAYER_NORM_GRAD_INPUT);
  }

  private static RowExpression norm() {
    Scalar x = operand(0);
    Scalar mean = operand(3);
    Scalar variance = operand(4);
    Scalar centred = sub(x, mean);
    Scalar normed = mul(centred, reciprocalDeviation(variance));
    return new RowExpression(
        List.of(
            Operand.of(Place.FULL),
            new Operand(Place.COLUMN, 1),
            new Operand(Place.COLUMN, -0.0)), // x + -0.0 is x for every x
        List.of(
            new Reduction("mean", Fold.MEAN, x),
            new Reduction("variance", Fold.MEAN, mul(centred, centred))),
        List.of(new Result("y", Target.FULL, add(mul(normed, operand(1)), operand(2)))));
  }

  /**
   * With h the normed x and r the reciprocal deviation, gx = r · (gw - mean(gw) - h·mean(gw·h)).
   */
  private static RowExpression grad(boolean parameters) {
    Scalar g = operand(0);
    Scalar x = operand(1);
    Scalar mean = operand(3);
    Scalar meanOfG = operand(4);
    Scalar variance = operand(5);
    Scalar meanOfProduct = operand(6);
    Scalar weighted = mul(g, operand(2));
    Scalar centred = sub(x, mean);
    Scalar r = reciprocalDeviation(variance);
    Scalar slope = mul(meanOfProduct, mul(r, r));
    Scalar gx = mul(sub(sub(weighted, meanOfG), mul(centred, slope)), r);
    Result ofX = new Result("gx", Target.FULL, gx);
    Result ofWeight = new Result("gweight", Target.COLUMN_SUM, mul(g, mul(centred, r)));
    Result ofBias = new Result("gbias", Target.COLUMN_SUM, g);
    return new RowExpression(
        List.of(Operand.of(Place.FULL), Operand.of(Place.FULL), new Operand(Place.COLUMN, 1)),
        List.of(
            new Reduction("mean", Fold.MEAN, x),
            new Reduction("meanOfG", Fold.MEAN, weighted),
            new Reduction("variance", Fold.MEAN, mul(centred, centred)),
            new Reduction("meanOfProduct", Fold.MEAN, mul(weighted, centred))),
        parameters ? List.of(ofX, ofWeight, ofBias) : List.of(ofX));
  }

  private static Scalar reciprocalDeviation(Scalar variance) {
    return div(constant(1), unary(UnaryFunction.SQRT, add(variance, attribute(0))));
  }

  private static <D> List<List<D>> normShape(Dims<D> dims, ShapeCall<D> call) {
    requireColumn(dims, call, 0, 1, "weight");
    requireColumn(dims, call, 0, 2, "bias");
    return List.of(call.operand(0));
  }

  private static <D> List<List<D>> inputShape(Dims<D> dims, ShapeCall<D> call) {
    ShapeRules.equal(dims, call.operand(0), call.operand(1), "the cotangent", "the input");
    requireColumn(dims, call, 1, 2, "weight");
    return List.of(call.operand(1));
  }

  private static <D> List<List<D>> gradShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = inputShape(dims, call).getFirst();
    List<D> column = List.of(x.getLast());
    return List.of(x, column, column);
  }

  private static <D> void requireColumn(
      Dims<D> dims, ShapeCall<D> call, int operand, int index, String name) {
    List<D> x = call.operand(operand);
    if (x.isEmpty()) {
      throw new ShapeMismatch(
          "the input has no dimension to normalise over; unsqueeze it or give it one");
    }
    if (!call.present(index)) {
      return;
    }
    List<D> column = call.operand(index);
    ShapeRules.rank(column, 1, name, "C");
    ShapeRules.same(
        dims,
        x.getLast(),
        column.getFirst(),
        () ->
            "%s has %s elements, but the last dimension of the input %s has %s"
                .formatted(name, column.getFirst(), ShapeRules.text(x), x.getLast()));
  }
}
