/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Where the slot that was looked up for a tensor variable may no longer be the tensor's: where a
 * write in place may have happened since the variable was assigned. A write gives other slots to
 * all tensors that show the elements, and which variables hold those is only known at run time.
 */
final class StaleSlots {
  private final IdentityHashMap<Statement, Set<Variable>> stale = new IdentityHashMap<>();
  private final Set<Variable> tensors = new HashSet<>();

  private StaleSlots() {}

  static StaleSlots of(FlowMethod method) {
    StaleSlots slots = new StaleSlots();
    method.parameters().stream().filter(Variable::isTensor).forEach(slots.tensors::add);
    Activity.walk(
        method.body(), s -> assigned(s).filter(Variable::isTensor).ifPresent(slots.tensors::add));
    slots.behind(method.body(), Set.of());
    return slots;
  }

  /** Whether the slot of a variable that a statement reads may be out of date. */
  boolean at(Statement statement, Variable variable) {
    return stale.getOrDefault(statement, Set.of()).contains(variable);
  }

  private static Optional<Variable> assigned(Statement statement) {
    return switch (statement) {
      case Statement.Assign assign -> Optional.of(assign.target());
      case Statement.Apply apply -> Optional.of(apply.results().getFirst());
      case Statement.Call call -> call.result();
      case Statement.CallFunction call -> Optional.of(call.result());
      case Statement.Declare declare -> Optional.of(declare.variable());
      default -> Optional.empty();
    };
  }

  /** The variables with slots out of date behind a statement, given those before it. */
  private Set<Variable> behind(Statement statement, Set<Variable> before) {
    Set<Variable> behind = new HashSet<>(before);
    switch (statement) {
      case Statement.Block block -> {
        for (Statement inner : block.statements()) {
          behind = behind(inner, behind);
        }
      }
      case Statement.Assign(Variable target, Expression.Copy(Variable _), boolean _, var _) -> {
        note(statement, before);
        behind.remove(target);
      }
      case Statement.Assign assign -> behind.remove(assign.target());
      case Statement.Declare declare -> behind.remove(declare.variable());
      case Statement.Apply apply -> {
        note(statement, before);
        behind.removeAll(apply.results());
      }
      case Statement.CallFunction call -> {
        if (!call.computesOnly()) {
          behind.addAll(tensors); // a module takes part in the sweep, and may write
        }
        behind.remove(call.result());
      }
      case Statement.Call call -> {
        behind.addAll(tensors); // the callee may write
        call.result().ifPresent(behind::remove);
      }
      case Statement.Write _ -> behind.addAll(tensors);
      case Statement.If choice -> {
        behind = behind(choice.then(), before);
        behind.addAll(behind(choice.otherwise(), before));
      }
      case Statement.Loop loop -> behind = loop(loop, before);
      case Statement.Guarded guarded ->
          behind = behind(guarded.end(), behind(guarded.body(), before));
      case Statement.Store _, Statement.Hold _, Statement.Effect _ -> {}
    }
    return behind;
  }

  private void note(Statement statement, Set<Variable> before) {
    stale.computeIfAbsent(statement, _ -> new HashSet<>()).addAll(before);
  }

  /** Turn after turn, until another one finds nothing new. */
  private Set<Variable> loop(Statement.Loop loop, Set<Variable> before) {
    Set<Variable> turn = new HashSet<>(before);
    Set<Variable> tested;
    boolean grows;
    do {
      if (loop.testFirst()) {
        tested = behind(loop.test(), turn);
        grows = turn.addAll(behind(loop.body(), tested));
      } else {
        tested = behind(loop.test(), behind(loop.body(), turn));
        grows = turn.addAll(tested);
      }
    } while (grows);
    return tested;
  }
}
