/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Once;

/**
 * Puts the rows of the library's functions in the place of their calls, where all of them fit: then
 * they can run together with the rows around the call. Only the library's, which changes as a
 * whole: other functions may be compiled again without their callers.
 */
public final class FunctionRows extends Rewriting {
  private final Function<String, Optional<Method>> functions;
  private final Predicate<Statement.Apply> fits;
  private final FreshNames names;

  /** Arguments that are literals in Java. */
  private final Map<Variable, Code> literals = new HashMap<>();

  private FunctionRows(
      FlowMethod method,
      Function<String, Optional<Method>> functions,
      Predicate<Statement.Apply> fits) {
    this.functions = functions;
    this.fits = fits;
    this.names = new FreshNames(method);
    Set<Variable> once = Once.of(method);
    Activity.walk(
        method.body(),
        statement -> {
          if (statement instanceof Statement.Assign(var target, Expression.Plain(Code code), _, _)
              && once.contains(target)
              && code.parts().stream().allMatch(Code.Text.class::isInstance)) {
            literals.put(target, code);
          }
        });
  }

  /**
   * A method without the calls of such functions.
   *
   * @param functions the body of a function of tensors, by the name of the class that is generated
   *     for it, if it is a straight line
   * @param fits which rows may stand in the place of a call
   */
  public static FlowMethod of(
      FlowMethod method,
      Function<String, Optional<Method>> functions,
      Predicate<Statement.Apply> fits) {
    return new FunctionRows(method, functions, fits).of(method);
  }

  @Override
  List<Statement> replaced(Statement statement) {
    return statement instanceof Statement.Call call
            && call.ofTensors()
            && call.receiver().isEmpty()
            && call.result().isPresent()
        ? functions
            .apply(call.sweep())
            .filter(function -> function.parameters().size() == call.arguments().size())
            .flatMap(function -> new Body(function, call).rows())
            .orElse(List.of(statement))
        : List.of(statement);
  }

  /** The rows of one call. */
  private final class Body {
    private final Method function;
    private final Statement.Call call;
    private final Map<Value, Variable> variables = new HashMap<>();

    Body(Method function, Statement.Call call) {
      this.function = function;
      this.call = call;
      for (int i = 0; i < function.parameters().size(); i++) {
        variables.put(function.parameters().get(i), call.arguments().get(i));
      }
    }

    Optional<List<Statement>> rows() {
      List<Statement> rows = new ArrayList<>();
      for (Node node : function.body()) {
        Optional<Statement.Apply> row =
            node instanceof Node.Apply apply ? row(apply) : Optional.empty();
        if (row.filter(fits).isEmpty()) {
          return Optional.empty();
        }
        rows.add(row.get());
      }
      boolean isMade =
          function.body().stream().anyMatch(n -> n.results().contains(function.result()));
      return isMade ? Optional.of(rows) : Optional.empty();
    }

    private Optional<Statement.Apply> row(Node.Apply node) {
      List<Code> attributes = new ArrayList<>();
      boolean real = false;
      for (Attr attribute : node.attributes()) {
        Optional<Code> code = code(attribute);
        if (code.isEmpty()) {
          return Optional.empty();
        }
        attributes.add(code.get());
        real |= isReal(attribute);
      }
      List<Optional<Variable>> operands =
          node.operands().stream().map(v -> Optional.ofNullable(variables.get(v))).toList();
      List<Variable> results = node.results().stream().map(this::made).toList();
      Span span = call.span();
      return operands.stream().allMatch(Optional::isPresent)
          ? Optional.of(new Statement.Apply(node.op(), operands, attributes, real, results, span))
          : Optional.empty();
    }

    private Variable made(Value value) {
      Variable result = call.result().orElseThrow();
      Variable variable =
          value.equals(function.result())
              ? result
              : names.of(
                  Names.join(function.name(), Names.stem(value.name())),
                  Variable.Kind.TENSOR,
                  result.type());
      variables.put(value, variable);
      return variable;
    }

    private Optional<Code> code(Attr attribute) {
      return switch (attribute) {
        case Attr.Literal(long number) -> Optional.of(Code.text(Long.toString(number)));
        case Attr.Number(double number) when Double.isFinite(number) ->
            Optional.of(Code.text(Double.toString(number)));
        case Attr.Parameter(Value number) -> literal(number);
        case Attr.Number _,
            Attr.SizeOf _,
            Attr.Read _,
            Attr.Arithmetic _,
            Attr.Sizes _,
            Attr.ShapeOf _,
            Attr.BroadcastOf _ ->
            Optional.empty();
      };
    }

    /** An argument that is a literal, as the number that the parameter is. */
    private Optional<Code> literal(Value parameter) {
      Variable argument = variables.get(parameter);
      Code code = argument == null ? null : literals.get(argument);
      if (argument == null || code == null) {
        return Optional.empty();
      }
      return isReal(parameter) ? real(code, argument) : Optional.of(whole(code));
    }

    /** Flags are 0 or 1 as attributes. */
    private static Code whole(Code literal) {
      return switch (literal.toString()) {
        case "true" -> Code.text("1");
        case "false" -> Code.text("0");
        default -> literal;
      };
    }

    private static Optional<Code> real(Code literal, Variable argument) {
      return Numerals.of(literal, true)
          .map(number -> ((Attr.Number) number).value())
          .map(
              number -> argument.type().equals("float") ? (double) (float) (double) number : number)
          .map(number -> Code.text(Double.toString(number)));
    }

    private static boolean isReal(Attr attribute) {
      return attribute instanceof Attr.Number
          || (attribute instanceof Attr.Parameter(Value number) && isReal(number));
    }

    private static boolean isReal(Value number) {
      return number.type() instanceof Value.Type.NumberType(Value.Type.Kind kind)
          && kind.isFloating();
    }
  }
}
