/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.problem.DerivativeProblem.GradientLost;
import org.gradsmith.processor.problem.DerivativeProblem.NoDerivative;
import org.gradsmith.processor.problem.DerivativeProblem.NotDifferentiable;
import org.gradsmith.processor.problem.DerivativeProblem.Recursion;
import org.gradsmith.processor.problem.SubsetProblem.Effect;
import org.gradsmith.processor.problem.SubsetProblem.TensorComparison;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;
import org.gradsmith.processor.problem.SubsetProblem.WrittenInPlace;
import org.gradsmith.processor.problem.TypeProblem.UnknownArgument;

/** Lowers calls: of ops, of modules, of accessors. Everything else has no known derivative. */
final class Calls {
  private static final Set<String> READS_NUMBERS =
      Set.of("item", "itemLong", "toFloatArray", "toDoubleArray", "toLongArray", "toArray");
  private static final Set<String> WRITES = Set.of("copyFrom", "fill", "zero", "set", "become");

  private final Draft draft;
  private final MethodSource source;
  private final Expressions expressions;
  private final Members members;
  private final Callees callees;
  private final OpCalls ops;
  private final FunctionCalls functions;

  Calls(Draft draft, Expressions expressions, Members members, Callees callees) {
    this.draft = draft;
    this.source = draft.source();
    this.expressions = expressions;
    this.members = members;
    this.callees = callees;
    this.ops = new OpCalls(draft, expressions);
    this.functions = new FunctionCalls(draft, expressions, ops);
  }

  Meaning lower(MethodInvocationTree call, Optional<String> variable) {
    ExecutableElement method = method(call);
    if (source.derivative(method).isPresent()) {
      return draft.refuse(
          new NoDerivative( // in a straight line; a method with control flow calls the rule
              source.place(call),
              method.getSimpleName().toString(),
              Api.owner(method).getSimpleName().toString()));
    }
    Optional<String> op = Api.op(method);
    if (op.isPresent()) {
      return ops.lower(call, method, receivingTensor(call, method), op.get(), variable);
    }
    if (Functions.isFunction(method)) {
      Optional<Method> function = callees.function(method);
      if (function.isPresent()) {
        return function(call, method, function.get(), variable);
      }
    }
    if (Api.owner(method).getQualifiedName().contentEquals("java.lang.Math")) {
      return expressions.numbers().function(call, method);
    }
    if (isOnTensor(call, method)) {
      return tensorMethod(call, method, variable);
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return module(call, method, variable);
    }
    Optional<String> constant = Api.nonDifferentiable(method);
    if (constant.isPresent()) {
      return draft.refuse(
          new NotDifferentiable(
              source.place(call), method.getSimpleName().toString(), constant.get()));
    }
    return members.isAccessor(method) ? accessor(call, method) : unknown(call, method);
  }

  /** A call whose result is not used: kept if it can have an effect that the tape has too. */
  void statement(MethodInvocationTree call) {
    ExecutableElement method = method(call);
    if (method.getReturnType().getKind() == TypeKind.VOID && !writes(method)) {
      draft.refuse(
          new Effect(
              source.place(call),
              "the call '" + source.text(call) + "'",
              "Make it outside, in the code that calls 'call', or in a forward hook."));
    } else {
      lower(call, Optional.empty());
    }
  }

  private ExecutableElement method(MethodInvocationTree call) {
    if (source.element(call) instanceof ExecutableElement method) {
      return method;
    }
    throw new Deferred("'" + source.text(call) + "' is not known");
  }

  private static Optional<ExpressionTree> receiver(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? Optional.of(select.getExpression())
        : Optional.empty();
  }

  private Meaning function(
      MethodInvocationTree call,
      ExecutableElement method,
      Method function,
      Optional<String> variable) {
    Optional<Value> receiver = receivingTensor(call, method);
    return receiver.isEmpty() && !method.getModifiers().contains(Modifier.STATIC)
        ? new Meaning.Refused()
        : functions.lower(call, method, function, receiver, variable);
  }

  /** The tensor on which an instance method is called; a problem is reported if there is none. */
  private Optional<Value> receivingTensor(MethodInvocationTree call, ExecutableElement method) {
    if (method.getModifiers().contains(Modifier.STATIC)) {
      return Optional.empty();
    }
    Optional<ExpressionTree> receiver = receiver(call);
    if (receiver.isPresent()) {
      return ops.tensor(receiver.get());
    }
    if (expressions.receiver() instanceof Meaning.TensorMeaning(Value self)) {
      return Optional.of(self);
    }
    outer(call);
    return Optional.empty();
  }

  private Meaning tensorMethod(
      MethodInvocationTree call, ExecutableElement method, Optional<String> variable) {
    String name = method.getSimpleName().toString();
    if (name.equals("equals")) {
      return comparison(call);
    }
    if (writes(method)) {
      return draft.refuse(new WrittenInPlace(source.place(call), name));
    }
    if (READS_NUMBERS.contains(name)) {
      String tensor = receiver(call).map(source::text).orElse("");
      return draft.refuse(new GradientLost(source.place(call), tensor, name));
    }
    if (name.equals("size") && method.getParameters().size() == 1) {
      return size(call);
    }
    if (name.equals("detach")) {
      return receivingTensor(call, method)
          .map(tensor -> ops.apply(OpTable.find(name).orElseThrow(), tensor, call, variable))
          .orElse(new Meaning.Refused());
    }
    if (name.equals("shape") && method.getParameters().isEmpty()) {
      return receiver(call).map(r -> expressions.lower(r, Optional.empty())).orElseThrow()
              instanceof Meaning.TensorMeaning(Value tensor)
          ? new Meaning.SizesMeaning(new Attr.ShapeOf(tensor))
          : new Meaning.Refused();
    }
    return unknown(call, method);
  }

