/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Views with strides of the caller's choice. Where their elements come from depends on how x lies
 * in its storage, so the ops take x's strides and offset too, and derivatives of any layout can be
 * moved as if they lay like x.
 */
public final class StridedViews {
  /** The elements of x's storage under a shape, strides and an offset. */
  public static final Op AS_STRIDED =
      Op.named("asStrided")
          .operand("x", StridedViews::gradient, StridedViews::values)
          .attribute("shape", SHAPE)
          .attribute("strides", SHAPE)
          .attribute("offset", INT)
          .attribute("stridesOfX", SHAPE)
          .attribute("offsetOfX", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .view()
          .sample(
              Sample.of(Input.of(2, 3))
                  .with(List.of(2L, 2L), List.of(1L, 2L), 1L, List.of(3L, 1L), 0L))
          .build();

  /**
   * What asStrided would show if x's elements lay with the given strides: the mean of those that
   * share a place, 0 where x has no element.
   */
  public static final Op AS_STRIDED_VALUES =
      Op.named("asStridedValues")
          .linear("x", StridedViews::gradient)
          .attribute("shape", SHAPE)
          .attribute("strides", SHAPE)
          .attribute("offset", INT)
          .attribute("stridesOfX", SHAPE)
          .attribute("offsetOfX", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .sample(
              Sample.of(Input.of(2, 3))
                  .with(List.of(2L, 3L), List.of(1L, 1L), 1L, List.of(2L, 1L), 0L))
          .build();

  /** The adjoint: g is added where it was read, and shared evenly by elements at one place. */
  public static final Op AS_STRIDED_GRAD =
      Op.named("asStridedGrad")
          .linear("g", StridedViews::gradientG)
          .attribute("shape", SHAPE)
          .attribute("shapeOfG", SHAPE)
          .attribute("strides", SHAPE)
          .attribute("offset", INT)
          .attribute("stridesOfX", SHAPE)
          .attribute("offsetOfX", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .sample(
              Sample.of(Input.of(2, 2))
                  .with(List.of(2L, 3L), List.of(2L, 2L), List.of(1L, 2L), 1L, List.of(3L, 1L), 0L))
          .build();

  private StridedViews() {}

  static List<Op> all() {
    return List.of(AS_STRIDED, AS_STRIDED_VALUES, AS_STRIDED_GRAD);
  }

  private static <V, S> V gradient(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        AS_STRIDED_GRAD,
        c.cotangent(),
        List.of(
            c.shape(0),
            c.attribute(0),
            c.attribute(1),
            c.attribute(2),
            c.attribute(3),
            c.attribute(4)));
  }

  private static <V, S> V values(Ops<V, S> o, Call<V, S> c, V tangent) {
    return o.with(
        AS_STRIDED_VALUES,
        tangent,
        List.of(c.attribute(0), c.attribute(1), c.attribute(2), c.attribute(3), c.attribute(4)));
  }

  private static <V, S> V gradientG(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        AS_STRIDED_VALUES,
        c.cotangent(),
        List.of(c.attribute(1), c.attribute(2), c.attribute(3), c.attribute(4), c.attribute(5)));
  }
}
