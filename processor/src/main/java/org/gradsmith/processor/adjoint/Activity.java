/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/**
 * Which numbers have adjoints: those that depend on what the method is differentiated for, and that
 * something differentiable depends on. It looks at the method as a set of assignments, whatever
 * their order, so it may find too many, never too few.
 */
public final class Activity {
  private final FlowMethod method;
  private final ArrayUses arrays;
  private final Set<Variable> varied = new HashSet<>();
  private final Set<Variable> useful = new HashSet<>();

  private Activity(FlowMethod method) {
    this.method = method;
    this.arrays = ArrayUses.of(method, Once.of(method), _ -> false);
  }

  /** The numbers of a method that have adjoints. */
  static Set<Variable> of(FlowMethod method) {
    Activity activity = new Activity(method);
    method.parameters().stream().filter(Variable::isReal).forEach(activity.varied::add);
    activity.untilStable(activity.varied, activity::varies);
    method.result().filter(Variable::isReal).ifPresent(activity.useful::add);
    activity.untilStable(activity.useful, activity::serves);
    activity.varied.retainAll(activity.useful);
    return activity.varied;
  }

  private void untilStable(Set<Variable> set, Consumer<Statement> visit) {
    int before;
    do {
      before = set.size();
      walk(method.body(), visit);
    } while (set.size() > before);
  }

  /** Visits all statements, at any depth. */
  public static void walk(Statement statement, Consumer<Statement> visit) {
    visit.accept(statement);
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(s -> walk(s, visit));
      case Statement.Guarded guarded -> {
        walk(guarded.body(), visit);
        walk(guarded.end(), visit);
      }
      case Statement.If choice -> {
        walk(choice.then(), visit);
        walk(choice.otherwise(), visit);
      }
      case Statement.Loop loop -> {
        walk(loop.test(), visit);
        walk(loop.body(), visit);
      }
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Apply _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ -> {}
    }
  }

  private void varies(Statement statement) {
    switch (statement) {
      case Statement.Assign(Variable target, Expression value, boolean _, var _)
          when target.isReal() -> {
        boolean depends =
            switch (value) {
              case Expression.Plain _, Expression.NewArray _, Expression.Lift _ -> false;
              case Expression.Load load -> !arrays.isConstant(load.array());
              case Expression.Part _ -> true;
              case Expression.Copy(Variable source) -> varied.contains(source);
              case Expression.Compute compute ->
                  compute.operands().stream().anyMatch(varied::contains);
            };
        if (depends) {
          varied.add(target);
        }
      }
      case Statement.Call call -> call.result().filter(Variable::isReal).ifPresent(varied::add);
      default -> {}
    }
  }

  private void serves(Statement statement) {
    switch (statement) {
      case Statement.Assign(Variable target, Expression value, boolean _, var _) -> {
        switch (value) {
          case Expression.Copy(Variable source) when useful.contains(target) -> add(source);
          case Expression.Compute compute when useful.contains(target) -> {
            List<Optional<Scalar>> gradients = compute.gradients();
            for (int i = 0; i < gradients.size(); i++) {
              if (gradients.get(i).isPresent()) {
                add(compute.operands().get(i));
              }
            }
          }
          case Expression.Lift lift -> {
            add(lift.number());
            lift.tangent().ifPresent(this::add);
          }
          default -> {}
        }
      }
      case Statement.Store store -> add(store.value());
      case Statement.Hold hold -> add(hold.number());
      case Statement.Call call -> call.arguments().forEach(this::add);
      default -> {}
    }
  }

  private void add(Variable variable) {
    if (variable.isReal()) {
      useful.add(variable);
    }
  }
}
