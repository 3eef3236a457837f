/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import java.util.Optional;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/** Lowers expressions of which Java evaluates only a part. */
final class Choices {
  private final Body body;

  Choices(Body body) {
    this.body = body;
  }

  /** The right side is evaluated only where Java does, statements it needs included. */
  Code lazy(BinaryTree tree, String operator) {
    return lazy(body.plain.of(tree.getLeftOperand()), operator, tree.getRightOperand(), tree);
  }

  /** A test, and another one if it holds. */
  Code both(Code test, ExpressionTree second, Tree tree) {
    return lazy(Code.builder().text("(").code(test).text(")").build(), "&&", second, tree);
  }

  private Code lazy(Code left, String operator, ExpressionTree second, Tree tree) {
    Code[] right = new Code[1];
    Statement.Block needed = body.draft.block(() -> right[0] = body.plain.of(second));
    if (needed.statements().isEmpty()) {
      return Code.builder().code(left).text(" " + operator + " ").code(right[0]).build();
    }
    Variable result = body.draft.fresh("holds", Variable.Kind.PASSIVE, "boolean");
    body.draft.let(result, new Expression.Plain(left), tree);
    Statement.Block rest =
        body.draft.block(() -> {
          needed.statements().forEach(body.draft::add);
          body.draft.add(
              new Statement.Assign(
                  result, new Expression.Plain(right[0]), false, body.draft.span(tree)));
        });
    Statement.Block nothing = body.draft.block(() -> {});
    boolean and = operator.equals("&&");
    Variable first = body.draft.let("first", "boolean", Code.of(result), tree);
    body.draft.add(
        new Statement.If(first, and ? rest : nothing, and ? nothing : rest, body.draft.span(tree)));
    return Code.of(result);
  }

  /** One of two values that stay Java. */
  Code plain(ConditionalExpressionTree tree) {
    Code condition = body.plain.of(tree.getCondition());
    Code[] sides = new Code[2];
    Statement.Block then =
        body.draft.block(() -> sides[0] = body.plain.calls().argument(tree.getTrueExpression()));
    Statement.Block otherwise =
        body.draft.block(() -> sides[1] = body.plain.calls().argument(tree.getFalseExpression()));
    if (then.statements().isEmpty() && otherwise.statements().isEmpty()) {
      return Code.builder()
          .text("(")
          .code(condition)
          .text(" ? ")
          .code(sides[0])
          .text(" : ")
          .code(sides[1])
          .text(")")
          .build();
    }
    Variable result = body.draft.fresh("chosen", body.source.type(tree));
    body.draft.add(new Statement.Declare(result, body.draft.span(tree)));
    body.calls.choose(
        condition,
        () -> {
          then.statements().forEach(body.draft::add);
          body.draft.add(
              new Statement.Assign(
                  result, new Expression.Plain(sides[0]), false, body.draft.span(tree)));
        },
        () -> {
          otherwise.statements().forEach(body.draft::add);
          body.draft.add(
              new Statement.Assign(
                  result, new Expression.Plain(sides[1]), false, body.draft.span(tree)));
        },
        tree);
    return Code.of(result);
  }

  /** One of two tensors. */
  Variable tensor(ConditionalExpressionTree tree, Optional<Variable> wanted) {
    Variable result =
        wanted.orElseGet(() -> body.draft.fresh("chosen", Variable.Kind.TENSOR, Api.TENSOR));
    Code condition = body.plain.of(tree.getCondition());
    body.draft.add(new Statement.Declare(result, body.draft.span(tree)));
    body.calls.choose(
        condition,
        () -> body.tensors.assign(result, tree.getTrueExpression()),
        () -> body.tensors.assign(result, tree.getFalseExpression()),
        tree);
    return result;
  }
}
