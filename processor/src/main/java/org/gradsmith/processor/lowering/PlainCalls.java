/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.SubsetProblem.TensorComparison;

/** Calls and new objects that stay Java as they are. */
final class PlainCalls {
  private final Body body;
  private final TensorFunctions functions;
  private boolean escaping;

  PlainCalls(Body body) {
    this.body = body;
    this.functions = new TensorFunctions(body);
  }

  /** A new object. */
  Code made(NewClassTree tree) {
    if (tree.getClassBody() != null || tree.getEnclosingExpression() != null) {
      throw body.draft.refusal(
          tree,
          "classes inside the body are not followed",
          "Declare the class outside the method.");
    }
    TypeElement type = (TypeElement) body.source.shadow().types().asElement(body.source.type(tree));
    if (Reach.isHidden(type)) {
      throw new BodyDraft.Refusal(); // reported by Reach
    }
    tree.getArguments().stream()
        .filter(a -> JavaTypes.isReal(body.source.type(a)))
        .forEach(body.lost::refuse);
    Optional<Variable> record = body.records.made(tree);
    if (record.isPresent()) {
      return Code.of(record.get());
    }
    if (body.source.element(tree).getModifiers().contains(Modifier.PRIVATE)) {
      throw body.draft.refusal(
          tree, "its constructor is private", "Make the constructor package-private.");
    }
    if (type.getKind() != ElementKind.RECORD) {
      body.foreign.check((ExecutableElement) body.source.element(tree), tree.getArguments(), tree);
    }
    Code.Builder code = Code.builder().text("new ").type(JavaTypes.text(body.source.type(tree)));
    return arguments(code, tree.getArguments()).impure().build();
  }

