/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Rule;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.DerivativeMethod;
import org.gradsmith.processor.frontend.MethodSource;

/** Lowers calls of methods that have sweeps of their own, and what calls and choices share. */
final class Calls {
  private final Body body;
  private final Dispatch dispatch;

  Calls(Body body) {
    this.body = body;
    this.dispatch = new Dispatch(body);
  }

  /** Whether a method is a function of {@link Math}. */
  static boolean isMath(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath");
  }

  /** Whether a method is declared in the same top-level class as the method that is lowered. */
  static boolean isOwn(ExecutableElement method, MethodSource source) {
    return isNear(method, source);
  }

  /** Whether a member is declared in the same top-level class as the method that is lowered. */
  static boolean isNear(Element member, MethodSource source) {
    return outermost(member).equals(outermost(source.element(source.tree())));
  }

  private static Element outermost(Element element) {
    Element outer = element;
    while (outer.getEnclosingElement() instanceof TypeElement type) {
      outer = type;
    }
    return outer;
  }

  /** Whether a call is followed: into the method's body, or into that of a function. */
  boolean isFollowed(MethodInvocationTree tree) {
    return body.source.element(tree) instanceof ExecutableElement method
        && (hasSweep(method) || body.functions.isCall(tree));
  }

  /** Whether a call of a method is a call of its sweep. */
  boolean hasSweep(ExecutableElement method) {
    if (body.source.derivative(method).isPresent()) {
      return true;
    }
    if (Api.isForward(method)
        || Api.isCall(method)
        || Tensors.row(method).isPresent()
        || Api.nonDifferentiable(method).isPresent()) {
      return false;
    }
    if (Api.isDifferentiable(method)) {
      return true;
    }
    if (body.draft.isOfTensors() && !returnsTensors(method)) {
      return false;
    }
    return (hasBody(method) || !dispatch.targets(method).isEmpty())
        && (method.getModifiers().contains(Modifier.PRIVATE) || carriesGradients(method));
  }

  private static boolean returnsTensors(ExecutableElement method) {
    TypeMirror type = method.getReturnType();
    return Api.isTensor(type) || Tensors.holdsTensors(type) || Tensors.keepsTensors(type);
  }

  /** Whether a method can be followed into its body. */
  boolean hasBody(ExecutableElement method) {
    return Api.isDifferentiable(method)
        || (isOwn(method, body.source)
            && body.source.shadow().trees().getTree(method) != null
            && body.source.shadow().trees().getTree(method).getBody() != null);
  }

  boolean isVoid(ExecutableElement method) {
    return method.getReturnType().getKind() == TypeKind.VOID;
  }

  private boolean carriesGradients(ExecutableElement method) {
    return carriesGradients(method.getReturnType())
        || method.getParameters().stream().anyMatch(p -> carriesGradients(p.asType()));
  }

  private boolean carriesGradients(TypeMirror type) {
    return JavaTypes.kind(type) != Variable.Kind.PASSIVE
        || type.getKind() == TypeKind.TYPEVAR
        || FunctionTypes.descriptor(type, body.source).filter(FunctionTypes::isFollowed).isPresent()
        || Tensors.holdsTensors(type)
        || HeldNumbers.in(type);
  }

  /** Lowers a call whose method has a sweep; the variable that holds its result. */
  Variable sweep(MethodInvocationTree tree, ExecutableElement method, Optional<Variable> wanted) {
    return call(tree, method, wanted)
        .orElseThrow(
            () -> body.draft.refusal(tree, "it returns nothing", "Use it as a statement."));
  }

  /** Lowers a call whose method has a sweep; its result, if it has one. */
  Optional<Variable> call(
      MethodInvocationTree tree, ExecutableElement method, Optional<Variable> wanted) {
    Optional<DerivativeMethod> rule = body.source.derivative(method);
    if (rule.isPresent()) {
      return Optional.of(ruled(tree, method, rule.get(), wanted));
    }
    if (!hasSweep(method)) {
      return body.functions.call(tree, wanted);
    }
    List<Variable> arguments = new ArrayList<>();
    Optional<Variable> object = Optional.empty();
    if (Api.isTensorMethod(method)) {
      arguments.add(body.tensors.receiving(tree));
    } else if (!method.getModifiers().contains(Modifier.STATIC)) {
      refuseOverridable(tree, method);
      Optional<ExpressionTree> receiver = Tensors.receiver(tree);
      object =
          Optional.of(
              receiver.isPresent()
                  ? body.embedded.before(
                      argument(receiver.get(), body.source.type(receiver.get())),
                      receiver.get(),
                      tree.getArguments())
                  : body.self);
    }
    pass(tree, method, arguments);
    return isDispatched(method)
        ? dispatch.call(tree, method, object.orElseThrow(), arguments, wanted)
        : statement(tree, method, object, arguments, wanted);
  }

