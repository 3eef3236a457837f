/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batching rule of a row, and the word for its kind in the op reference.
 *
 * @param kind one word
 * @param rule the rule
 */
public record Batching(String kind, BatchingRule rule) {
  /** No rule: the op runs once per example, and the results are stacked. */
  static final Batching LOOP = new Batching("loop", Batching::none);

  /** Pointwise ops: ranks are made equal, then operands broadcast as ever. */
  static final Batching BROADCAST = new Batching("broadcast", Batching::broadcast);

  /** Ops that leave leading dimensions alone: the batch is one more of them. */
  static final Batching LEADING = new Batching("leading", Batching::leading);

  /** As {@link #LEADING}, for ops that work along the last dimension, which must be there. */
  static final Batching ROWS = new Batching("leading", Batching::rows);

  /** Ops whose attributes name dimensions and give shapes: what they name moves on by one. */
  static final Batching SHIFTED = new Batching("shifted", Batching::shifted);

  /** A rule of the row's own. */
  static Batching own(BatchingRule rule) {
    return new Batching("own", rule);
  }

  /** A shape with the batch in front. */
  static long[] prefixed(long size, long... shape) {
    long[] all = new long[shape.length + 1];
    all[0] = size;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }

  /** The operand of a batch, whose examples get as many dimensions as {@code rank}. */
  static <V> V padded(Ops<V, Object> o, V x, BatchedCall<V> call, int index, int rank) {
    int missing = rank - call.rank(index);
    if (missing == 0) {
      return x;
    }
    long[] shape = new long[rank];
    Arrays.fill(shape, 0, missing, 1);
    System.arraycopy(call.shape(index), 0, shape, missing, call.rank(index));
    return reshaped(o, x, prefixed(call.size(), shape));
  }

  static <V> V reshaped(Ops<V, Object> o, V x, long... shape) {
    return o.with(Views.RESHAPE, x, List.of(shape));
  }

  static <V> V expanded(Ops<V, Object> o, V x, long... shape) {
    return o.with(Views.EXPAND, x, List.of(shape));
  }

  /** The attributes as they are. */
  static <V> List<Object> attributes(Op op, BatchedCall<V> call) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < op.attributes().size(); i++) {
      all.add(call.attribute(i));
    }
    return all;
  }

  private static <V> List<V> none(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return List.of();
  }

  private static <V> List<V> broadcast(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    int rank = 0;
    for (int i = 0; i < call.operandCount(); i++) {
      rank = Math.max(rank, call.rank(i));
    }
    List<@Nullable V> operands = new ArrayList<>();
    for (int i = 0; i < call.operandCount(); i++) {
      V x = call.operand(i);
      operands.add(call.isBatched(i) ? padded(o, x, call, i, rank) : x);
    }
    return o.apply(op, operands, attributes(op, call));
  }

  private static <V> List<V> leading(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return o.apply(op, full(call), attributes(op, call));
  }

  private static <V> List<V> rows(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return call.rank(0) == 0 ? List.of() : leading(op, o, call);
  }

  private static <V> List<@Nullable V> full(BatchedCall<V> call) {
    List<@Nullable V> operands = new ArrayList<>();
    for (int i = 0; i < call.operandCount(); i++) {
      operands.add(call.isPresent(i) ? call.full(i) : null);
    }
    return operands;
  }

  private static <V> List<V> shifted(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    List<Object> attributes = new ArrayList<>();
    boolean isNumber = call.rank(0) == 0;
    for (int i = 0; i < op.attributes().size(); i++) {
      attributes.add(
          switch (op.attributes().get(i).name()) {
            case "dim", "dim0", "dim1", "dim2" -> moved(call.constant(i));
            case "dims" -> Arrays.stream(call.sizes(i)).map(Batching::moved).toArray();
            case "shape" -> {
              isNumber = call.sizes(i).length == 0;
              yield prefixed(call.size(), call.sizes(i));
            }
            default -> call.attribute(i);
          });
    }
    if (isNumber && op != Views.UNSQUEEZE) {
      return List.of(); // a single number lets dimensions 0 and -1 be named, though it has none
    }
    return o.apply(op, full(call), attributes);
  }

  /** A dimension behind the batch; those counted from the end stay. */
  static long moved(long dim) {
    return dim < 0 ? dim : dim + 1;
  }
}
