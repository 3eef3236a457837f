/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Forward-mode differentiation of a method with control flow: another method, which computes the
 * value and its derivative in a direction. Every number that depends on the arguments has a tangent
 * beside it ({@code x} has {@code xDot}), arrays of numbers have arrays of tangents, found by
 * identity, and tensors carry their tangents themselves, so ops stay as they are. A parameter that
 * is a number is followed by its tangent; a result that is a number becomes an array of the number
 * and its tangent. Since the outcome is a method like any other, reverse mode applies to it, which
 * gives products with the Hessian.
 */
public final class Tangent {
  /** The class of a call of a function that is known when the method runs. */
  public static final String FUNCTION_RUN = "org.gradsmith.compiled.flow.FunctionRun";

  private static final String DIRECTION = "flow.direction().";

  private final FlowMethod method;
  private final String suffix;
  private final boolean differentiable;
  private final Names names;
  private final Set<Variable> active;
  private final Set<Variable> arrays = new HashSet<>();
  private int zeros;

  private Tangent(FlowMethod method, String suffix, boolean differentiable) {
    this.method = method;
    this.suffix = suffix;
    this.differentiable = differentiable;
    this.names = new Names(method);
    this.active = Activity.of(method);
    Activity.walk(
        method.body(),
        statement -> {
          switch (statement) {
            case Statement.Store store -> arrays.add(store.array());
            case Statement.Assign(
                    var _,
                    Expression.Load(Variable array, Code _),
                    boolean _,
                    var _) ->
                arrays.add(array);
            default -> {}
          }
        });
  }

  /**
   * The method that computes value and tangent.
   *
   * @param suffix what its class has behind the name of the method's class, as those of the methods
   *     it calls have
   * @param differentiable whether the outcome will be differentiated in turn
   */
  public static FlowMethod of(FlowMethod method, String suffix, boolean differentiable) {
    return new Tangent(method, suffix, differentiable).run();
  }

  private FlowMethod run() {
    List<Variable> parameters = new ArrayList<>();
    List<Statement> body = new ArrayList<>();
    Set<Integer> constants = new HashSet<>();
    for (int i = 0; i < method.parameters().size(); i++) {
      Variable parameter = method.parameters().get(i);
      if (method.constants().contains(i)) {
        constants.add(parameters.size());
      }
      parameters.add(parameter);
      if (parameter.isReal()) {
        parameters.add(names.dot(parameter));
      }
      if (arrays.contains(parameter)) {
        body.add(tangents(parameter, true, method.body().span()));
      }
    }
    body.addAll(statements(method.body()));
    Optional<Variable> result = method.result().map(r -> r.isReal() ? pair(r, body) : r);
    return new FlowMethod(
        method.className(),
        method.name(),
        method.sweep() + suffix,
        method.self(),
        parameters,
        new Statement.Block(body, method.body().span()),
        result,
        result.map(Variable::type).orElse(method.resultType()),
        method.exceptions(),
        method.span(),
        constants,
        false);
  }

  /** A number and its tangent, as an array. */
  private Variable pair(Variable result, List<Statement> body) {
    Span span = method.body().span();
    Variable pair =
        names.extra(
            "returned", "returnedAndDot", Variable.Kind.ARRAY, Names.unboxed(result) + "[]");
    Code made = Code.builder().text("new " + Names.unboxed(result) + "[2]").impure().build();
    body.add(new Statement.Assign(pair, new Expression.Plain(made), true, span));
    body.add(new Statement.Store(pair, Code.text("0"), result, span));
    if (active.contains(result)) {
      body.add(new Statement.Store(pair, Code.text("1"), names.dot(result), span));
    }
    return pair;
  }

  private Variable pairOf(Variable number) {
    return names.extra(
        "pair " + number.name(),
        number.name() + "AndDot",
        Variable.Kind.ARRAY,
        Names.unboxed(number) + "[]");
  }

  private Statement.Block block(Statement.Block block) {
    return new Statement.Block(statements(block), block.span());
  }

  private List<Statement> statements(Statement.Block block) {
    List<Statement> all = new ArrayList<>();
    block.statements().forEach(s -> statement(s, all));
    return all;
  }

  private void statement(Statement statement, List<Statement> out) {
    switch (statement) {
      case Statement.Block block -> out.add(block(block));
      case Statement.Declare(Variable variable, var span) -> {
        out.add(statement);
        if (active.contains(variable) || arrays.contains(variable)) {
          out.add(new Statement.Declare(names.dot(variable), span));
        }
      }
      case Statement.Assign assign -> assign(assign, out);
      case Statement.Apply _, Statement.Effect _, Statement.CallFunction _, Statement.Write _ ->
          out.add(statement);
      case Statement.Store store -> {
        out.add(store);
        Variable tangent = dotOrZero(store.value(), store, out);
        out.add(
            new Statement.Store(names.dot(store.array()), store.index(), tangent, store.span()));
      }
      case Statement.Hold hold -> {
        out.add(hold);
        if (active.contains(hold.number())) {
          Variable dots = new PartTangents(names).of(hold.holder(), hold, out);
          Code at = Code.text(Integer.toString(hold.index()));
          out.add(new Statement.Store(dots, at, names.dot(hold.number()), hold.span()));
        }
      }
      case Statement.Call call -> call(call, out);
      case Statement.Guarded(var resources, var body, var end, var span) ->
          out.add(new Statement.Guarded(resources, block(body), block(end), span));
      case Statement.If(Variable condition, var then, var otherwise, var span) ->
          out.add(new Statement.If(condition, block(then), block(otherwise), span));
      case Statement.Loop(
              var test,
              Variable go,
              var body,
              boolean testFirst,
              var checkpoints,
              var span) ->
          out.add(new Statement.Loop(block(test), go, block(body), testFirst, checkpoints, span));
    }
  }

