/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * What the turns of a loop hand on to each other.
 *
 * @param assigned variables from outside the loop that a turn assigns
 * @param changed arrays and generators from outside whose content a turn may change
 * @param declared variables that begin in a turn
 */
record LoopState(Set<Variable> assigned, Set<Variable> changed, Set<Variable> declared) {
  private static final String GENERATOR = "org.gradsmith.tensor.random.Generator";

  static LoopState of(Statement body) {
    Set<Variable> declared = new HashSet<>();
    Activity.walk(body, s -> declared.addAll(declaredBy(s)));
    Set<Variable> assigned = new LinkedHashSet<>();
    Set<Variable> changed = new LinkedHashSet<>();
    Activity.walk(
        body,
        s -> {
          if (s instanceof Statement.Assign assign && !assign.declares()) {
            assigned.add(assign.target());
          }
          changed.addAll(changedBy(s));
          Codes.of(s).stream()
              .flatMap(code -> code.reads().stream())
              .filter(v -> v.type().equals(GENERATOR))
              .forEach(changed::add);
        });
    assigned.removeAll(declared);
    changed.removeAll(declared);
    return new LoopState(assigned, changed, declared);
  }

  /** All that has to be kept to run from the beginning of a turn. */
  List<Variable> all() {
    return Stream.concat(assigned.stream(), changed.stream()).distinct().toList();
  }

  private static List<Variable> changedBy(Statement statement) {
    return switch (statement) {
      case Statement.Store store -> List.of(store.array());
      case Statement.Call call ->
          call.arguments().stream().filter(v -> v.kind() == Variable.Kind.ARRAY).toList();
      case Statement.Effect(Code code, var _) ->
          code.reads().stream().filter(v -> v.kind() == Variable.Kind.ARRAY).toList();
      default -> List.of();
    };
  }

  static List<Variable> declaredBy(Statement statement) {
    return switch (statement) {
      case Statement.Declare(Variable variable, var _) -> List.of(variable);
      case Statement.Assign(Variable target, Expression _, boolean declares, var _) ->
          declares ? List.of(target) : List.of();
      case Statement.Apply apply -> apply.results();
      case Statement.Call call ->
          call.result().map(r -> List.of(call.call(), r)).orElseGet(() -> List.of(call.call()));
      case Statement.CallFunction call -> List.of(call.call(), call.result());
      case Statement.Loop loop -> List.of(loop.go());
      default -> List.of();
    };
  }
}
