/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.Sample.Input;

/** The parts of a classification loss. */
public final class Losses {
  /**
   * Negative log-likelihood: minus the log-probability (N, C) of each target class (N). Reduction 0
   * gives all N, 1 their mean, 2 their sum.
   */
  public static final Op NLL_LOSS =
      Op.named("nllLoss")
          .operand("logProbabilities", Losses::nllLossX)
          .passiveOperand("target", "class numbers")
          .attribute("reduction", INT, new Literal(1))
          .result(DTypeRule.FIRST)
          .shape(Losses::nllLossShape)
          .batching(LossesBatching::nllLoss)
          .sample(Sample.of(Input.in(-3, 0, 3, 4), Input.indices(4, 3)).with(1L))
          .sample(Sample.of(Input.in(-3, 0, 3, 4), Input.indices(4, 3)).with(2L))
          .sample(Sample.of(Input.in(-3, 0, 3, 4), Input.indices(4, 3)).with(0L))
          .build();

  /** The cotangent of the log-probabilities; the shape is theirs. */
  public static final Op NLL_LOSS_GRAD =
      Op.named("nllLossGrad")
          .operand("g", Losses::nllLossGradG)
          .passiveOperand("target", "class numbers")
          .attribute("shape", SHAPE)
          .attribute("reduction", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(LossesBatching::nllLossGrad)
          .sample(Sample.of(Input.of(), Input.indices(4, 3)).with(List.of(3L, 4L), 1L))
          .build();

  private Losses() {}

  static List<Op> all() {
    return List.of(NLL_LOSS, NLL_LOSS_GRAD);
  }

  private static <D> List<List<D>> nllLossShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    List<D> target = call.operand(1);
    ShapeRules.rank(x, 2, "input", "N, C");
    ShapeRules.rank(target, 1, "target", "N");
    D batch =
        ShapeRules.same(
            dims,
            x.get(0),
            target.get(0),
            () ->
                "input %s has %s rows, but there are %s targets"
                    .formatted(ShapeRules.text(x), x.get(0), target.get(0)));
    List<D> shape = new ArrayList<>();
    if (call.constant(0) == 0) {
      shape.add(batch);
    }
    return List.of(List.copyOf(shape));
  }

  private static <V, S> V nllLossX(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(0), c.attribute(0));
    return o.with(NLL_LOSS_GRAD, c.cotangent(), c.operand(1), attributes);
  }

  private static <V, S> V nllLossGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(NLL_LOSS, c.cotangent(), c.operand(1), List.of(c.attribute(1)));
  }
}
