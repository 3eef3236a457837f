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

  private static final Code NOTHING = Code.text("");

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

  /** The tensor that a method is called on. */
  Variable receiving(MethodInvocationTree tree) {
    Optional<ExpressionTree> written = receiver(tree);
    return written.isPresent() ? of(written.get(), Optional.empty()) : body.self;
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
    ExecutableElement method = ops.withTensors(tree, (ExecutableElement) body.source.element(tree));
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
    if (Api.runsRow(method)) {
      return row(tree, wanted);
    }
    if (body.draft.isOfTensors() && name.equals("alone")) {
      return alone(tree, wanted);
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return module(tree, wanted);
    }
    if (body.calls.isFollowed(tree)) {
      return body.calls.sweep(tree, method, wanted);
    }
    if (Api.nonDifferentiable(method).isPresent() || !touchesTensors(tree, method)) {
      return plain(body.plain.calls().text(tree, method), wanted, tree);
    }
    if (isFunction(method)) {
      return function(tree, method, wanted);
    }
    throw underivable(tree, method);
  }

  /** The row that a method of the API stands for. */
  static Optional<String> row(ExecutableElement method) {
    return method.getParameters().stream().anyMatch(p -> isContainer(p.asType()))
        ? Optional.empty()
        : Api.op(method).filter(name -> !NARROWER.contains(name));
  }

  /** A function that brings its own derivative. */
  private Variable ownFunction(MethodInvocationTree tree) {
    Variable function =
        body.draft.let(
            "function",
            "org.gradsmith.autograd.Function",
            body.plain.of(receiver(tree).orElseThrow()),
            tree);
    Code.Builder arguments = Code.builder();
    body.plain.calls().list(arguments, tree.getArguments());
    Variable result = returned(tree);
    Variable call =
        body.draft.fresh(
            "functionCall",
            Variable.Kind.PASSIVE,
            "org.gradsmith.compiled.flow.OwnFunctionCall");
    body.draft.add(
        new Statement.CallFunction(
            NOTHING, Code.of(function), call, arguments.build(), result, body.draft.span(tree)));
    return result;
  }

  /** The same tensor as another object. */
  private Variable alone(MethodInvocationTree tree, Optional<Variable> wanted) {
    Variable tensor = receiving(tree);
    Code code =
        Code.builder()
            .text("flow.alias(")
            .use(tensor)
            .text(".alone(), ")
            .use(tensor)
            .text(")")
            .impure()
            .build();
    return plain(code, wanted, tree);
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

  /** The library runs a row of the table. */
  private Variable row(MethodInvocationTree tree, Optional<Variable> wanted) {
    List<? extends ExpressionTree> arguments = tree.getArguments();
    Code.Builder code = Code.builder();
    body.plain.calls().list(code, arguments.subList(0, 2));
    Code.Builder operands = Code.builder();
    body.plain.calls().list(operands, arguments.subList(2, arguments.size()));
    Variable result = wanted.orElseGet(() -> returned(tree));
    Variable call =
        body.draft.fresh(
            "row",
            Variable.Kind.PASSIVE,
            "org.gradsmith.compiled.flow." + (result.isTensor() ? "RowCall" : "RowsCall"));
    body.draft.add(
        new Statement.CallFunction(
            NOTHING, code.build(), call, operands.build(), result, body.draft.span(tree)));
    return result;
  }

  /**
   * The variable that holds the tensors which a call returns in a list, an array or a record; empty
   * for a call that has nothing to do with tensors.
   */
  Optional<Variable> holder(MethodInvocationTree tree, ExecutableElement method) {
    if (!body.draft.isPassive() && Api.runsRow(method) && isContainer(body.source.type(tree))) {
      return Optional.of(row(tree, Optional.empty()));
    }
    if (!body.draft.isPassive() && Api.callsFunction(method)) {
      return Optional.of(ownFunction(tree));
    }
    boolean keeps = body.draft.isOfTensors() && keepsTensors(body.source.type(tree));
    if (body.draft.isPassive()
        || (!isContainer(body.source.type(tree)) && !keeps)
        || Api.nonDifferentiable(method).isPresent()
        || !touchesTensors(tree, method)) {
      return Optional.empty();
    }
    if (Api.isCall(method) || Api.isForward(method)) {
      return Optional.of(module(tree, Optional.empty()));
    }
    if (isFunction(method)) {
      return Optional.of(function(tree, method, Optional.empty()));
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

  /** Whether a method is the one of a functional interface: what it does is known at run time. */
  private static boolean isFunction(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT)
        && Api.owner(method).getKind().isInterface();
  }

  private boolean touchesTensors(MethodInvocationTree tree, ExecutableElement method) {
    boolean receiver =
        (Api.isTensorMethod(method) && receiver(tree).isEmpty())
            || (!method.getModifiers().contains(Modifier.STATIC)
                && receiver(tree)
                    .filter(r -> isReadFrom(body.source.type(r), method))
                    .isPresent());
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
    Code.Builder about = Code.builder().code(place(tree)).use(object).text(", ");
    about.use(object).text(Api.isCall(method) ? ".hasHooks(), " : " == null, ");
    about.text("new Object[] {").code(arguments.all()).text("}, ");
    return function("ModuleCall", about.build(), code, arguments.tensors(), wanted, tree);
  }

  /** What messages call a call: its text and its line. */
  private Code place(MethodInvocationTree tree) {
    org.gradsmith.ir.Span span = body.draft.span(tree);
    String text = "'%s' at %s:%d".formatted(body.source.text(tree), span.file(), span.line());
    return Code.text(
        body.source.shadow().elements().getConstantExpression(text) + ", ");
  }

  /** The method of a functional interface: what it does is known at run time. */
  private Variable function(
      MethodInvocationTree tree, ExecutableElement method, Optional<Variable> wanted) {
    List<Variable> arguments = new ArrayList<>();
    Code.Builder code =
        Code.builder()
            .text("in -> ")
            .use(pinned(receiver(tree).orElseThrow(), method))
            .text("." + method.getSimpleName() + "(");
    for (int i = 0; i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      code.text(i == 0 ? "" : ", ");
      if (Api.isTensor(body.source.type(argument))) {
        code.text("in[" + arguments.size() + "]");
        arguments.add(of(argument, Optional.empty()));
      } else if (holdsTensors(body.source.type(argument))) {
        throw unfollowed(argument, method);
      } else {
        code.use(pinned(argument, method));
      }
    }
    return function(
        "FunctionCall",
        place(tree),
        code.text(")").build(),
        listed(arguments),
        wanted,
        tree);
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

  private Variable function(
      String record,
      Code about,
      Code code,
      Code arguments,
      Optional<Variable> wanted,
      MethodInvocationTree tree) {
    Element method = body.source.element(tree);
    Variable result = wanted.orElseGet(() -> returned(tree));
    String type =
        record.equals("ModuleCall")
            ? "org.gradsmith.compiled.ModuleCall<" + result.type() + ">"
            : result.isTensor()
                ? "org.gradsmith.compiled.flow.FunctionCall"
                : "org.gradsmith.compiled.flow.HolderCall<" + result.type() + ">";
    Variable call =
        body.draft.fresh(method.getSimpleName() + "Call", Variable.Kind.PASSIVE, type);
    body.draft.add(
        new Statement.CallFunction(
            about, code, call, arguments, result, body.draft.span(tree)));
    return result;
  }
}
