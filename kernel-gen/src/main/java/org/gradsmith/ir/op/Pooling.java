/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.AttributeSpec.Standard.SameAs;
import org.gradsmith.ir.op.Sample.Input;

/** Pooling over windows of images (N, C, H, W). */
public final class Pooling {
  /**
   * The largest element of each window. Hidden result: its place in the plane, row times width plus
   * column; the first of equal ones, and a NaN wins.
   */
  public static final Op MAX_POOL2D =
      Op.named("maxPool2d")
          .operand("x", Pooling::maxPoolX)
          .attribute("kernelSize", INT)
          .attribute("stride", INT, new SameAs("kernelSize"))
          .attribute("padding", INT, new Literal(0))
          .result(DTypeRule.FIRST)
          .result(DTypeRule.INT32)
          .shape(Pooling::maxPoolShape)
          .batching(ConvolutionBatching::images)
          .kink("the first of equal elements takes all")
          .sample(Sample.of(Input.of(2, 2, 4, 4)).with(2L, 2L, 0L))
          .sample(Sample.of(Input.of(1, 2, 5, 5)).with(3L, 2L, 1L))
          .build();

  /** Adds each element of g at the place it came from; the shape is that of the pooled image. */
  public static final Op MAX_POOL2D_GRAD =
      Op.named("maxPool2dGrad")
          .operand("g", Pooling::maxPoolGradG)
          .passiveOperand("indices", "indices")
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(ConvolutionBatching::images)
          .sample(
              Sample.of(Input.of(1, 2, 2, 2), Input.indices(16, 1, 2, 2, 2))
                  .with(List.of(1L, 2L, 4L, 4L)))
          .build();

  /** Reads the elements of x at the places that a pooling chose. */
  public static final Op MAX_POOL2D_GATHER =
      Op.named("maxPool2dGather")
          .operand("x", Pooling::maxPoolGatherX)
          .passiveOperand("indices", "indices")
          .result(DTypeRule.FIRST)
          .shape(Pooling::maxPoolGatherShape)
          .batching(ConvolutionBatching::images)
          .sample(Sample.of(Input.of(1, 2, 4, 4), Input.indices(16, 1, 2, 2, 2)))
          .build();

  private Pooling() {}

  static List<Op> all() {
    return List.of(MAX_POOL2D, MAX_POOL2D_GRAD, MAX_POOL2D_GATHER);
  }

  private static <D> List<List<D>> maxPoolShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    ShapeRules.rank(x, 4, "input", "N, C, H, W");
    D kernel = call.size(0);
    D stride = call.size(1);
    D padding = call.size(2);
    List<D> pooled =
        List.of(
            x.get(0),
            x.get(1),
            Convolution.windows(dims, x.get(2), kernel, stride, padding, x),
            Convolution.windows(dims, x.get(3), kernel, stride, padding, x));
    return List.of(pooled, pooled);
  }

  private static <D> List<List<D>> maxPoolGatherShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(call.operand(1));
  }

  private static <V, S> V maxPoolX(Ops<V, S> o, Call<V, S> c) {
    return o.with(MAX_POOL2D_GRAD, c.cotangent(), c.result(1), List.of(c.shape(0)));
  }

  private static <V, S> V maxPoolGradG(Ops<V, S> o, Call<V, S> c) {
    return o.op(MAX_POOL2D_GATHER, c.cotangent(), c.operand(1));
  }

  private static <V, S> V maxPoolGatherX(Ops<V, S> o, Call<V, S> c) {
    return o.with(MAX_POOL2D_GRAD, c.cotangent(), c.operand(1), List.of(c.shape(0)));
  }
}
