/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** Statements with other variables in the place of some, or constants in that of integers. */
final class Substitution {
  private final Map<Variable, Variable> variables = new HashMap<>();
  private final Map<Variable, String> constants = new HashMap<>();

  void replace(Variable variable, Variable by) {
    variables.put(variable, by);
  }

  /** Puts a constant into the place of a variable, wherever Java reads it. */
  void replace(Variable variable, String constant) {
    constants.put(variable, constant);
  }

  boolean isEmpty() {
    return variables.isEmpty() && constants.isEmpty();
  }

  Variable of(Variable variable) {
    return variables.getOrDefault(variable, variable);
  }

  private Optional<Variable> of(Optional<Variable> variable) {
    return variable.map(this::of);
  }

  private List<Variable> all(List<Variable> list) {
    return list.stream().map(this::of).toList();
  }

  Code of(Code code) {
    List<Code.Part> parts = new ArrayList<>();
    for (Code.Part part : code.parts()) {
      if (part instanceof Code.Use(Variable used)) {
        String constant = constants.get(used);
        parts.add(constant == null ? new Code.Use(of(used)) : new Code.Text(constant));
      } else {
        parts.add(part);
      }
    }
    return new Code(parts, code.pure());
  }

  Statement.Block of(Statement.Block block) {
    return new Statement.Block(block.statements().stream().map(this::of).toList(), block.span());
  }

  Statement of(Statement statement) {
    return switch (statement) {
      case Statement.Block block -> of(block);
      case Statement.Declare(Variable variable, var span) ->
          new Statement.Declare(of(variable), span);
      case Statement.Assign(Variable target, Expression value, boolean declares, var span) ->
          new Statement.Assign(of(target), of(value), declares, span);
      case Statement.Apply(
              var op,
              var operands,
              var attributes,
              boolean real,
              var results,
              var span) ->
          new Statement.Apply(
              op,
              operands.stream().map(this::of).toList(),
              attributes.stream().map(this::of).toList(),
              real,
              all(results),
              span);
      case Statement.Store(Variable array, Code index, Variable value, var span) ->
          new Statement.Store(of(array), of(index), of(value), span);
      case Statement.Hold(Variable holder, int index, Variable number, var span) ->
          new Statement.Hold(of(holder), index, of(number), span);
      case Statement.Guarded(var resources, var body, var end, var span) ->
          new Statement.Guarded(all(resources), of(body), of(end), span);
      case Statement.Effect(Code code, var span) -> new Statement.Effect(of(code), span);
      case Statement.Call(
              String sweep,
              Variable call,
              var receiver,
              var arguments,
              var result,
              boolean ofTensors,
              var span) ->
          new Statement.Call(
              sweep, of(call), of(receiver), all(arguments), of(result), ofTensors, span);
      case Statement.CallFunction(
              Code about,
              Code function,
              Variable call,
              Code arguments,
              Variable result,
              boolean computesOnly,
              var span) ->
          new Statement.CallFunction(
              of(about), of(function), of(call), of(arguments), of(result), computesOnly, span);
      case Statement.Write(Code code, Variable call, var span) ->
          new Statement.Write(of(code), of(call), span);
      case Statement.If(Variable condition, var then, var otherwise, var span) ->
          new Statement.If(of(condition), of(then), of(otherwise), span);
      case Statement.Loop(
              var test,
              Variable go,
              var body,
              boolean testFirst,
              var checkpoints,
              var span) ->
          new Statement.Loop(of(test), of(go), of(body), testFirst, checkpoints, span);
    };
  }

  private Expression of(Expression expression) {
    return switch (expression) {
      case Expression.Plain(Code code) -> new Expression.Plain(of(code));
      case Expression.NewArray(Code code) -> new Expression.NewArray(of(code));
      case Expression.Copy(Variable source) -> new Expression.Copy(of(source));
      case Expression.Compute(var operands, Code value, var gradients) ->
          new Expression.Compute(all(operands), of(value), gradients);
      case Expression.Load(Variable array, Code index) -> new Expression.Load(of(array), of(index));
      case Expression.Part(Variable holder, int index, Code value) ->
          new Expression.Part(of(holder), index, of(value));
      case Expression.Lift(Variable number, var tangent, Code value) ->
          new Expression.Lift(of(number), of(tangent), of(value));
    };
  }
}
