/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Convolution (cross-correlation) over one, two or three dimensions of x (N, C, spatial...) with
 * weights (O, C / groups, window...). Stride and dilation have one entry per spatial dimension, the
 * padding two: before and after; a negative padding leaves places out. The three forms are closed
 * under differentiation.
 */
public final class ConvolutionNd {
  /** The convolution. */
  public static final Op CONV_ND =
      Op.named("convNd")
          .linear("x", ConvolutionNd::convX)
          .linear("weight", ConvolutionNd::convWeight)
          .attribute("stride", SHAPE)
          .attribute("padding", SHAPE)
          .attribute("dilation", SHAPE)
          .attribute("groups", INT)
          .result(DTypeRule.PROMOTE)
          .shape(ConvolutionNd::convShape)
          .batching(ConvolutionBatching::convNd)
          .sample(
              Sample.of(Input.of(2, 2, 5), Input.of(4, 1, 2))
                  .with(List.of(2L), List.of(1L, 0L), List.of(2L), 2L))
          .sample(
              Sample.of(Input.of(1, 2, 4, 5), Input.of(3, 2, 2, 3))
                  .with(List.of(1L, 2L), List.of(0L, 1L, 1L, 1L), List.of(2L, 1L), 1L))
          .sample(
              Sample.of(Input.of(1, 1, 3, 3, 3), Input.of(1, 1, 2, 2, 2))
                  .with(
                      List.of(1L, 2L, 1L),
                      List.of(0L, 0L, 1L, 0L, 0L, 0L),
                      List.of(1L, 1L, 1L),
                      1L))
          .build();

  /** The cotangent of x, whose shape is given; also the transposed convolution of g. */
  public static final Op CONV_ND_GRAD_INPUT =
      Op.named("convNdGradInput")
          .linear("g", ConvolutionNd::gradInputG)
          .linear("weight", ConvolutionNd::gradInputWeight)
          .attribute("shape", SHAPE)
          .attribute("stride", SHAPE)
          .attribute("padding", SHAPE)
          .attribute("dilation", SHAPE)
          .attribute("groups", INT)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::asGiven)
          .batching(ConvolutionBatching::convNdGradInput)
          .sample(
              Sample.of(Input.of(2, 4, 2), Input.of(4, 1, 2))
                  .with(List.of(2L, 2L, 5L), List.of(2L), List.of(1L, 0L), List.of(2L), 2L))
          .build();

  /** The cotangent of the weight, whose shape is given. */
  public static final Op CONV_ND_GRAD_WEIGHT =
      Op.named("convNdGradWeight")
          .linear("g", ConvolutionNd::gradWeightG)
          .linear("x", ConvolutionNd::gradWeightX)
          .attribute("shape", SHAPE)
          .attribute("stride", SHAPE)
          .attribute("padding", SHAPE)
          .attribute("dilation", SHAPE)
          .attribute("groups", INT)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::asGiven)
          .batching(ConvolutionBatching::convNdGradWeight)
          .sample(
              Sample.of(Input.of(2, 4, 2), Input.of(2, 2, 5))
                  .with(List.of(4L, 1L, 2L), List.of(2L), List.of(1L, 0L), List.of(2L), 2L))
          .build();

  private ConvolutionNd() {}

  static List<Op> all() {
    return List.of(CONV_ND, CONV_ND_GRAD_INPUT, CONV_ND_GRAD_WEIGHT);
  }

  private static <D> List<List<D>> convShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    List<D> weight = call.operand(1);
    List<D> stride = call.sizes(0);
    List<D> padding = call.sizes(1);
    List<D> dilation = call.sizes(2);
    ShapeRules.rank(x, stride.size() + 2, "input", "N, C, spatial...");
    ShapeRules.rank(weight, stride.size() + 2, "weight", "O, C / groups, window...");
    long groups = call.constant(3);
    requireGroups(dims, weight.getFirst(), groups);
    D taken = dims.times(weight.get(1), dims.literal(groups));
    ShapeRules.same(
        dims,
        x.get(1),
        taken,
        () ->
            "input %s has %s channels, but the weight %s takes %s in %s groups"
                .formatted(ShapeRules.text(x), x.get(1), ShapeRules.text(weight), taken, groups));
    List<D> result = new ArrayList<>(List.of(x.getFirst(), weight.getFirst()));
    for (int i = 0; i < stride.size(); i++) {
      D taps = dims.plus(weight.get(i + 2), dims.literal(-1));
      D window = dims.plus(dims.times(dilation.get(i), taps), dims.literal(1));
      D added = dims.plus(padding.get(2 * i), padding.get(2 * i + 1));
      D padded = dims.plus(x.get(i + 2), added);
      D none = dims.literal(0);
      result.add(Convolution.windows(dims, padded, window, stride.get(i), none, x));
    }
    return List.of(List.copyOf(result));
  }

  private static <D> void requireGroups(Dims<D> dims, D outChannels, long groups) {
    OptionalLong known = dims.value(outChannels);
    if (groups < 1 || (known.isPresent() && known.getAsLong() % groups != 0)) {
      throw new ShapeMismatch(
          "the %s channels of the result do not divide into %d groups"
              .formatted(outChannels, groups));
    }
  }

  private static <V, S> V convX(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND_GRAD_INPUT, c.cotangent(), c.operand(1), shaped(c.shape(0), c, 0));
  }

  private static <V, S> V convWeight(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND_GRAD_WEIGHT, c.cotangent(), c.operand(0), shaped(c.shape(1), c, 0));
  }

  private static <V, S> V gradInputG(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND, c.cotangent(), c.operand(1), unshaped(c));
  }

  private static <V, S> V gradInputWeight(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND_GRAD_WEIGHT, c.operand(0), c.cotangent(), shaped(c.shape(1), c, 1));
  }

  private static <V, S> V gradWeightG(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND, c.operand(1), c.cotangent(), unshaped(c));
  }

  private static <V, S> V gradWeightX(Ops<V, S> o, Call<V, S> c) {
    return o.with(CONV_ND_GRAD_INPUT, c.operand(0), c.cotangent(), shaped(c.shape(1), c, 1));
  }

  private static <V, S> List<S> unshaped(Call<V, S> c) {
    return List.of(c.attribute(1), c.attribute(2), c.attribute(3), c.attribute(4));
  }

  private static <V, S> List<S> shaped(S shape, Call<V, S> c, int first) {
    return List.of(
        shape,
        c.attribute(first),
        c.attribute(first + 1),
        c.attribute(first + 2),
        c.attribute(first + 3));
  }
}
