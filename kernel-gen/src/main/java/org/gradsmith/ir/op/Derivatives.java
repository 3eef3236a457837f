/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The usual forms of derivative rules, made from less than a whole rule. */
final class Derivatives {
  private Derivatives() {}

  /** The cotangent of an operand that has the result's shape. */
  record ElementwiseVjp(Partial partial) implements Vjp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call) {
      return partial.apply(ops, call, call.cotangent());
    }
  }

  /** The tangent that an operand of the result's shape contributes. */
  record ElementwiseJvp(Partial partial) implements Jvp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V tangent) {
      return partial.apply(ops, call, tangent);
    }
  }

  /** The cotangent of an operand that may have been broadcast. */
  record BroadcastingVjp(Partial partial, int index) implements Vjp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call) {
      V whole = partial.apply(ops, call, call.cotangent());
      return ops.with(Reductions.SUM_TO, whole, List.of(call.shape(index)));
    }
  }

  /** The tangent that an operand contributes which may have been broadcast. */
  record BroadcastingJvp(Partial partial) implements Jvp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V tangent) {
      V part = partial.apply(ops, call, tangent);
      return ops.with(Views.EXPAND, part, List.of(call.resultShape()));
    }
  }

  /** The rule of one of many operands at a variadic place. */
  record AtIndex(VariadicVjp rule, int index) implements Vjp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call) {
      return rule.apply(ops, call, index);
    }
  }

  /** The op itself, applied to the tangent in the place of an operand in which it is linear. */
  static final class LinearJvp implements Jvp {
    private final int index;
    private @Nullable Op op;

    LinearJvp(int index) {
      this.index = index;
    }

    void belongsTo(Op owner) {
      op = owner;
    }

    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V tangent) {
      Op applied = op;
      if (applied == null) {
        throw new IllegalStateException("the rule belongs to no op yet");
      }
      List<@Nullable V> operands = new ArrayList<>();
      for (int i = 0; i < applied.operands().size(); i++) {
        operands.add(i == index ? tangent : call.isPresent(i) ? call.operand(i) : null);
      }
      List<S> attributes = new ArrayList<>();
      for (int i = 0; i < applied.attributes().size(); i++) {
        attributes.add(call.attribute(i));
      }
      return ops.apply(applied, operands, attributes).getFirst();
    }
  }

  /**
   * A variadic op is linear in its operands taken together, so their tangents are joined as they
   * are; whoever executes it gives zeros for operands without one.
   */
  static final class JoinedJvp implements Jvp {
    @Override
    public <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V tangent) {
      throw new UnsupportedOperationException(
          "the tangents of variadic operands are joined by applying the op to all of them");
    }
  }
}
