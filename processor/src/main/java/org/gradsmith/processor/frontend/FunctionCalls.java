/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.pass.Substitution;
import org.gradsmith.processor.problem.TypeProblem.UnknownArgument;

/** Puts the bodies of functions in the place of their calls. */
final class FunctionCalls {
  private final Draft draft;
  private final MethodSource source;
  private final Expressions expressions;
  private final OpCalls ops;

  FunctionCalls(Draft draft, Expressions expressions, OpCalls ops) {
    this.draft = draft;
    this.source = draft.source();
    this.expressions = expressions;
    this.ops = ops;
  }

  /**
   * The result of a call.
   *
   * @param receiver the tensor on which a method of tensors is called
   * @param variable the variable that is given the result
   */
  Meaning lower(
      MethodInvocationTree call,
      ExecutableElement method,
      Method callee,
      Optional<Value> receiver,
      Optional<String> variable) {
    Substitution inside = new Substitution();
    List<Value> parameters = new ArrayList<>(callee.parameters());
    receiver.ifPresent(tensor -> inside.put(parameters.removeFirst(), tensor));
    boolean complete = true;
    for (int i = 0; i < parameters.size(); i++) {
      complete &= pass(call.getArguments().get(i), parameters.get(i), inside);
    }
    if (!complete) {
      return new Meaning.Refused();
    }
    callee.functions().forEach(draft::takes);
    return body(callee, method.getSimpleName().toString(), inside, draft.span(call), variable);
  }

  private boolean pass(ExpressionTree argument, Value parameter, Substitution inside) {
    if (parameter.type() instanceof Value.Type.NumberType(Value.Type.Kind kind)) {
      Optional<Attr> number = number(argument, kind);
      number.ifPresent(n -> inside.put(parameter, n));
      return number.isPresent();
    }
    Optional<Value> tensor = ops.tensor(argument);
    tensor.ifPresent(t -> inside.put(parameter, t));
    return tensor.isPresent();
  }

  /** A number, converted to the type of the parameter. */
  private Optional<Attr> number(ExpressionTree argument, Value.Type.Kind kind) {
    return switch (expressions.lower(argument, Optional.empty())) {
      case Meaning.NumberMeaning(Attr.Literal(long value)) when kind.isFloating() ->
          Optional.of(
              new Attr.Number(
                  kind == Value.Type.Kind.FLOAT ? (double) (float) value : (double) value));
      case Meaning.NumberMeaning(Attr.Number(double value)) when kind == Value.Type.Kind.FLOAT ->
          Optional.of(new Attr.Number((float) value));
      case Meaning.NumberMeaning(Attr.Number constant) -> Optional.of(constant);
      case Meaning.NumberMeaning(Attr number) when fits(source.type(argument), kind) ->
          Optional.of(number);
      case Meaning.Refused _ -> Optional.empty();
      case Meaning.NumberMeaning _,
          Meaning.SizesMeaning _,
          Meaning.ObjectMeaning _,
          Meaning.TensorMeaning _ -> {
        draft.refuse(
            new UnknownArgument(
                source.place(argument), source.text(argument), "a number", "Give a constant."));
        yield Optional.empty();
      }
    };
  }

  /** Whether a number that is not known yet needs no conversion but that of int to long. */
  private static boolean fits(TypeMirror type, Value.Type.Kind kind) {
    boolean floating = Functions.number(type).filter(Value.Type.Kind::isFloating).isPresent();
    return floating == kind.isFloating();
  }

  private Meaning body(
      Method callee, String name, Substitution inside, Span span, Optional<String> variable) {
    for (Node node : callee.body()) {
      for (Value value : node.results()) {
        String fresh =
            value.equals(callee.result())
                ? draft.name(variable, name)
                : draft.name(Optional.empty(), Names.join(name, Names.stem(value.name())));
        inside.put(value, new Value(fresh, value.type()));
      }
    }
    for (Node node : callee.body()) {
      if (!(inside.of(node) instanceof Node.Apply apply)) {
        throw new IllegalStateException(callee.name() + " is no function: " + node);
      }
      draft.add(
          new Node.Apply(apply.op(), apply.operands(), apply.attributes(), apply.results(), span));
    }
    return new Meaning.TensorMeaning(inside.of(callee.result()));
  }
}
