/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;

/** Changes the pieces of Java in the statements on numbers. */
final class CodeRewriting extends Rewriting {
  private final UnaryOperator<Code> change;

  CodeRewriting(UnaryOperator<Code> change) {
    this.change = change;
  }

  @Override
  List<Statement> replaced(Statement statement) {
    return List.of(
        switch (statement) {
          case Statement.Assign(var target, var value, boolean declares, var span) ->
              new Statement.Assign(target, expression(value), declares, span);
          case Statement.Store(var array, Code index, var value, var span) ->
              new Statement.Store(array, change.apply(index), value, span);
          case Statement.Effect(Code code, var span) ->
              new Statement.Effect(change.apply(code), span);
          case Statement.Write(Code code, var call, var span) ->
              new Statement.Write(change.apply(code), call, span);
          default -> statement;
        });
  }

  private Expression expression(Expression expression) {
    return switch (expression) {
      case Expression.Plain(Code code) -> new Expression.Plain(change.apply(code));
      case Expression.NewArray(Code code) -> new Expression.NewArray(change.apply(code));
      case Expression.Compute(var operands, Code value, var gradients) ->
          new Expression.Compute(operands, change.apply(value), gradients);
      case Expression.Load(var array, Code index) ->
          new Expression.Load(array, change.apply(index));
      case Expression.Copy _, Expression.Part _, Expression.Lift _ -> expression;
    };
  }
}
