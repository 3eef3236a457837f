/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/** Ops that put tensors together. */
public final class Joining {
  /** The tensors behind each other along a dimension; their other sizes are equal. */
  public static final Op CAT =
      Op.named("cat")
          .variadic("tensors", Joining::catPart)
          .attribute("dim", INT, new AttributeSpec.Standard.Literal(0))
          .result(DTypeRule.PROMOTE)
          .shape(Joining::catShape)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 3), Input.of(2, 1), Input.of(2, 2)).with(1L))
          .sample(Sample.of(Input.of(2, 3), Input.of(1, 3)).with(-2L))
          .sample(Sample.of(Input.of(3)).with(0L))
          .build();

  private Joining() {}

  static List<Op> all() {
    return List.of(CAT);
  }

  private static <D> List<List<D>> catShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    if (shape.isEmpty()) {
      throw new ShapeMismatch("a single number cannot be joined to others; use stack");
    }
    int dim = ShapeRules.dimension(call.constant(0), shape.size());
    for (int i = 1; i < call.operandCount(); i++) {
      List<D> next = call.operand(i);
      if (next.size() != shape.size()) {
        throw new ShapeMismatch(
            "tensor 0 has %d dimensions, but tensor %d has %d"
                .formatted(shape.size(), i, next.size()));
      }
      for (int d = 0; d < shape.size(); d++) {
        int at = d;
        int number = i;
        shape.set(
            d,
            d == dim
                ? dims.plus(shape.get(d), next.get(d))
                : ShapeRules.same(
                    dims,
                    shape.get(d),
                    next.get(d),
                    () ->
                        "sizes must be equal but in dimension %d; tensor 0 has %s and tensor %d has %s in dimension %d"
                            .formatted(dim, call.operand(0).get(at), number, next.get(at), at)));
      }
    }
    return List.of(List.copyOf(shape));
  }

  private static <V, S> V catPart(Ops<V, S> o, Call<V, S> c, int index) {
    S dim = c.attribute(0);
    S start = o.literal(0);
    for (int i = 0; i < index; i++) {
      start = o.plus(start, o.sizeAlong(c.shape(i), dim));
    }
    S stop = o.plus(start, o.sizeAlong(c.shape(index), dim));
    return o.with(Slices.SLICE, c.cotangent(), List.of(dim, start, stop, o.literal(1)));
  }
}