  /** Calls a method of tensors with another receiver than stands before the dot. */
  Variable rewritten(MethodInvocationTree tree, ExecutableElement method, Rewritten receiver) {
    List<Variable> arguments = new ArrayList<>(List.of(receiver.tensor()));
    pass(tree, method, arguments);
    arguments.set(0, receiver.before().apply(Rewritten.Kept.ANYTHING));
    return statement(tree, method, Optional.empty(), arguments, Optional.empty()).orElseThrow();
  }

  private void pass(MethodInvocationTree tree, ExecutableElement method, List<Variable> arguments) {
    List<? extends VariableElement> parameters = method.getParameters();
    List<? extends ExpressionTree> given = tree.getArguments();
    for (int i = 0; i < parameters.size(); i++) {
      TypeMirror type = parameters.get(i).asType();
      boolean packed =
          method.isVarArgs() && i == parameters.size() - 1 && !isArray(given, i, parameters);
      if (packed) {
        arguments.add(
            new NewArrays(body).packed(given.subList(i, given.size()), (ArrayType) type, tree));
      } else if (Api.isTensor(type) && JavaTypes.isReal(body.source.type(given.get(i)))) {
        arguments.add(body.tensors.ops().lifted(given.get(i), arguments.getFirst()));
      } else if (Api.isLibrary(method) && JavaTypes.kind(type) != Variable.Kind.TENSOR) {
        arguments.add(constant(given.get(i), type, method));
      } else {
        arguments.add(
            body.embedded.before(
                argument(given.get(i), type), given.get(i), given.subList(i + 1, given.size())));
      }
    }
  }

  /** An argument that the library's function takes as a constant. */
  private Variable constant(ExpressionTree tree, TypeMirror type, ExecutableElement method) {
    if (JavaTypes.isReal(type) && body.varying.isVarying(tree)) {
      throw body.draft.refusal(
          tree,
          "'%s' takes a constant here, and the gradient would be lost"
              .formatted(method.getSimpleName()),
          "Use the form of the method that takes a Tensor, with Tensor.of(...).");
    }
    body.lost.refuse(tree);
    Code code = body.plain.of(tree);
    return body.draft.let("argument", JavaTypes.boxedText(type), code, tree);
  }

  /** Whether the class of the receiver decides which method runs. */
  private boolean isDispatched(ExecutableElement method) {
    return !Api.isTensorMethod(method) && !isFixed(method) && !dispatch.targets(method).isEmpty();
  }

  /** The call of a method that is known. */
  Optional<Variable> statement(
      MethodInvocationTree tree,
      ExecutableElement method,
      Optional<Variable> object,
      List<Variable> arguments,
      Optional<Variable> wanted) {
    if (!Api.isDifferentiable(method)) {
      body.helpers.add(method);
    }
    String name = method.getSimpleName().toString();
    Variable call =
        body.draft.fresh(
            name + "Call",
            Variable.Kind.PASSIVE,
            SweepNames.canonical(method, body.source.shadow().elements()));
    if (isVoid(method)) {
      body.draft.add(
          new Statement.Call(
              call.type(),
              call,
              object,
              arguments,
              Optional.empty(),
              Api.isLibrary(method),
              body.draft.span(tree)));
      return Optional.empty();
    }
    TypeMirror type = body.source.type(tree);
    boolean same = JavaTypes.text(type).equals(JavaTypes.text(method.getReturnType()));
    Variable result =
        same
            ? wanted.orElseGet(() -> body.draft.fresh(name + "Result", type))
            : body.draft.fresh(name + "Result", method.getReturnType());
    body.draft.add(
        new Statement.Call(
            call.type(),
            call,
            object,
            arguments,
            Optional.of(result),
            Api.isLibrary(method),
            body.draft.span(tree)));
    return Optional.of(same ? result : cast(result, wanted, type, tree));
  }

  /** What a generic method returned, as the type that it is here. */
  private Variable cast(
      Variable returned, Optional<Variable> wanted, TypeMirror type, MethodInvocationTree tree) {
    String name = JavaTypes.text(type);
    Code code = Code.builder().text("(").type(name).text(") ").use(returned).build();
    return body.draft.let(
        wanted.orElseGet(() -> body.draft.fresh("cast", type)), new Expression.Plain(code), tree);
  }

