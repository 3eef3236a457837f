/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Arithmetic.add;
import static org.gradsmith.ir.op.Arithmetic.mul;
import static org.gradsmith.ir.op.Arithmetic.plus;
import static org.gradsmith.ir.op.Arithmetic.sub;

import java.util.Arrays;
import java.util.List;

/**
 * Derivative rules of {@link Attentions}. In formulas s is the scale, P the weights softmax(s·qkᵀ)
 * of what a query sees, J(x) = P∘(x - Σ x∘P) the derivative of the softmax of rows in direction x.
 */
final class AttentionRules {
  private AttentionRules() {}

  static <V, S> V q(Ops<V, S> o, Call<V, S> c) {
    return gradients(o, c).get(0);
  }

  static <V, S> V k(Ops<V, S> o, Call<V, S> c) {
    return gradients(o, c).get(1);
  }

  static <V, S> V v(Ops<V, S> o, Call<V, S> c) {
    return gradients(o, c).get(2);
  }

  /** All three at once; whoever asks for several gets them from one run. */
  private static <V, S> List<V> gradients(Ops<V, S> o, Call<V, S> c) {
    return o.apply(
        Attentions.ATTENTION_GRAD,
        Arrays.asList(c.cotangent(), c.operand(0), c.operand(1), c.operand(2)),
        List.of(c.attribute(0), c.attribute(1)));
  }

  static <V, S> V gradG(Ops<V, S> o, Call<V, S> c) {
    Second<V, S> second = new Second<>(o, c);
    return add(o, second.product(second.h, second.v), second.product(second.p, c.cotangent(2)));
  }

  static <V, S> V gradQ(Ops<V, S> o, Call<V, S> c) {
    Second<V, S> second = new Second<>(o, c);
    V sum =
        add(
            o,
            second.product(second.ofScores(), second.k),
            second.product(second.slope, c.cotangent(1)));
    return second.scaled(sum);
  }

  static <V, S> V gradK(Ops<V, S> o, Call<V, S> c) {
    Second<V, S> second = new Second<>(o, c);
    V sum =
        add(
            o,
            second.product(second.turned(second.ofScores()), second.q),
            second.product(second.turned(second.slope), c.cotangent(0)));
    return second.scaled(sum);
  }

  static <V, S> V gradV(Ops<V, S> o, Call<V, S> c) {
    Second<V, S> second = new Second<>(o, c);
    return second.product(second.turned(second.h), second.g);
  }

  /**
   * The derivatives of a call of attentionGrad. Its results are gq = s·J(M)k, gk = s·J(M)ᵀq and gv
   * = Pᵀg with M = gvᵀ. With their cotangents a, b, c and W = s·(akᵀ + qbᵀ) what is to be
   * differentiated is ⟨J(M), W⟩ + ⟨P, gcᵀ⟩ = ⟨M, J(W)⟩ + ⟨P, gcᵀ⟩.
   */
  private static final class Second<V, S> {
    private final Ops<V, S> o;
    private final Call<V, S> c;
    private final V g;
    private final V q;
    private final V k;
    private final V v;

    /** P. */
    private final V p;

    /** M. */
    private final V m;

    /** W. */
    private final V w;

    /** J(M). */
    private final V slope;

    /** J(W). */
    private final V h;

    Second(Ops<V, S> o, Call<V, S> c) {
      this.o = o;
      this.c = c;
      this.g = c.operand(0);
      this.q = c.operand(1);
      this.k = c.operand(2);
      this.v = c.operand(3);
      V scores = scaled(product(q, turned(k)));
      V one = plus(o, o.op(Selections.ZERO, scores), 1);
      V seen = o.with(Matrices.TRIL, one, List.of(c.attribute(1)));
      V hidden = o.op(Pointwise.LOG, seen); // 0 where it is seen, else -∞
      this.p = o.with(Softmaxes.SOFTMAX, add(o, scores, hidden), List.of(o.literal(-1)));
      this.m = product(g, turned(v));
      this.w =
          scaled(add(o, product(c.cotangent(0), turned(k)), product(q, turned(c.cotangent(1)))));
      this.slope = along(m);
      this.h = along(w);
    }

    /** J(x). */
    private V along(V x) {
      return o.with(Softmaxes.SOFTMAX_GRAD, x, p, List.of(o.literal(-1)));
    }

    /** The cotangent of the scaled scores: J of that of P, M∘(W - Σ P∘W) - W·Σ M∘P + gcᵀ. */
    V ofScores() {
      V first = mul(o, m, sub(o, w, sum(mul(o, p, w))));
      V rest = sub(o, product(g, turned(c.cotangent(2))), mul(o, w, sum(mul(o, m, p))));
      return along(add(o, first, rest));
    }

    V product(V a, V b) {
      return o.op(Matrices.BMM, a, b);
    }

    V turned(V x) {
      return MatrixAlgebra.transposed(o, x);
    }

    V scaled(V x) {
      return o.with(Pointwise.MUL_SCALAR, x, List.of(c.attribute(0)));
    }

    /** Of each row. */
    private V sum(V x) {
      return o.with(Reductions.SUM_DIM, x, List.of(o.literal(-1), o.literal(1)));
    }
  }
}
