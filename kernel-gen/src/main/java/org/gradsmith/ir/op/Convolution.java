/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Two-dimensional convolution (cross-correlation, as in every deep-learning library) of images (N,
 * C, H, W) with weights (O, C, KH, KW). The three forms are closed under differentiation.
 */
public final class Convolution {
  /** The convolution. */
  public static final Op CONV2D =
      Op.named("conv2d")
          .operand("x", Convolution::conv2dX)
          .operand("weight", Convolution::conv2dWeight)
          .attribute("stride", INT, new Literal(1))
          .attribute("padding", INT, new Literal(0))
          .result(DTypeRule.PROMOTE)
          .shape(Convolution::conv2dShape)
          .batching(ConvolutionBatching::conv2d)
          .sample(Sample.of(Input.of(2, 2, 5, 4), Input.of(3, 2, 3, 2)).with(1L, 0L))
          .sample(Sample.of(Input.of(1, 2, 5, 5), Input.of(2, 2, 3, 3)).with(2L, 1L))
          .build();

  /** The cotangent of the image; the shape is the image's. */
  public static final Op CONV2D_GRAD_INPUT =
      Op.named("conv2dGradInput")
          .operand("g", Convolution::gradInputG)
          .operand("weight", Convolution::gradInputWeight)
          .attribute("shape", SHAPE)
          .attribute("stride", INT)
          .attribute("padding", INT)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::asGiven)
          .batching(ConvolutionBatching::conv2dGradInput)
          .sample(
              Sample.of(Input.of(2, 3, 3, 3), Input.of(3, 2, 3, 2))
                  .with(List.of(2L, 2L, 5L, 4L), 1L, 0L))
          .build();

  /** The cotangent of the weight; the shape is the weight's. */
  public static final Op CONV2D_GRAD_WEIGHT =
      Op.named("conv2dGradWeight")
          .operand("g", Convolution::gradWeightG)
          .operand("x", Convolution::gradWeightX)
          .attribute("shape", SHAPE)
          .attribute("stride", INT)
          .attribute("padding", INT)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::asGiven)
          .batching(ConvolutionBatching::conv2dGradWeight)
          .sample(
              Sample.of(Input.of(2, 3, 3, 3), Input.of(2, 2, 5, 4))
                  .with(List.of(3L, 2L, 3L, 2L), 1L, 0L))
          .build();

  private Convolution() {}

  static List<Op> all() {
    return List.of(CONV2D, CONV2D_GRAD_INPUT, CONV2D_GRAD_WEIGHT);
  }

  private static <D> List<List<D>> conv2dShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    List<D> weight = call.operand(1);
    ShapeRules.rank(x, 4, "input", "N, C, H, W");
    ShapeRules.rank(weight, 4, "weight", "O, C, KH, KW");
    ShapeRules.same(
        dims,
        x.get(1),
        weight.get(1),
        () ->
            "input %s has %s channels, but the weight %s takes %s"
                .formatted(ShapeRules.text(x), x.get(1), ShapeRules.text(weight), weight.get(1)));
    D stride = call.size(0);
    D padding = call.size(1);
    return List.of(
        List.of(
            x.get(0),
            weight.get(0),
            windows(dims, x.get(2), weight.get(2), stride, padding, x),
            windows(dims, x.get(3), weight.get(3), stride, padding, x)));
  }

  /** How many windows of a size fit: (size + 2·padding − window) / stride + 1, rounded down. */
  static <D> D windows(Dims<D> dims, D size, D window, D stride, D padding, List<D> shape) {
    D padded = dims.plus(size, dims.times(dims.literal(2), padding));
    D room = dims.plus(padded, dims.times(dims.literal(-1), window));
    OptionalLong known = dims.value(room);
    if (known.isPresent() && known.getAsLong() < 0) {
      throw new ShapeMismatch(
          "a window of size %s does not fit into size %s (with padding) of input %s"
              .formatted(window, padded, ShapeRules.text(shape)));
    }
    OptionalLong step = dims.value(stride);
    if (step.isPresent() && step.getAsLong() < 1) {
      throw new ShapeMismatch("stride must be at least 1, but is " + stride);
    }
    return dims.plus(dims.floorDivide(room, stride), dims.literal(1));
  }

  private static <V, S> V conv2dX(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(0), c.attribute(0), c.attribute(1));
    return o.with(CONV2D_GRAD_INPUT, c.cotangent(), c.operand(1), attributes);
  }

  private static <V, S> V conv2dWeight(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(1), c.attribute(0), c.attribute(1));
    return o.with(CONV2D_GRAD_WEIGHT, c.cotangent(), c.operand(0), attributes);
  }

  private static <V, S> V gradInputG(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.attribute(1), c.attribute(2));
    return o.with(CONV2D, c.cotangent(), c.operand(1), attributes);
  }

  private static <V, S> V gradInputWeight(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(1), c.attribute(1), c.attribute(2));
    return o.with(CONV2D_GRAD_WEIGHT, c.operand(0), c.cotangent(), attributes);
  }

  private static <V, S> V gradWeightG(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.attribute(1), c.attribute(2));
    return o.with(CONV2D, c.operand(1), c.cotangent(), attributes);
  }

  private static <V, S> V gradWeightX(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(1), c.attribute(1), c.attribute(2));
    return o.with(CONV2D_GRAD_INPUT, c.operand(0), c.cotangent(), attributes);
  }
}
