/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Which elements of small arrays get their one value in the block that makes the array, before
 * anything reads them: their variables begin there, and have no other value.
 */
final class StoredFirst {
  private final Map<Variable, Variable[]> elements;
  private final Map<Variable, Integer> stores = new HashMap<>();
  private final Set<Variable> found = new HashSet<>();

  private StoredFirst(Map<Variable, Variable[]> elements) {
    this.elements = elements;
  }

  static Set<Variable> of(FlowMethod method, Map<Variable, Variable[]> elements) {
    StoredFirst first = new StoredFirst(elements);
    List<Statement> all = Statements.all(method.body());
    for (Statement statement : all) {
      if (statement instanceof Statement.Store(Variable array, Code index, var _, var _)
          && elements.containsKey(array)) {
        first.stores.merge(first.element(array, index), 1, Integer::sum);
      }
    }
    all.stream()
        .filter(Statement.Block.class::isInstance)
        .forEach(b -> first.block((Statement.Block) b));
    first.block(method.body());
    return first.found;
  }

  private Variable element(Variable array, Code index) {
    return Objects.requireNonNull(elements.get(array))[Constants.of(index).orElseThrow()];
  }

  private void block(Statement.Block block) {
    Set<Variable> made = new HashSet<>();
    Set<Variable> read = new HashSet<>();
    for (Statement statement : block.statements()) {
      switch (statement) {
        case Statement.Assign(Variable array, Expression.NewArray _, var _, var _)
            when elements.containsKey(array) ->
            made.add(array);
        case Statement.Store(Variable array, Code index, var _, var _)
            when made.contains(array) -> {
          Variable element = element(array, index);
          if (!read.contains(element) && stores.getOrDefault(element, 0) == 1) {
            found.add(element);
          }
        }
        default ->
            Statements.all(statement)
                .forEach(s ->
                    Statements.elements(
                        s,
                        (array, index) -> {
                          if (made.contains(array)) {
                            read.add(element(array, index));
                          }
                        }));
      }
    }
  }
}
