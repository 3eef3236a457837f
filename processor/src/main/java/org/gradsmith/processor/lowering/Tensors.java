/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.TypeCastTree;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.DerivativeProblem.NoDerivative;

/** Lowers expressions that are tensors. */
final class Tensors {
  /** Rows that do less than the API's method of that name: products of matrices alone. */
  private static final Set<String> NARROWER = Set.of("matmul");

  private static final Set<String> CONSTANTS = Set.of("detach", "data");

  private final Body body;
  private final TensorOpCalls ops;
  private final Steps steps;

  Tensors(Body body) {
    this.body = body;
    this.ops = new TensorOpCalls(body);
    this.steps = new Steps(body);
  }

  /**
   * The variable that holds a tensor.
   *
   * @param wanted the variable to make, if one has to be made: it has one value for all its life
   */
  Variable of(ExpressionTree tree, Optional<Variable> wanted) {
    return switch (tree) {
      case ParenthesizedTree p -> of(p.getExpression(), wanted);
      case IdentifierTree i when body.draft.variable(body.source.element(i)).isPresent() ->
          copied(body.draft.variable(body.source.element(i)).orElseThrow(), wanted, tree);
      case IdentifierTree i when isThis(i) -> copied(body.self, wanted, tree);
      case TypeCastTree c
          when Api.isTensor(body.source.type(c.getExpression())) || isThis(c.getExpression()) ->
          of(c.getExpression(), wanted);
      case ConditionalExpressionTree c -> new Choices(body).tensor(c, wanted);
      case SwitchExpressionTree s -> copied(body.calls.switches(s), wanted, s);
      case MethodInvocationTree c -> call(c, wanted);
      case AssignmentTree a -> copied(body.embedded.of(a, a.getVariable(), false), wanted, a);
      default -> plain(body.plain.of(tree), wanted, tree);
    };
  }

  /** Whether an expression is the tensor that the method belongs to. */
  boolean isThis(ExpressionTree tree) {
    return body.self.isTensor()
        && tree instanceof IdentifierTree name
        && name.getName().contentEquals("this");
  }

  /** The tensor that a method is called on, as it is before the arguments are evaluated. */
  Variable receiving(MethodInvocationTree tree) {
    Optional<ExpressionTree> written = receiver(tree);
    return written.isPresent()
        ? body.embedded.before(
            of(written.get(), Optional.empty()), written.get(), tree.getArguments())
        : body.self;
  }

  /** Lowers calls that are rows. */
  TensorOpCalls ops() {
    return ops;
  }

  private Variable copied(Variable variable, Optional<Variable> wanted, ExpressionTree tree) {
    return wanted.map(w -> body.draft.let(w, new Expression.Copy(variable), tree)).orElse(variable);
  }

  private Variable plain(Code code, Optional<Variable> wanted, ExpressionTree tree) {
    return body.draft.let(wanted.orElseGet(() -> fresh(tree)), new Expression.Plain(code), tree);
  }

  /** A variable named after what makes the tensor. */
  Variable fresh(ExpressionTree tree) {
    String name =
        switch (tree) {
          case MethodInvocationTree c -> body.source.element(c).getSimpleName().toString();
          case MemberSelectTree s -> s.getIdentifier().toString();
          case IdentifierTree i -> i.getName().toString();
          default -> "t";
        };
    return body.draft.fresh(name, Variable.Kind.TENSOR, Api.TENSOR);
  }

  /** Assigns a tensor to a variable that has had another one. */
  void assign(Variable target, ExpressionTree tree) {
    Variable value = of(tree, Optional.empty());
    body.draft.add(
        new Statement.Assign(target, new Expression.Copy(value), false, body.draft.span(tree)));
  }

  private Variable call(MethodInvocationTree tree, Optional<Variable> wanted) {
    ExecutableElement method = ops.withTensors(tree, (ExecutableElement) body.source.element(tree));
    String name = method.getSimpleName().toString();
    boolean isConstant = CONSTANTS.contains(name) && Api.isTensor(Api.owner(method).asType());
    if (isConstant || body.draft.isPassive()) {
      return plain(body.plain.calls().text(tree, method), wanted, tree);
    }
    if (body.source.derivative(method).isPresent()) {
      return body.calls.sweep(tree, method, wanted);
    }
    if (Writes.isWrite(method)) {
      return copied(new Writes(body, ops).lower(tree, method), wanted, tree);
    }
    Optional<String> row = row(method);
    if (row.isPresent()) {
      return ops.lower(tree, method, row.get(), wanted, Optional.empty());
    }
    if (Api.runsRow(method)) {
      return steps.row(tree, wanted);
    }
    if (body.draft.isOfTensors() && name.equals("alone")) {
      return steps.alone(tree, wanted);
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return steps.module(tree, wanted);
    }
    if (body.calls.isFollowed(tree)) {
      return body.calls.sweep(tree, method, wanted);
    }
    if (Api.nonDifferentiable(method).isPresent() || !touchesTensors(tree, method)) {
      return plain(body.plain.calls().text(tree, method), wanted, tree);
    }
    if (isFunction(method)) {
      return steps.function(tree, method, wanted);
    }
    throw underivable(tree, method);
  }

