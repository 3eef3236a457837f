/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Attention (Vaswani and others: Attention Is All You Need, 2017) without its matrix of weights: a
 * kernel computes some rows of it at a time (as Dao and others: FlashAttention, 2022), and computes
 * them again for the gradients. So a call keeps its operands only, however long the sequences are.
 */
public final class Attentions {
  private static final double SCALE = 0.7;

  /** A query sees all places: more than there are. */
  public static final long ALL_AHEAD = 1L << 40;

  /**
   * softmax(q·kᵀ·scale)·v: (..., L, E), (..., S, E) and (..., S, V) give (..., L, V). Query i sees
   * the places up to i + ahead.
   */
  public static final Op ATTENTION =
      Op.named("attention")
          .operand("q", AttentionRules::q)
          .operand("k", AttentionRules::k)
          .operand("v", AttentionRules::v)
          .attribute("scale", NUMBER)
          .attribute("ahead", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Attentions::shape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 3), Input.of(4, 3), Input.of(4, 2)).with(SCALE, ALL_AHEAD))
          .sample(
              Sample.of(Input.of(2, 3, 2), Input.of(2, 3, 2), Input.of(2, 3, 4)).with(SCALE, 0L))
          .build();

  /** The cotangents of attention's operands from that of its result, g. */
  public static final Op ATTENTION_GRAD =
      Op.named("attentionGrad")
          .operand("g", AttentionRules::gradG)
          .operand("q", AttentionRules::gradQ)
          .operand("k", AttentionRules::gradK)
          .operand("v", AttentionRules::gradV)
          .attribute("scale", NUMBER)
          .attribute("ahead", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(Attentions::gradShape)
          .batching(Batching.LEADING)
          .sample(
              Sample.of(Input.of(2, 2), Input.of(2, 3), Input.of(4, 3), Input.of(4, 2))
                  .with(SCALE, ALL_AHEAD))
          .sample(
              Sample.of(Input.of(2, 3, 4), Input.of(2, 3, 2), Input.of(2, 3, 2), Input.of(2, 3, 4))
                  .with(SCALE, 0L))
          .build();

  private Attentions() {}

  static List<Op> all() {
    return List.of(ATTENTION, ATTENTION_GRAD);
  }

  private static <D> List<List<D>> shape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(result(dims, call.operand(0), call.operand(1), call.operand(2)));
  }

  private static <D> List<List<D>> gradShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> q = call.operand(1);
    List<D> k = call.operand(2);
    List<D> v = call.operand(3);
    List<D> y = result(dims, q, k, v);
    ShapeRules.equal(dims, call.operand(0), y, "the cotangent", "the result");
    return List.of(q, k, v);
  }

  private static <D> List<D> result(Dims<D> dims, List<D> q, List<D> k, List<D> v) {
    int rank = q.size();
    if (rank < 2 || k.size() != rank || v.size() != rank) {
      throw new ShapeMismatch("q (..., L, E), k (..., S, E) and v (..., S, V) are needed");
    }
    List<D> result = new ArrayList<>();
    for (int i = 0; i < rank - 2; i++) {
      D size = same(dims, q.get(i), k.get(i), "leading sizes of q and k", "expand them");
      result.add(same(dims, size, v.get(i), "leading sizes of q and v", "expand them"));
    }
    same(dims, q.getLast(), k.getLast(), "features of q and k", "their products are summed");
    same(dims, k.get(rank - 2), v.get(rank - 2), "places of k and v", "each key has one value");
    result.add(q.get(rank - 2));
    result.add(v.getLast());
    return List.copyOf(result);
  }

  private static <D> D same(Dims<D> dims, D left, D right, String what, String why) {
    return ShapeRules.same(
        dims, left, right, () -> "the %s are %s and %s: %s".formatted(what, left, right, why));
  }
}
