/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.CountedLoop;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** Writes loops of a few turns over small arrays turn by turn, so that each index is a constant. */
final class Unrolling extends Rewriting {
  private static final int MOST_TURNS = 8;
  private static final int MOST_STATEMENTS = 120;

  private final FreshNames names;
  private final Map<Variable, Integer> arrays;

  private Unrolling(FlowMethod method, Map<Variable, Integer> arrays) {
    this.names = new FreshNames(method);
    this.arrays = arrays;
  }

  static FlowMethod of(FlowMethod method, Map<Variable, Integer> smallArrays) {
    return smallArrays.isEmpty() ? method : new Unrolling(method, smallArrays).rewritten(method);
  }

  private FlowMethod rewritten(FlowMethod method) {
    return of(method);
  }

  @Override
  List<Statement> replaced(Statement statement) {
    if (!(statement instanceof Statement.Block block)) {
      return List.of(statement);
    }
    Optional<CountedLoop> counted = CountedLoop.of(block).filter(this::isSmall);
    if (counted.isEmpty()) {
      return List.of(statement);
    }
    List<Statement> all =
        new ArrayList<>(block.statements().subList(0, block.statements().size() - 2));
    int start = Constants.of(counted.get().start()).orElseThrow();
    int end = Constants.of(counted.get().end()).orElseThrow();
    for (int index = start; index < end; index++) {
      all.addAll(turn(counted.get(), index));
    }
    return List.of(new Statement.Block(all, block.span()));
  }

  private boolean isSmall(CountedLoop counted) {
    OptionalInt start = Constants.of(counted.start());
    OptionalInt end = Constants.of(counted.end());
    if (start.isEmpty() || end.isEmpty() || counted.index().kind() != Variable.Kind.PASSIVE) {
      return false;
    }
    long turns = (long) end.getAsInt() - start.getAsInt();
    Statement.Block body = counted.loop().body();
    return counted.loop().checkpoints().isEmpty()
        && turns <= MOST_TURNS
        && turns * Statements.count(body) <= MOST_STATEMENTS
        && Statements.onNumbers(body)
        && Statements.all(body).stream().anyMatch(this::indexesSmallArray)
        && Statements.all(body).stream().noneMatch(s -> Statements.holds(s, counted.index()));
  }

  private boolean indexesSmallArray(Statement statement) {
    boolean[] found = {false};
    Statements.elements(statement, (array, _) -> found[0] |= arrays.containsKey(array));
    return found[0];
  }

  private List<Statement> turn(CountedLoop counted, int index) {
    Substitution substitution = new Substitution();
    substitution.replace(counted.index(), Integer.toString(index));
    List<Statement> body = counted.loop().body().statements();
    Statement.Block turn =
        new Statement.Block(body.subList(0, body.size() - 1), counted.loop().body().span());
    Set<Variable> declared = Statements.declared(turn);
    for (Variable local : Assigned.in(turn)) {
      if (declared.contains(local)) {
        substitution.replace(local, names.like(local));
      }
    }
    return substitution.of(turn).statements();
  }
}