  /** Whether an array itself stands where a method takes any number of arguments. */
  private boolean isArray(
      List<? extends ExpressionTree> given, int last, List<? extends VariableElement> parameters) {
    Types types = body.source.shadow().types();
    return given.size() == parameters.size()
        && types.isAssignable(
            types.erasure(body.source.type(given.get(last))),
            types.erasure(parameters.get(last).asType()));
  }

  /** A call whose derivative the user has written: of the rule's class, an object first. */
  private Variable ruled(
      MethodInvocationTree tree,
      ExecutableElement method,
      DerivativeMethod rule,
      Optional<Variable> wanted) {
    List<Variable> arguments = new ArrayList<>();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      Optional<ExpressionTree> receiver = Tensors.receiver(tree);
      arguments.add(
          receiver.isPresent()
              ? argument(receiver.get(), body.source.type(receiver.get()))
              : body.self);
    }
    for (int i = 0; i < method.getParameters().size(); i++) {
      arguments.add(argument(tree.getArguments().get(i), method.getParameters().get(i).asType()));
    }
    String name = method.getSimpleName().toString();
    Variable call =
        body.draft.fresh(
            name + "Call",
            Variable.Kind.PASSIVE,
            SweepNames.canonical(rule.method(), body.source.shadow().elements()) + Rule.SUFFIX);
    Variable result =
        wanted.orElseGet(() -> body.draft.fresh(name + "Result", body.source.type(tree)));
    body.draft.add(
        new Statement.Call(
            call.type(),
            call,
            Optional.empty(),
            arguments,
            Optional.of(result),
            false,
            body.draft.span(tree)));
    return result;
  }

  void refuseOverridable(ExpressionTree tree, ExecutableElement method) {
    if (!isFixed(method) && !isDispatched(method)) {
      throw body.draft.refusal(
          tree,
          "a subclass may override '%s', so which body runs is only known at run time"
              .formatted(method.getSimpleName()),
          "Make '%s' private or final, or its class final.".formatted(method.getSimpleName()));
    }
  }

  private static boolean isFixed(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.STATIC)
        || method.getModifiers().contains(Modifier.PRIVATE)
        || method.getModifiers().contains(Modifier.FINAL)
        || Api.owner(method).getModifiers().contains(Modifier.FINAL);
  }

  Variable argument(ExpressionTree tree, TypeMirror type) {
    return switch (JavaTypes.kind(type)) {
      case REAL -> body.reals.variable(tree, "argument", type);
      case TENSOR -> body.tensors.of(tree, Optional.empty());
      case ARRAY -> reference(tree);
      case PASSIVE -> passive(tree, type);
    };
  }

  private Variable passive(ExpressionTree tree, TypeMirror type) {
    Code code = body.plain.object(tree);
    return code.parts().size() == 1
            && code.parts().getFirst() instanceof Code.Use(Variable used)
            && !used.isReal() // as an object it has no adjoint and no tangent
        ? used
        : body.draft.let("argument", JavaTypes.text(type), code, tree);
  }

  /** The variable that holds an array of numbers. */
  Variable reference(ExpressionTree tree) {
    if (tree instanceof IdentifierTree name) {
      Optional<Variable> known = body.draft.variable(body.source.element(name));
      if (known.isPresent()) {
        return known.get();
      }
    }
    if (tree instanceof MethodInvocationTree call
        && body.source.element(call) instanceof ExecutableElement method
        && isFollowed(call)) {
      return sweep(call, method, Optional.empty());
    }
    return body.draft.let(
        body.draft.fresh("array", body.source.type(tree)), new NewArrays(body).value(tree), tree);
  }

  /** An index that means the same in the reverse sweep, whatever it was read from. */
  Code index(ExpressionTree tree) {
    Code code = body.plain.of(tree);
    return code.pure() ? code : Code.of(body.draft.let("at", "int", code, tree));
  }

  /** Runs one of two actions, as two branches. */
  void choose(Code condition, Runnable then, Runnable otherwise, Tree tree) {
    Variable holds = condition(condition, tree);
    body.draft.add(
        new Statement.If(
            holds, body.draft.block(then), body.draft.block(otherwise), body.draft.span(tree)));
  }

  /** A condition in a variable that keeps its value. */
  Variable condition(Code condition, Tree tree) {
    return body.draft.let("condition", "boolean", condition, tree);
  }

  /** The value of a {@code switch}. */
  Variable switches(SwitchExpressionTree tree) {
    return new Switches(body).expression(tree);
  }
}
