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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.DerivativeProblem.NoDerivative;

/** Lowers expressions that are tensors. */
final class Tensors {
  /** Packages whose methods are differentiated as they run, where they are no row of the table. */
  private static final Set<String> LIBRARY =
      Set.of("org.gradsmith.tensor", "org.gradsmith.nn.functional", "org.gradsmith.nn.loss");

  /** Rows that do less than the API's method of that name: products of matrices alone. */
  private static final Set<String> NARROWER = Set.of("matmul");

  private static final Set<String> CONSTANTS = Set.of("detach", "data");

  private final Body body;
  private final TensorOpCalls ops;

  Tensors(Body body) {
    this.body = body;
    this.ops = new TensorOpCalls(body);
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
      case TypeCastTree c when Api.isTensor(body.source.type(c.getExpression())) ->
          of(c.getExpression(), wanted);
      case ConditionalExpressionTree c -> new Choices(body).tensor(c, wanted);
      case SwitchExpressionTree s -> copied(body.calls.switches(s), wanted, s);
      case MethodInvocationTree c -> call(c, wanted);
      case AssignmentTree a -> copied(body.embedded.of(a, a.getVariable(), false), wanted, a);
      default -> plain(body.plain.of(tree), wanted, tree);
    };
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

  private Variable returned(MethodInvocationTree tree) {
    TypeMirror type = body.source.type(tree);
    return Api.isTensor(type)
        ? fresh(tree)
        : body.draft.fresh(body.source.element(tree).getSimpleName().toString(), type);
  }

  /** Assigns a tensor to a variable that has had another one. */
  void assign(Variable target, ExpressionTree tree) {
    Variable value = of(tree, Optional.empty());
    body.draft.add(
        new Statement.Assign(target, new Expression.Copy(value), false, body.draft.span(tree)));
  }