  /** The value of a call. */
  Code of(MethodInvocationTree tree) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    if (body.calls.isFollowed(tree)) {
      return Code.of(body.calls.sweep(tree, method, Optional.empty()));
    }
    return body.tensors
        .holder(tree, method)
        .or(() -> body.arrayCalls.copy(tree, method))
        .map(Code::of)
        .orElseGet(() -> text(tree, method));
  }

  /** {@code equals} of tensors asks for the same object. */
  private void refuseEquals(MethodInvocationTree tree, ExecutableElement method) {
    if (method.getSimpleName().contentEquals("equals")
        && tree.getMethodSelect() instanceof MemberSelectTree select
        && Api.isTensor(body.source.type(select.getExpression()))) {
      body.draft.refuse(
          new TensorComparison(
              body.source.place(tree),
              "equals",
              body.source.text(select.getExpression()),
              body.source.text(tree.getArguments().getFirst())));
      throw new BodyDraft.Refusal();
    }
  }

  /** A call as it stands. */
  Code text(MethodInvocationTree tree, ExecutableElement method) {
    String name = method.getSimpleName().toString();
    refuseEquals(tree, method);
    body.fields.refuseProtected(tree, method);
    if (method.getModifiers().contains(Modifier.PRIVATE)) {
      throw body.draft.refusal(
          tree,
          "'" + name + "' is private in a class that generated code cannot reach",
          "Make it package-private.");
    }
    Code.Builder code = Code.builder();
    Optional<Code> object = Optional.empty();
    if (method.getModifiers().contains(Modifier.STATIC)) {
      body.reach.check(tree, Api.owner(method));
      code.type(Api.owner(method).getQualifiedName().toString()).text(".");
    } else if (tree.getMethodSelect() instanceof MemberSelectTree select) {
      if (select.getExpression() instanceof IdentifierTree i
          && i.getName().contentEquals("super")) {
        throw body.draft.refusal(
            tree,
            "calls of the super class's method are not followed",
            "Call a method of this class.");
      }
      object = Optional.of(receiver(select.getExpression()));
    } else {
      code.code(body.fields.self(tree, method)).text(".");
    }
    body.foreign.check(tree, method);
    tree.getArguments().forEach(argument -> functions.refuse(argument, method));
    Code[] given = new Code[1];
    Statement.Block needed =
        body.draft.block(
            () -> given[0] = arguments(Code.builder().text(name), tree.getArguments()).build());
    object.ifPresent(o -> code.code(before(o, tree, needed)).text("."));
    needed.statements().forEach(body.draft::add);
    code.code(given[0]);
    if (!Calls.isMath(method) && !new Harmless(body.source).only(method)) {
      code.impure();
    }
    Code call = isRaw(tree, method) ? cast(code.build(), tree) : code.build();
    return Api.nonDifferentiable(method).isPresent()
            && JavaTypes.holdsTensors(method.getReturnType())
        ? JavaTypes.constant(call)
        : call;
  }

  /** Whether generated code sees the method in a raw type, where it returns any object. */
  private boolean isRaw(MethodInvocationTree tree, ExecutableElement method) {
    boolean generic =
        method.getReturnType().getKind() != TypeKind.VOID
            && !method.getReturnType().getKind().isPrimitive()
            && JavaTypes.mentionsVariables(method.getReturnType());
    return generic
        && Tensors.receiver(tree)
            .filter(body.carriers::isValue)
            .map(body.source::type)
            .map(JavaTypes::mentionsVariables)
            .orElseGet(() -> !method.getModifiers().contains(Modifier.STATIC));
  }

  private Code cast(Code code, MethodInvocationTree tree) {
    return Code.builder()
        .text("((")
        .type(JavaTypes.text(body.source.type(tree)))
        .text(") ")
        .code(code)
        .text(")")
        .build();
  }

  /** An object whose method is called, as it is before the arguments are evaluated. */
  private Code before(Code object, MethodInvocationTree tree, Statement.Block needed) {
    Code code = object;
    if (!needed.statements().isEmpty()) {
      ExpressionTree receiver = Tensors.receiver(tree).orElseThrow();
      for (ExpressionTree argument : tree.getArguments()) {
        code = body.embedded.before(code, receiver, argument);
      }
    }
    return code;
  }

  /** What stands before the dot; numbers in variables are no objects in generated code. */
  private Code receiver(ExpressionTree tree) {
    TypeMirror type = body.source.type(tree);
    return JavaTypes.isReal(type)
        ? Code.builder()
            .type(JavaTypes.text(type).equals("float") ? "java.lang.Float" : "java.lang.Double")
            .text(".valueOf(")
            .code(body.plain.of(tree))
            .text(")")
            .build()
        : body.plain.of(tree);
  }

  /** A call after which others may hold the tensors that are its arguments. */
  Code escaping(MethodInvocationTree tree, ExecutableElement method) {
    escaping = true;
    try {
      return text(tree, method);
    } finally {
      escaping = false;
    }
  }

  private Code.Builder arguments(Code.Builder code, List<? extends ExpressionTree> arguments) {
    code.text("(");
    list(code, arguments);
    return code.text(")");
  }

  /** Expressions evaluated from left to right, with commas between them. */
  void list(Code.Builder code, List<? extends ExpressionTree> arguments) {
    List<Code> evaluated = evaluated(arguments, this::argument);
    for (int i = 0; i < evaluated.size(); i++) {
      code.text(i == 0 ? "" : ", ").code(evaluated.get(i));
    }
  }

  /** Expressions evaluated from left to right, each with the value it has in its turn. */
  List<Code> evaluated(
      List<? extends ExpressionTree> arguments, Function<ExpressionTree, Code> lower) {
    List<Code> evaluated = new ArrayList<>();
    for (ExpressionTree argument : arguments) {
      Code[] next = new Code[1];
      Statement.Block needed = body.draft.block(() -> next[0] = lower.apply(argument));
      if (!needed.statements().isEmpty()) {
        for (int i = 0; i < evaluated.size(); i++) {
          evaluated.set(i, body.embedded.before(evaluated.get(i), arguments.get(i), argument));
        }
        needed.statements().forEach(body.draft::add);
      }
      evaluated.add(next[0]);
    }
    return evaluated;
  }

  /** A tensor that the body computes is a variable first, so that its gradient is known. */
  Code argument(ExpressionTree tree) {
    if (!Api.isTensor(body.source.type(tree))) {
      return body.plain.of(tree);
    }
    boolean escapes = escaping;
    escaping = false;
    Variable tensor = body.tensors.of(tree, Optional.empty());
    escaping = escapes;
    return escapes ? escaped(tensor) : Code.of(tensor);
  }

  /** A tensor that others can see from now on. */
  static Code escaped(Variable tensor) {
    return Code.builder().text("flow.escape(").use(tensor).text(")").impure().build();
  }
}
