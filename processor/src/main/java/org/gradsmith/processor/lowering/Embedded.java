/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Variable;

/**
 * Assignments inside expressions. They become statements before the expression; so what Java
 * evaluates earlier in the expression is put into a variable before them.
 */
final class Embedded {
  private final Body body;

  Embedded(Body body) {
    this.body = body;
  }

  /**
   * Does an assignment, an increment or a decrement; the variable that holds its value.
   *
   * @param old whether that is the value from before
   */
  Variable of(ExpressionTree tree, ExpressionTree target, boolean old) {
    Variable variable =
        local(target)
            .orElseThrow(() ->
                body.draft.refusal(
                    tree,
                    "only local variables are assigned inside an expression",
                    "Write it as a statement of its own."));
    Optional<Variable> before =
        old ? Optional.of(copy(variable, variable.name() + "Before", tree)) : Optional.empty();
    new Assignments(body).effect(tree);
    return before.orElseGet(() -> copy(variable, variable.name() + "After", tree));
  }

  private Optional<Variable> local(ExpressionTree target) {
    return switch (target) {
      case ParenthesizedTree p -> local(p.getExpression());
      case IdentifierTree name -> body.draft.variable(body.source.element(name));
      default -> Optional.empty();
    };
  }

  private Variable copy(Variable variable, String name, Tree tree) {
    return body.draft.let(
        body.draft.fresh(name, variable.kind(), variable.type()),
        new Expression.Copy(variable),
        tree);
  }

  /** A value from before another expression, whose statements are added behind this. */
  Code before(Code value, ExpressionTree tree, Tree later) {
    if (value.pure() && value.reads().stream().noneMatch(assignedIn(later)::contains)) {
      return value;
    }
    if (value.parts().size() == 1 && value.parts().getFirst() instanceof Code.Use(Variable used)) {
      return Code.of(copy(used, used.name() + "Before", tree));
    }
    return Code.of(
        body.draft.let(
            body.draft.fresh("before", body.source.type(tree)), new Expression.Plain(value), tree));
  }

  /** A variable that keeps the value it has before other expressions, if one of them assigns it. */
  Variable before(Variable value, ExpressionTree tree, List<? extends Tree> later) {
    return later.stream().anyMatch(l -> assignedIn(l).contains(value))
        ? copy(value, value.name() + "Before", tree)
        : value;
  }

  private Set<Variable> assignedIn(Tree tree) {
    return body.assigned.in(tree).stream()
        .map(body.draft::variable)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