  private Variable call(MethodInvocationTree tree, Optional<Variable> wanted) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    String name = method.getSimpleName().toString();
    boolean isConstant = CONSTANTS.contains(name) && Api.isTensor(Api.owner(method).asType());
    if (isConstant || body.draft.isPassive()) {
      return plain(body.plain.calls().text(tree, method), wanted, tree);
    }
    if (Writes.isWrite(method)) {
      return copied(new Writes(body, ops).lower(tree, method), wanted, tree);
    }
    Optional<String> row = row(method);
    if (row.isPresent()) {
      return ops.lower(tree, method, row.get(), wanted, Optional.empty());
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return module(tree, wanted);
    }
    if (body.calls.hasSweep(method)) {
      return body.calls.sweep(tree, method, wanted);
    }
    if (Api.nonDifferentiable(method).isPresent() || !touchesTensors(tree, method)) {
      return plain(body.plain.calls().text(tree, method), wanted, tree);
    }
    if (isLibrary(method) || isFunction(method)) {
      return library(tree, method, wanted, Optional.empty());
    }
    throw underivable(tree, method);
  }

  /** The row that a method of the API stands for. */
  static Optional<String> row(ExecutableElement method) {
    return method.getParameters().stream().anyMatch(p -> isContainer(p.asType()))
        ? Optional.empty()
        : Api.op(method).filter(name -> !NARROWER.contains(name));
  }

  /**
   * The variable that holds the tensors which a call returns in a list, an array or a record; empty
   * for a call that has nothing to do with tensors.
   */
  Optional<Variable> holder(MethodInvocationTree tree, ExecutableElement method) {
    if (body.draft.isPassive()
        || !isContainer(body.source.type(tree))
        || Api.nonDifferentiable(method).isPresent()
        || !touchesTensors(tree, method)) {
      return Optional.empty();
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return Optional.of(module(tree, Optional.empty()));
    }
    if (isLibrary(method) || isFunction(method)) {
      return Optional.of(library(tree, method, Optional.empty(), Optional.empty()));
    }
    throw underivable(tree, method);
  }

  private BodyDraft.Refusal unfollowed(ExpressionTree holder, ExecutableElement method) {
    return body.draft.refusal(
        holder,
        "the tensors in it could not be followed through '%s'".formatted(method.getSimpleName()),
        "Pass the tensors one by one.");
  }

  private BodyDraft.Refusal underivable(MethodInvocationTree tree, ExecutableElement method) {
    body.draft.refuse(
        new NoDerivative(
            body.source.place(tree),
            method.getSimpleName().toString(),
            Api.owner(method).getSimpleName().toString()));
    return new BodyDraft.Refusal();
  }

  private boolean isLibrary(ExecutableElement method) {
    String owner =
        body.source.shadow().elements().getPackageOf(method).getQualifiedName().toString();
    return LIBRARY.contains(owner);
  }

  /** Whether a method is the one of a functional interface: what it does is known at run time. */
  private static boolean isFunction(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT)
        && Api.owner(method).getKind().isInterface();
  }

  private boolean touchesTensors(MethodInvocationTree tree, ExecutableElement method) {
    boolean receiver =
        !method.getModifiers().contains(Modifier.STATIC)
            && receiver(tree).filter(r -> isReadFrom(body.source.type(r), method)).isPresent();
    return receiver
        || (!isContainer(method)
            && tree.getArguments().stream().anyMatch(a -> holdsTensors(body.source.type(a))));
  }

  private static boolean isContainer(ExecutableElement method) {
    return Api.owner(method).getQualifiedName().toString().startsWith("java.util.");
  }

  /**
   * Whether a method computes with its receiver's tensors; a record's accessor only hands one out.
   */
  private static boolean isReadFrom(TypeMirror receiver, ExecutableElement method) {
    boolean isAccessor =
        method.getParameters().isEmpty()
            && Api.owner(method).getRecordComponents().stream()
                .anyMatch(c -> c.getSimpleName().equals(method.getSimpleName()));
    return Api.isTensor(receiver)
        || (Api.owner(method).getKind() == ElementKind.RECORD
            && holdsTensors(receiver)
            && !isAccessor);
  }

  static boolean holdsTensors(TypeMirror type) {
    return holdsTensors(type, new HashSet<>());
  }

  private static boolean holdsTensors(TypeMirror type, Set<Element> seen) {
    return switch (type) {
      case ArrayType array -> holdsTensors(array.getComponentType(), seen);
      case TypeVariable variable -> holdsTensors(variable.getUpperBound(), seen);
      case WildcardType wildcard ->
          wildcard.getExtendsBound() != null && holdsTensors(wildcard.getExtendsBound(), seen);
      case DeclaredType declared ->
          Api.isTensor(declared)
              || (seen.add(declared.asElement())
                  && (declared.getTypeArguments().stream().anyMatch(a -> holdsTensors(a, seen))
                      || ((TypeElement) declared.asElement())
                          .getRecordComponents().stream()
                              .anyMatch(c -> holdsTensors(c.asType(), seen))));
      default -> false;
    };
  }

  static Optional<ExpressionTree> receiver(MethodInvocationTree tree) {
    return tree.getMethodSelect() instanceof MemberSelectTree select
        ? Optional.of(select.getExpression())
        : Optional.empty();
  }

  private Variable module(MethodInvocationTree tree, Optional<Variable> wanted) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    Code receiver =
        receiver(tree).map(body.plain::of).orElseGet(() -> body.fields.self(tree, method));
    Variable object =
        body.draft.let(
            "module",
            JavaTypes.text(receiver(tree).map(body.source::type).orElse(body.owner.asType())),
            receiver,
            tree);
    ModuleArguments arguments = new ModuleArguments();
    for (ExpressionTree argument : tree.getArguments()) {
      TypeMirror type = body.source.type(argument);
      if (Api.isTensor(type)) {
        arguments.tensor(of(argument, Optional.empty()));
      } else if (ModuleArguments.isRecordOfTensors(type)) {
        arguments.record(pinned(argument, method));
      } else if (holdsTensors(type)) {
        throw unfollowed(argument, method);
      } else {
          arguments.plain(pinned(argument, method));
      }
    }
    Code code =
        Code.builder()
            .text("in -> ")
            .use(object)
            .text("." + method.getSimpleName() + "(")
            .code(arguments.passed())
            .text(")")
            .build();
    return function(code, arguments.tensors(), wanted, tree);
  }

  /** A method of the library that is no row of the table, with its tensors as arguments. */
  Variable library(
      MethodInvocationTree tree,
      ExecutableElement method,
      Optional<Variable> wanted,
      Optional<Rewritten> rewritten) {
    Optional<ExpressionTree> container =
        tree.getArguments().stream()
            .<ExpressionTree>map(a -> a)
            .filter(a -> isContainer(body.source.type(a)))
            .findFirst();
    if (container.isPresent() && method.getModifiers().contains(Modifier.STATIC)) {
      return joined(tree, method, container.get(), wanted);
    }
    List<Variable> arguments = new ArrayList<>();
    Code.Builder code = Code.builder().text("in -> ");
    if (method.getModifiers().contains(Modifier.STATIC)) {
      code.type(Api.owner(method).getQualifiedName().toString());
    } else {
      ExpressionTree receiver = receiver(tree).orElseThrow();
      if (Api.isTensor(body.source.type(receiver))) {
        code.text("in[" + arguments.size() + "]");
        arguments.add(
            rewritten.map(Rewritten::tensor).orElseGet(() -> of(receiver, Optional.empty())));
      } else {
        code.use(pinned(receiver, method));
      }
    }
    code.text("." + method.getSimpleName() + "(");
    for (int i = 0; i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      TypeMirror type = body.source.type(argument);
      code.text(i == 0 ? "" : ", ");
      if (Api.isTensor(type)) {
        code.text("in[" + arguments.size() + "]");
        arguments.add(of(argument, Optional.empty()));
      } else if (JavaTypes.isReal(type) && body.varying.isVarying(argument)) {
        ops.refuseConstant(argument, method, i);
        code.text("in[" + arguments.size() + "]");
        arguments.add(ops.lifted(argument, arguments.getFirst()));
      } else if (holdsTensors(type)) {
        throw unfollowed(argument, method);
      } else {
        body.lost.refuse(argument);
        code.use(pinned(argument, method));
      }
    }
    rewritten.ifPresent(r -> arguments.set(0, r.before().apply(Rewritten.Kept.ANYTHING)));
    return function(code.text(")").build(), listed(arguments), wanted, tree);
  }

  /** A method of a list or an array of tensors and of plain arguments. */
  private Variable joined(
      MethodInvocationTree tree,
      ExecutableElement method,
      ExpressionTree container,
      Optional<Variable> wanted) {
    boolean isArray = body.source.type(container).getKind() == TypeKind.ARRAY;
    Code.Builder code =
        Code.builder()
            .text("in -> ")
            .type(Api.owner(method).getQualifiedName().toString())
            .text("." + method.getSimpleName() + "(");
    for (int i = 0; i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      code.text(i == 0 ? "" : ", ");
      if (argument.equals(container)) {
        if (isArray) {
          code.text("in");
        } else {
          code.type("java.util.List").text(".of(in)");
        }
      } else if (holdsTensors(body.source.type(argument))) {
        throw body.draft.refusal(
            argument, "it stands beside a list of tensors", "Put all tensors into the list.");
      } else {
        code.use(pinned(argument, method));
      }
    }
    Code.Builder tensors = Code.builder().code(body.plain.of(container));
    if (!isArray) {
      tensors.text(".toArray(new ").type(Api.TENSOR).text("[0])");
    }
    return function(code.text(")").build(), tensors.build(), wanted, tree);
  }

  private static boolean isContainer(TypeMirror type) {
    return !Api.isTensor(type) && holdsTensors(type);
  }

  static Code listed(List<Variable> tensors) {
    Code.Builder code = Code.builder();
    for (int i = 0; i < tensors.size(); i++) {
      code.text(i == 0 ? "" : ", ").use(tensors.get(i));
    }
    return code.build();
  }

  /** A plain argument in a variable that never changes, so that a lambda can capture it. */
  Variable pinned(ExpressionTree argument, ExecutableElement method) {
    body.foreign.checkConstant(argument, method);
    TypeMirror type = body.source.type(argument);
    return body.draft.let(
        "argument",
        type.getKind() == TypeKind.NULL ? Api.TENSOR : JavaTypes.text(type),
        body.plain.of(argument),
        argument);
  }

  Variable function(
      Code code, Code arguments, Optional<Variable> wanted, MethodInvocationTree tree) {
    Element method = body.source.element(tree);
    Variable result = wanted.orElseGet(() -> returned(tree));
    Variable call =
        body.draft.fresh(
            method.getSimpleName() + "Call",
            Variable.Kind.PASSIVE,
            result.isTensor()
                ? "org.gradsmith.compiled.flow.FunctionCall"
                : "org.gradsmith.compiled.flow.HolderCall<" + result.type() + ">");
    body.draft.add(
        new Statement.CallFunction(code, call, arguments, result, body.draft.span(tree)));
    return result;
  }
}
