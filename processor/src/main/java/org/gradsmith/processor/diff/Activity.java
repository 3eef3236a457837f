/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.diff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Operand;

/**
 * Which operands of a method each value depends on differentiably. A value without any is passive:
 * it gets no adjoint. The bit behind the last operand stands for what called modules own.
 */
final class Activity {
  private final List<Node.Read> reads = new ArrayList<>();
  private final List<Value> operands;
  private final Map<Value, BitSet> dependencies = new HashMap<>();

  private Activity(Method method) {
    this.operands = new ArrayList<>(method.parameters());
  }

  static Activity of(Method method) {
    Activity activity = new Activity(method);
    for (Node node : method.body()) {
      if (node instanceof Node.Read read) {
        activity.reads.add(read);
        if (read.result().isTensor()) {
          activity.operands.add(read.result());
        }
      }
    }
    for (int i = 0; i < activity.operands.size(); i++) {
      BitSet self = new BitSet();
      self.set(i);
      activity.dependencies.put(activity.operands.get(i), self);
    }
    method.body().forEach(activity::visit);
    return activity;
  }

  private void visit(Node node) {
    switch (node) {
      case Node.Read _ -> {}
      case Node.Apply apply -> {
        BitSet union = new BitSet();
        for (int i = 0; i < apply.operands().size(); i++) {
          Operand operand = apply.op().operand(i);
          if (operand.vjp().isPresent()) {
            union.or(of(apply.operands().get(i)));
          }
        }
        dependencies.put(apply.results().getFirst(), union);
      }
      case Node.CallModule call -> {
        BitSet union = new BitSet();
        union.set(operands.size());
        call.operands().forEach(v -> union.or(of(v)));
        dependencies.put(call.result(), union);
      }
    }
  }

  List<Node.Read> reads() {
    return reads;
  }

  List<Value> operands() {
    return operands;
  }

  /** The operands a value depends on; empty for a passive one. */
  BitSet of(Value value) {
    return dependencies.getOrDefault(value, new BitSet());
  }

  boolean isActive(Value value) {
    return !of(value).isEmpty();
  }
}