  private Meaning size(MethodInvocationTree call) {
    ExpressionTree argument = call.getArguments().getFirst();
    Meaning tensor = expressions.lower(receiver(call).orElseThrow(), Optional.empty());
    Meaning dim = expressions.lower(argument, Optional.empty());
    if (dim instanceof Meaning.NumberMeaning(Attr value) && !(value instanceof Attr.Literal)) {
      return draft.refuse(
          new UnknownArgument(
              source.place(argument),
              source.text(argument),
              "a constant dimension",
              "Write the dimension as a constant, 'size(0)'."));
    }
    return tensor instanceof Meaning.TensorMeaning(Value of)
            && dim instanceof Meaning.NumberMeaning(Attr.Literal(long value))
        ? new Meaning.NumberMeaning(new Attr.SizeOf(of, (int) value))
        : new Meaning.Refused();
  }

  private static boolean writes(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    return WRITES.contains(name) || name.endsWith("InPlace");
  }

  private boolean isOnTensor(MethodInvocationTree call, ExecutableElement method) {
    return !method.getModifiers().contains(Modifier.STATIC)
        && receiver(call).filter(r -> Api.isTensor(source.type(r))).isPresent();
  }

  private Meaning comparison(MethodInvocationTree call) {
    return draft.refuse(
        new TensorComparison(
            source.place(call),
            "equals",
            source.text(receiver(call).orElseThrow()),
            source.text(call.getArguments().getFirst())));
  }

  private Meaning module(
      MethodInvocationTree call, ExecutableElement method, Optional<String> variable) {
    Optional<ExpressionTree> receiver = receiver(call);
    if (receiver.isPresent()
        && receiver.get() instanceof IdentifierTree name
        && name.getName().contentEquals("super")) {
      return draft.refuse(
          new UnsupportedExpression(
              source.place(call),
              "'" + source.text(call) + "'",
              "calls of the super class's 'forward' are not followed yet",
              "Write its operations here, or keep the other module in a field and 'call' it."));
    }
    Meaning module =
        receiver
            .map(r -> expressions.lower(r, Optional.empty()))
            .orElseGet(() -> members.isInherited(method) ? expressions.self() : outer(call));
    List<Value> operands = new ArrayList<>();
    for (ExpressionTree argument : call.getArguments()) {
      ops.tensor(argument).ifPresent(operands::add);
    }
    if (!(module instanceof Meaning.ObjectMeaning(Value object, TypeElement type))
        || operands.size() != call.getArguments().size()) {
      return new Meaning.Refused();
    }
    if (object.equals(expressions.self().value())) {
      return draft.refuse(
          new Recursion(
              source.place(call),
              source.tree().getName().toString(),
              method.getSimpleName().toString()));
    }
    Optional<Method> callee = forward(type, operands.size()).flatMap(callees::forward);
    Value result = Value.tensor(draft.name(variable, object.name() + "Out"));
    draft.add(
        new Node.CallModule(
            object, operands, result, callee, Api.isCall(method), draft.span(call)));
    return new Meaning.TensorMeaning(result);
  }

  private Meaning outer(MethodInvocationTree call) {
    return draft.refuse(
        new UnsupportedExpression(
            source.place(call),
            "'" + source.text(call) + "'",
            "the generated class cannot reach an enclosing object",
            "Keep the module in a field of this class."));
  }

  /** Binary name of the class whose differentiable {@code forward} objects of a class inherit. */
  private Optional<String> forward(TypeElement type, int operands) {
    Optional<TypeElement> next = Optional.of(type);
    while (next.isPresent()) {
      for (ExecutableElement m : ElementFilter.methodsIn(next.get().getEnclosedElements())) {
        if (m.getSimpleName().contentEquals("forward")
            && m.getParameters().size() == operands
            && !m.getModifiers().contains(Modifier.ABSTRACT)) {
          return Api.isDifferentiable(m)
              ? Optional.of(source.shadow().elements().getBinaryName(next.get()).toString())
              : Optional.empty();
        }
      }
      next = Api.superclass(next.get());
    }
    return Optional.empty();
  }

  private Meaning accessor(MethodInvocationTree call, ExecutableElement method) {
    Optional<ExpressionTree> receiver = receiver(call);
    if (receiver.isEmpty()) {
      return members.isInherited(method)
          ? members.accessor(expressions.self(), method, call)
          : outer(call);
    }
    return expressions.lower(receiver.get(), Optional.empty())
            instanceof Meaning.ObjectMeaning object
        ? members.accessor(object, method, call)
        : new Meaning.Refused();
  }

  private Meaning unknown(MethodInvocationTree call, ExecutableElement method) {
    TypeMirror type = method.getReturnType();
    String text = source.text(call);
    if (touchesTensors(call, method)) {
      return draft.refuse(
          new NoDerivative(
              source.place(call),
              method.getSimpleName().toString(),
              Api.owner(method).getSimpleName().toString()));
    }
    if (type.getKind().isPrimitive()) {
      return draft.refuse(
          new UnknownArgument(
              source.place(call),
              text,
              "a number",
              "Use constants, 'size(...)' of tensors, or keep the number in a final field."));
    }
    return draft.refuse(
        new UnsupportedExpression(
            source.place(call),
            "'" + text + "'",
            "which object it gives is only known at run time",
            "Keep the object in a field of its own."));
  }

  private boolean touchesTensors(MethodInvocationTree call, ExecutableElement method) {
    return Api.isTensor(method.getReturnType())
        || call.getArguments().stream().anyMatch(a -> Api.isTensor(source.type(a)));
  }
}
