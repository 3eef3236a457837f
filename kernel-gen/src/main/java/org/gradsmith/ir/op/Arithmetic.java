/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;

/** The arithmetic in which derivative rules are written, spelled shortly. */
final class Arithmetic {
  private Arithmetic() {}

  static <V, S> V add(Ops<V, S> o, V x, V y) {
    return o.op(Pointwise.ADD, x, y);
  }

  static <V, S> V sub(Ops<V, S> o, V x, V y) {
    return o.op(Pointwise.SUB, x, y);
  }

  static <V, S> V mul(Ops<V, S> o, V x, V y) {
    return o.op(Pointwise.MUL, x, y);
  }

  static <V, S> V div(Ops<V, S> o, V x, V y) {
    return o.op(Pointwise.DIV, x, y);
  }

  static <V, S> V neg(Ops<V, S> o, V x) {
    return o.op(Pointwise.NEG, x);
  }

  static <V, S> V square(Ops<V, S> o, V x) {
    return o.op(Pointwise.MUL, x, x);
  }

  /** x · value. */
  static <V, S> V times(Ops<V, S> o, V x, double value) {
    return o.with(Pointwise.MUL_SCALAR, x, List.of(o.number(value)));
  }

  /** x + value. */
  static <V, S> V plus(Ops<V, S> o, V x, double value) {
    return o.with(Pointwise.ADD_SCALAR, x, List.of(o.number(value)));
  }

  /** 1 - x. */
  static <V, S> V oneMinus(Ops<V, S> o, V x) {
    return plus(o, neg(o, x), 1);
  }

  /** t where the condition holds, else 0. */
  static <V, S> V where(Ops<V, S> o, V condition, V t) {
    return o.op(Selections.KEEP_WHERE, condition, t);
  }

  /** 0 where the condition holds, else t. */
  static <V, S> V except(Ops<V, S> o, V condition, V t) {
    return o.op(Selections.DROP_WHERE, condition, t);
  }

  /** Zeros in the place of t: the derivative of what is constant piece by piece. */
  static <V, S> V zero(Ops<V, S> o, Call<V, S> c, V t) {
    return o.op(Selections.ZERO, t);
  }

  /** t itself: the derivative of x + something. */
  static <V, S> V same(Ops<V, S> o, Call<V, S> c, V t) {
    return t;
  }

  /** -t. */
  static <V, S> V negative(Ops<V, S> o, Call<V, S> c, V t) {
    return neg(o, t);
  }
}