  /** The row that a method of the API stands for. */
  static Optional<String> row(ExecutableElement method) {
    return method.getParameters().stream().anyMatch(p -> isContainer(p.asType()))
        ? Optional.empty()
        : Api.op(method).filter(name -> !NARROWER.contains(name));
  }

  /** Whether a derivative goes through calls of a method. */
  boolean isDifferentiated(ExecutableElement method) {
    return row(method).isPresent()
        || Api.isCall(method)
        || Api.isForward(method)
        || Api.runsRow(method)
        || Api.callsFunction(method)
        || body.calls.hasSweep(method);
  }

  /**
   * The variable that holds the tensors which a call returns in a list, an array or a record; empty
   * for a call that has nothing to do with tensors.
   */
  Optional<Variable> holder(MethodInvocationTree tree, ExecutableElement method) {
    if (!body.draft.isPassive() && Api.runsRow(method) && isContainer(body.source.type(tree))) {
      return Optional.of(steps.row(tree, Optional.empty()));
    }
    if (!body.draft.isPassive() && Api.callsFunction(method)) {
      return Optional.of(steps.ownFunction(tree));
    }
    boolean keeps = body.draft.isOfTensors() && keepsTensors(body.source.type(tree));
    if (body.draft.isPassive()
        || (!isContainer(body.source.type(tree)) && !keeps)
        || Api.nonDifferentiable(method).isPresent()
        || !touchesTensors(tree, method)) {
      return Optional.empty();
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return Optional.of(steps.module(tree, Optional.empty()));
    }
    if (isFunction(method)) {
      return Optional.of(steps.function(tree, method, Optional.empty()));
    }
    throw underivable(tree, method);
  }

  private BodyDraft.Refusal underivable(MethodInvocationTree tree, ExecutableElement method) {
    body.draft.refuse(
        new NoDerivative(
            body.source.place(tree),
            method.getSimpleName().toString(),
            Api.owner(method).getSimpleName().toString()));
    return new BodyDraft.Refusal();
  }

  /** Whether a method is the one of a functional interface: what it does is known at run time. */
  private static boolean isFunction(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT)
        && Api.owner(method).getKind().isInterface();
  }

  private boolean touchesTensors(MethodInvocationTree tree, ExecutableElement method) {
    boolean receiver =
        (Api.isTensorMethod(method) && receiver(tree).isEmpty())
            || (!method.getModifiers().contains(Modifier.STATIC)
                && receiver(tree).filter(r -> isReadFrom(body.source.type(r), method)).isPresent());
    return receiver
        || (!isContainer(method)
            && tree.getArguments().stream().anyMatch(a -> holdsTensors(body.source.type(a))));
  }

  private static boolean isContainer(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return owner.startsWith("java.util.") && !owner.startsWith("java.util.function.");
  }

  /**
   * Whether a method computes with its receiver's tensors; a record's accessor only hands one out.
   */
  private boolean isReadFrom(TypeMirror receiver, ExecutableElement method) {
    boolean isAccessor =
        method.getParameters().isEmpty()
            && Api.owner(method).getRecordComponents().stream()
                .anyMatch(c -> c.getSimpleName().equals(method.getSimpleName()));
    return Api.isTensor(receiver)
        || (body.draft.isOfTensors() && keepsTensors(receiver))
        || (Api.owner(method).getKind() == ElementKind.RECORD
            && holdsTensors(receiver)
            && !isAccessor);
  }

  static boolean holdsTensors(TypeMirror type) {
    return holdsTensors(type, new HashSet<>());
  }

  /** Whether a class of the library keeps tensors in fields. */
  static boolean keepsTensors(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.CLASS
        && Api.isLibrary(declared.asElement())
        && !Api.isTensor(type)
        && ElementFilter.fieldsIn(declared.asElement().getEnclosedElements()).stream()
            .anyMatch(field -> holdsTensors(field.asType()));
  }

  private static boolean holdsTensors(TypeMirror type, Set<Element> seen) {
    return switch (type) {
      case ArrayType array -> holdsTensors(array.getComponentType(), seen);
      case TypeVariable variable ->
          seen.add(variable.asElement()) && holdsTensors(variable.getUpperBound(), seen);
      case WildcardType wildcard ->
          wildcard.getExtendsBound() != null && holdsTensors(wildcard.getExtendsBound(), seen);
      case DeclaredType declared ->
          Api.isTensor(declared)
              || declared.getTypeArguments().stream().anyMatch(a -> holdsTensors(a, seen))
              || (seen.add(declared.asElement())
                  && ((TypeElement) declared.asElement())
                      .getRecordComponents().stream()
                          .anyMatch(c -> holdsTensors(c.asType(), seen)));
      default -> false;
    };
  }

  /** What stands before the dot. */
  static Optional<ExpressionTree> receiver(MethodInvocationTree tree) {
    return tree.getMethodSelect() instanceof MemberSelectTree select
        ? Optional.of(select.getExpression())
        : Optional.empty();
  }

  private static boolean isContainer(TypeMirror type) {
    return !Api.isTensor(type) && holdsTensors(type);
  }
}
