/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The variables that a statement assigns or declares, at any depth. */
public final class Assigned {
  private final Set<Variable> found = new LinkedHashSet<>();
  private final Set<Statement> without = Collections.newSetFromMap(new IdentityHashMap<>());

  private Assigned(Optional<Statement> without) {
    without.ifPresent(this.without::add);
  }

  /** The variables that a statement assigns or declares. */
  public static Set<Variable> in(Statement statement) {
    Assigned assigned = new Assigned(Optional.empty());
    assigned.visit(statement);
    return assigned.found;
  }

  /**
   * The variables that a statement assigns.
   *
   * @param without a statement inside that does not count
   */
  static Set<Variable> in(Statement statement, Statement without) {
    Assigned assigned = new Assigned(Optional.of(without));
    assigned.visit(statement);
    return assigned.found;
  }

  private void visit(Statement statement) {
    if (without.contains(statement)) {
      return;
    }
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(this::visit);
      case Statement.Declare declare -> found.add(declare.variable());
      case Statement.Assign assign -> found.add(assign.target());
      case Statement.Apply apply -> found.addAll(apply.results());
      case Statement.Store _, Statement.Hold _, Statement.Effect _ -> {}
      case Statement.Guarded guarded -> {
        visit(guarded.body());
        visit(guarded.end());
      }
      case Statement.Call call -> {
        found.add(call.call());
        call.result().ifPresent(found::add);
      }
      case Statement.CallFunction call -> {
        found.add(call.call());
        found.add(call.result());
      }
      case Statement.Write write -> found.add(write.call());
      case Statement.If choice -> {
        visit(choice.then());
        visit(choice.otherwise());
      }
      case Statement.Loop loop -> {
        visit(loop.test());
        visit(loop.body());
      }
    }
  }
}
