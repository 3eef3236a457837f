/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Once;

/** One name for each value: a variable that only stands for another one is left out. */
final class Aliases {
  private final Set<Variable> once;
  private final Map<Variable, Variable> sources = new HashMap<>();

  private Aliases(Set<Variable> once) {
    this.once = once;
  }

  static FlowMethod removed(FlowMethod method) {
    Aliases aliases = new Aliases(Once.of(method));
    Statements.all(method.body()).forEach(aliases::find);
    return aliases.sources.isEmpty() ? method : aliases.without(method);
  }

  private void find(Statement statement) {
    if (statement instanceof Statement.Assign assign
        && assign.declares()
        && once.contains(assign.target())) {
      source(assign)
          .filter(s -> once.contains(s) && s.type().equals(assign.target().type()))
          .ifPresent(s -> sources.put(assign.target(), s));
    }
  }

  private static Optional<Variable> source(Statement.Assign assign) {
    return switch (assign.target().kind()) {
      case REAL ->
          assign.value() instanceof Expression.Copy(Variable source)
              ? Optional.of(source)
              : Optional.empty();
      case ARRAY ->
          switch (assign.value()) {
            case Expression.Copy(Variable source) -> Optional.of(source);
            case Expression.Plain(Code code)
                when code.parts().size() == 1
                    && code.parts().getFirst() instanceof Code.Use(Variable used)
                    && used.kind() == Variable.Kind.ARRAY ->
                Optional.of(used);
            default -> Optional.empty();
          };
      case TENSOR, PASSIVE -> Optional.empty();
    };
  }

  private FlowMethod without(FlowMethod method) {
    Substitution substitution = new Substitution();
    for (Variable alias : sources.keySet()) {
      Variable source = alias;
      while (sources.containsKey(source)) {
        source = sources.get(source);
      }
      substitution.replace(alias, source);
    }
    FlowMethod shorter =
        new Rewriting() {
          @Override
          List<Statement> replaced(Statement statement) {
            boolean alias =
                statement instanceof Statement.Assign assign
                    && sources.containsKey(assign.target());
            return alias ? List.of() : List.of(statement);
          }
        }.of(method);
    return method.with(substitution.of(shorter.body()), method.result().map(substitution::of));
  }
}
