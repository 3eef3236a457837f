/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/**
 * Which assignments of numbers the result depends on: a backward data flow analysis of "what
 * follows reads this number for something that matters". The adjoint of the others is zero, and no
 * step is written for them; so a value that is not a number, and that nothing uses, spoils nothing
 * (zero times infinity would).
 */
final class Liveness {
  private final Set<Statement> live = Collections.newSetFromMap(new IdentityHashMap<>());

  private Liveness() {}

  /** The assignments of numbers that matter, by identity. */
  static Set<Statement> of(FlowMethod method) {
    Liveness liveness = new Liveness();
    Set<Variable> end = new HashSet<>();
    method.result().filter(Variable::isReal).ifPresent(end::add);
    liveness.before(method.body(), end);
    return liveness.live;
  }

  /** What matters before a statement, given what matters behind it. */
  private Set<Variable> before(Statement statement, Set<Variable> behind) {
    Set<Variable> before = new HashSet<>(behind);
    switch (statement) {
      case Statement.Block block -> {
        for (Statement inner : block.statements().reversed()) {
          before = before(inner, before);
        }
      }
      case Statement.Declare declare -> before.remove(declare.variable());
      case Statement.Assign assign -> assign(assign, before);
      case Statement.Store store -> before.add(store.value());
      case Statement.Hold hold -> before.add(hold.number());
      case Statement.Call call -> {
        call.result().ifPresent(before::remove);
        call.arguments().stream().filter(Variable::isReal).forEach(before::add);
      }
      case Statement.Guarded guarded ->
          before = before(guarded.body(), before(guarded.end(), behind));
      case Statement.If choice -> {
        before = before(choice.then(), behind);
        before.addAll(before(choice.otherwise(), behind));
      }
      case Statement.Loop loop -> before = loop(loop, behind);
      case Statement.Apply _, Statement.Effect _, Statement.CallFunction _, Statement.Write _ -> {}
    }
    return before;
  }

  private void assign(Statement.Assign assign, Set<Variable> matters) {
    boolean read = matters.remove(assign.target());
    if (read) {
      live.add(assign);
    }
    switch (assign.value()) {
      case Expression.Copy(Variable source) when read && source.isReal() -> matters.add(source);
      case Expression.Compute compute when read -> {
        List<Optional<Scalar>> gradients = compute.gradients();
        for (int i = 0; i < gradients.size(); i++) {
          if (gradients.get(i).isPresent()) {
            matters.add(compute.operands().get(i));
          }
        }
      }
      case Expression.Lift lift -> {
        matters.add(lift.number());
        lift.tangent().ifPresent(matters::add);
      }
      case Expression.Plain _,
          Expression.NewArray _,
          Expression.Copy _,
          Expression.Compute _,
          Expression.Load _,
          Expression.Part _ -> {}
    }
  }

  /** Turn after turn, until another one finds nothing new. */
  private Set<Variable> loop(Statement.Loop loop, Set<Variable> behind) {
    Set<Variable> turn = new HashSet<>();
    Set<Variable> test;
    boolean grows;
    do {
      Set<Variable> tested = new HashSet<>(behind);
      tested.addAll(turn);
      test = before(loop.test(), tested);
      grows = turn.addAll(before(loop.body(), test));
    } while (grows);
    return loop.testFirst() ? test : turn;
  }
}
