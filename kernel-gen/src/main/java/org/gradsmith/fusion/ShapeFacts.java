/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;
import org.jspecify.annotations.Nullable;

/** What is known for sure of the shapes of values. */
final class ShapeFacts {
  private final BiPredicate<Value, Value> sameShape;
  private final Map<Value, Node.Apply> makers = new HashMap<>();

  /** Values that have the shape of an earlier one because ops on tensors of one shape made them. */
  private final Map<Value, Value> origins = new HashMap<>();

  /** The gradient of the method's result, which has its shape. */
  private final Value cotangent;

  private final Value result;

  /** The first of the values that are numbers for sure, which have one shape. */
  private @Nullable Value number;

  /**
   * @param sameShape whether two values have the same shape for sure
   */
  ShapeFacts(Sweeps sweeps, BiPredicate<Value, Value> sameShape) {
    this.sameShape = sameShape;
    this.cotangent = sweeps.cotangent();
    this.result = sweeps.result();
    collect(sweeps.forward());
    origins.put(cotangent, origin(result));
    collect(sweeps.reverse());
  }

  private void collect(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Compute(Node.Apply node, String _)) {
        node.results().forEach(made -> makers.putIfAbsent(made, node));
        shaping(node)
            .ifPresent(from -> origins.putIfAbsent(node.results().getFirst(), origin(from)));
      }
    }
  }

  /** A value that has the shape of a step's first result. */
  private Optional<Value> shaping(Node.Apply node) {
    if (node.op().expression().isPresent()) {
      return FusibleOps.broadcasts(node) && !allSame(node.operands())
          ? Optional.empty()
          : Optional.of(node.operands().getFirst());
    }
    if (FusibleOps.isTotal(node.op())) {
      number = number == null ? node.results().getFirst() : number;
      return Optional.of(number);
    }
    if (node.op() == Reductions.SUM_TO
        || node.op() == Views.EXPAND_DIM
        || node.op() == Views.EXPAND) {
      return node.attributes().getFirst() instanceof Attr.ShapeOf(Value target)
          ? Optional.of(target)
          : Optional.empty();
    }
    return node.op()
        .rows()
        .filter(rows -> rows.results().getFirst().target() == Target.FULL)
        .map(_ -> RowOps.wholes(node).getFirst());
  }

  /** An earlier value of the same shape, as early as is known; the value itself if none is. */
  Value origin(Value value) {
    return origins.getOrDefault(value, value);
  }

  /** The shape of a value, by the shapes of values that are as early as is known. */
  Attr shape(Value value) {
    List<Value> shaping = new ArrayList<>();
    addShaping(origin(value), new HashSet<>(), shaping);
    for (Value part : List.copyOf(shaping)) { // one by one, for two may be within each other
      if (shaping.stream().anyMatch(other -> !part.equals(other) && within(part, other))) {
        shaping.remove(part);
      }
    }
    return shaping.size() == 1
        ? new Attr.ShapeOf(shaping.getFirst())
        : new Attr.BroadcastOf(shaping);
  }

  private void addShaping(Value value, Set<Value> seen, List<Value> into) {
    if (!seen.add(value)) {
      return;
    }
    Node.Apply maker = makers.get(value);
    if (maker != null && maker.op().expression().isPresent() && FusibleOps.broadcasts(maker)) {
      maker.operands().forEach(operand -> addShaping(origin(operand), seen, into));
    } else if (into.stream().noneMatch(other -> same(value, other))) {
      into.add(value);
    }
  }

  boolean same(Value a, Value b) {
    Value first = origin(a);
    Value second = origin(b);
    return first.equals(second) || sameShape.test(first, second) || sameShape.test(a, b);
  }

  boolean allSame(List<Value> values) {
    return values.stream().allMatch(value -> same(values.getFirst(), value));
  }

  /**
   * Whether a value broadcasts to the shape of another: as the operands of an op to its result, as
   * rows that keep their dimension to what they are rows of, and as numbers to everything.
   */
  boolean within(Value value, Value whole) {
    Node.Apply made = makers.get(value);
    if (made != null && FusibleOps.isTotal(made.op())) {
      return true;
    }
    if (made != null && RowOps.isRowKept(made, value)) {
      return isOperandOf(value, whole) || within(RowOps.wholes(made).getFirst(), whole);
    }
    return isOperandOf(value, whole);
  }

  private boolean isOperandOf(Value value, Value whole) {
    Deque<Value> open = new ArrayDeque<>(List.of(whole));
    Set<Value> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Value next = open.remove();
      if (same(value, next)) {
        return true;
      }
      Stream.of(origin(next)).filter(seen::add).forEach(open::add);
      Node.Apply maker = makers.get(next.equals(cotangent) ? result : next);
      if (maker != null && maker.op().expression().isPresent()) {
        maker.operands().stream().filter(seen::add).forEach(open::add);
      }
    }
    return false;
  }
}
