/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/** Ops that copy elements as they are, or to another dtype. */
public final class Copies {
  /** The same elements in memory of their own. */
  public static final Op CLONE =
      Op.named("clone")
          .linear("x", Copies::pass)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /**
   * The elements converted to another dtype. The cotangent is converted back by whoever passes it
   * on, as for every operand that was promoted.
   */
  public static final Op TO =
      Op.named("to")
          .linear("x", Copies::pass)
          .attribute("dtype", AttributeSpec.Kind.DTYPE)
          .result(DTypeRule.GIVEN)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 3)).with("FLOAT64"))
          .build();

  private Copies() {}

  static List<Op> all() {
    return List.of(CLONE, TO);
  }

  private static <V, S> V pass(Ops<V, S> o, Call<V, S> c) {
    return c.cotangent();
  }
}
