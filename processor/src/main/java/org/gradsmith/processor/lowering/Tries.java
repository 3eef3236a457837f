/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedStatement;

/**
 * Lowers {@code try}: with {@code noGrad()}, whose body computes constants, and with resources and
 * {@code finally}. Since jumps are conditions, a body ends at its end, and what {@code finally}
 * does comes behind it; only an exception, which ends the whole call, goes another way. So {@code
 * catch}, behind which the method would go on, is not followed.
 */
final class Tries {
  private final Body body;
  private final BodyDraft draft;
  private final Statements statements;

  Tries(Body body, Statements statements) {
    this.body = body;
    this.draft = body.draft;
    this.statements = statements;
  }

  void of(TryTree tree, Set<Target> tail) {
    boolean noGrad = tree.getResources().stream().anyMatch(this::isNoGrad);
    if (!tree.getCatches().isEmpty()) {
      refuse(
          tree.getCatches().getFirst(),
          "a 'catch', behind which the method goes on with half of a block done,",
          "Let the exception leave the method, or catch it in a method of its own that is @NonDifferentiable.");
    } else if (noGrad && (tree.getResources().size() > 1 || tree.getFinallyBlock() != null)) {
      refuse(
          tree, "'noGrad()' beside other resources or a 'finally'", "Give it a 'try' of its own.");
    } else if (noGrad) {
      draft.passive(() ->
          draft.add(draft.block(() -> statements.sequence(tree.getBlock().getStatements(), tail))));
    } else {
      draft.add(draft.block(() -> guarded(tree, tail)));
    }
  }

  private void guarded(TryTree tree, Set<Target> tail) {
    List<Variable> resources = tree.getResources().stream().map(this::opened).toList();
    BlockTree last = tree.getFinallyBlock();
    if (last != null && Jumps.may(last)) {
      refuse(
          last, "a 'finally' that jumps, which would hide an exception,", "Jump behind the 'try'.");
      return;
    }
    Set<Target> end = last == null ? tail : Set.of();
    Statement.Block guarded =
        draft.block(() -> statements.sequence(tree.getBlock().getStatements(), end));
    draft.enter(tree);
    Statement.Block finished =
        draft.block(() -> {
          if (last != null) {
            statements.sequence(last.getStatements(), Set.of());
          }
        });
    draft.add(new Statement.Guarded(resources, guarded, finished, draft.span(tree)));
  }

  private Variable opened(Tree resource) {
    TypeMirror type = body.source.type(resource);
    if (isOurs(type)) {
      throw draft.refusal(
          resource,
          "what it changes for the operations in the body would be lost in the reverse sweep",
          "Open it in the code that calls the method.");
    }
    if (resource instanceof VariableTree variable) {
      statements.statement(variable, Set.of());
      return draft.variable(body.source.element(variable)).orElseThrow(BodyDraft.Refusal::new);
    }
    Code code = body.plain.of((ExpressionTree) resource);
    return draft.let("resource", JavaTypes.text(type), code, resource);
  }

  /** Resources of the library change how tensors are computed: their mode, their memory. */
  private boolean isOurs(TypeMirror type) {
    return type instanceof DeclaredType declared
        && Library.declares(declared.asElement(), body.source);
  }

  private void refuse(Tree tree, String construct, String remedy) {
    draft.refuse(new UnsupportedStatement(body.source.place(tree), construct, remedy));
  }

  private boolean isNoGrad(Tree resource) {
    ExpressionTree opened =
        resource instanceof VariableTree variable
            ? variable.getInitializer()
            : resource instanceof ExpressionTree e ? e : null;
    if (!(opened instanceof MethodInvocationTree call)) {
      return false;
    }
    Element method = body.source.element(call);
    return method.getSimpleName().contentEquals("noGrad");
  }
}