  private void assign(Statement.Assign assign, List<Statement> out) {
    Variable target = assign.target();
    boolean declares = assign.declares();
    if (target.isTensor()) {
      out.add(new Statement.Assign(target, tensor(assign.value()), declares, assign.span()));
    } else if (active.contains(target) && assign.value() instanceof Expression.Part part) {
      out.add(assign);
      new PartTangents(names).read(part, assign, out);
    } else if (active.contains(target)) {
      Statement tangent =
          new Statement.Assign(names.dot(target), tangent(assign), declares, assign.span());
      // what is overwritten may be an operand; what is declared may be read by its derivative
      out.add(declares ? assign : tangent);
      out.add(declares ? tangent : assign);
    } else {
      out.add(
          assign.value() instanceof Expression.Plain(Code code)
              ? new Statement.Assign(
                  target, new Expression.Plain(code.ofKind(suffix)), declares, assign.span())
              : assign);
      if (arrays.contains(target)) {
        out.add(tangents(target, declares, assign.span()));
      }
    }
  }

  /** The array of the tangents of an array's elements. */
  private Statement tangents(Variable array, boolean declares, Span span) {
    Code code = Code.builder().text(DIRECTION + "tangent(").use(array).text(")").impure().build();
    return new Statement.Assign(names.dot(array), new Expression.Plain(code), declares, span);
  }

  private Expression tensor(Expression value) {
    return switch (value) {
      case Expression.Plain(Code code) ->
          new Expression.Plain(
              code.toString().equals("null")
                  ? code
                  : Code.builder().text(DIRECTION + "dual(").code(code).text(")").impure().build());
      case Expression.Lift(Variable number, Optional<Variable> _, Code code)
          when active.contains(number) ->
          new Expression.Lift(
              number,
              Optional.of(names.dot(number)),
              Code.builder()
                  .text(DIRECTION + "lifted(")
                  .code(code)
                  .text(", ")
                  .use(names.dot(number))
                  .text(")")
                  .impure()
                  .build());
      case Expression.NewArray _,
          Expression.Copy _,
          Expression.Compute _,
          Expression.Load _,
          Expression.Part _,
          Expression.Lift _ ->
          value;
    };
  }

  private Expression tangent(Statement.Assign assign) {
    Expression zero = new Expression.Plain(Code.text(number(assign.target())));
    return switch (assign.value()) {
      case Expression.Copy(Variable source) when active.contains(source) ->
          new Expression.Copy(names.dot(source));
      case Expression.Load(Variable array, Code index) ->
          new Expression.Load(names.dot(array), index);
      case Expression.Compute compute ->
          new TangentOfNumbers(names, active, differentiable)
              .of(compute, assign.target())
              .orElse(zero);
      case Expression.Plain _,
          Expression.NewArray _,
          Expression.Copy _,
          Expression.Part _,
          Expression.Lift _ ->
          zero;
    };
  }

  private static String number(Variable variable) {
    return Names.unboxed(variable).equals("float") ? "0.0f" : "0.0";
  }

  private Variable dotOrZero(Variable number, Statement user, List<Statement> out) {
    if (active.contains(number)) {
      return names.dot(number);
    }
    Variable zero =
        names.extra(
            "zero " + zeros++, number.name() + "Dot", Variable.Kind.REAL, Names.unboxed(number));
    Code none = Code.text(number(number));
    out.add(new Statement.Assign(zero, new Expression.Plain(none), true, user.span()));
    return zero;
  }

  private void call(Statement.Call call, List<Statement> out) {
    if (call.ofTensors()) {
      out.add(
          new Statement.Call(
              call.sweep(),
              call.call(),
              call.receiver(),
              call.arguments().stream().map(a -> dual(a, call, out)).toList(),
              call.result(),
              true,
              call.span()));
      return;
    }
    List<Variable> arguments = new ArrayList<>();
    for (Variable argument : call.arguments()) {
      arguments.add(argument);
      if (argument.isReal()) {
        arguments.add(dotOrZero(argument, call, out));
      }
    }
    boolean known = !call.sweep().equals(FUNCTION_RUN);
    String sweep = known ? call.sweep() + suffix : call.sweep();
    Variable record = new Variable(call.call().name(), call.call().kind(), sweep);
    Optional<Variable> returned = call.result().map(r -> r.isReal() ? pairOf(r) : r);
    out.add(
        new Statement.Call(
            sweep, record, call.receiver(), arguments, returned, false, call.span()));
    call.result().ifPresent(result -> unpack(call, result, out));
  }

  /** What holds tensors is passed on with those that stand in the call for others. */
  private Variable dual(Variable argument, Statement.Call call, List<Statement> out) {
    if (argument.kind() != Variable.Kind.PASSIVE || !argument.type().contains(".")) {
      return argument;
    }
    Variable dual =
        names.extra(
            "dual " + argument.name() + zeros++,
            argument.name() + "Dual",
            Variable.Kind.PASSIVE,
            argument.type());
    Code code = Code.builder().text(DIRECTION + "inCall(").use(argument).text(")").impure().build();
    out.add(new Statement.Assign(dual, new Expression.Plain(code), true, call.span()));
    return dual;
  }

  private void unpack(Statement.Call call, Variable result, List<Statement> out) {
    if (result.isReal()) {
      Variable pair = pairOf(result);
      out.add(
          new Statement.Assign(
              result, new Expression.Load(pair, Code.text("0")), true, call.span()));
      if (active.contains(result)) {
        out.add(
            new Statement.Assign(
                names.dot(result), new Expression.Load(pair, Code.text("1")), true, call.span()));
      }
    } else if (arrays.contains(result)) {
      out.add(tangents(result, true, call.span()));
    }
  }
}
