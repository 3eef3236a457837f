/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * Calls that are steps with a record of their own: modules, functions that the method was given,
 * functions that bring their own derivative, and rows that are chosen when the method runs.
 */
final class Steps {
  private static final Code NOTHING = Code.text("");

  private final Body body;

  Steps(Body body) {
    this.body = body;
  }

  /** The library runs a row of the table. */
  Variable row(MethodInvocationTree tree, Optional<Variable> wanted) {
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

  /** A function that brings its own derivative. */
  Variable ownFunction(MethodInvocationTree tree) {
    Variable function =
        body.draft.let(
            "function",
            "org.gradsmith.autograd.Function",
            body.plain.of(Tensors.receiver(tree).orElseThrow()),
            tree);
    Code.Builder arguments = Code.builder();
    body.plain.calls().list(arguments, tree.getArguments());
    Variable result = returned(tree);
    Variable call =
        body.draft.fresh(
            "functionCall", Variable.Kind.PASSIVE, "org.gradsmith.compiled.flow.OwnFunctionCall");
    body.draft.add(
        new Statement.CallFunction(
            NOTHING, Code.of(function), call, arguments.build(), result, body.draft.span(tree)));
    return result;
  }

  /** The same tensor as another object. */
  Variable alone(MethodInvocationTree tree, Optional<Variable> wanted) {
    Variable tensor = body.tensors.receiving(tree);
    Code code =
        Code.builder()
            .text("flow.alias(")
            .use(tensor)
            .text(".alone(), ")
            .use(tensor)
            .text(")")
            .impure()
            .build();
    Variable result = wanted.orElseGet(() -> body.tensors.fresh(tree));
    return body.draft.let(result, new Expression.Plain(code), tree);
  }

  /** A module, whose generated class takes part in the sweep. */
  Variable module(MethodInvocationTree tree, Optional<Variable> wanted) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    Code receiver =
        Tensors.receiver(tree).map(body.plain::of).orElseGet(() -> body.fields.self(tree, method));
    Variable object =
        body.draft.let(
            "module",
            JavaTypes.text(
                Tensors.receiver(tree).map(body.source::type).orElse(body.owner.asType())),
            receiver,
            tree);
    ModuleArguments arguments = new ModuleArguments();
    for (ExpressionTree argument : tree.getArguments()) {
      TypeMirror type = body.source.type(argument);
      if (Api.isTensor(type)) {
        arguments.tensor(body.tensors.of(argument, Optional.empty()));
      } else if (ModuleArguments.isRecordOfTensors(type)) {
        arguments.record(pinned(argument, method));
      } else if (Tensors.holdsTensors(type)) {
        throw unfollowed(argument, method);
      } else {
        arguments.plain(pinned(argument, method));
      }
    }
    if (Api.isUnaryCall(method)) {
      return function(
          "ModuleCall", place(tree), Code.of(object), arguments.tensors(), wanted, tree);
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
    Span span = body.draft.span(tree);
    String text = "'%s' at %s:%d".formatted(body.source.text(tree), span.file(), span.line());
    return Code.text(body.source.shadow().elements().getConstantExpression(text) + ", ");
  }

  /** The method of a functional interface: what it does is known at run time. */
  Variable function(
      MethodInvocationTree tree, ExecutableElement method, Optional<Variable> wanted) {
    List<Variable> arguments = new ArrayList<>();
    Code.Builder code =
        Code.builder()
            .text("in -> ")
            .use(pinned(Tensors.receiver(tree).orElseThrow(), method))
            .text("." + method.getSimpleName() + "(");
    for (int i = 0; i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      code.text(i == 0 ? "" : ", ");
      if (Api.isTensor(body.source.type(argument))) {
        code.text("in[" + arguments.size() + "]");
        arguments.add(body.tensors.of(argument, Optional.empty()));
      } else if (Tensors.holdsTensors(body.source.type(argument))) {
        throw unfollowed(argument, method);
      } else {
        code.use(pinned(argument, method));
      }
    }
    return function(
        "FunctionCall", place(tree), code.text(")").build(), listed(arguments), wanted, tree);
  }

  private BodyDraft.Refusal unfollowed(ExpressionTree holder, ExecutableElement method) {
    return body.draft.refusal(
        holder,
        "the tensors in it could not be followed through '%s'".formatted(method.getSimpleName()),
        "Pass the tensors one by one.");
  }

  private Variable returned(MethodInvocationTree tree) {
    TypeMirror type = body.source.type(tree);
    return Api.isTensor(type)
        ? body.tensors.fresh(tree)
        : body.draft.fresh(body.source.element(tree).getSimpleName().toString(), type);
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
    Variable call = body.draft.fresh(method.getSimpleName() + "Call", Variable.Kind.PASSIVE, type);
    body.draft.add(
        new Statement.CallFunction(about, code, call, arguments, result, body.draft.span(tree)));
    return result;
  }
}
