/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.SubsetProblem.TensorComparison;

/**
 * Expressions that stay Java as they are: integers, flags, texts, objects, comparisons. Names are
 * written so that they mean the same in the generated class.
 */
final class Plain {
  private final Body body;
  private boolean escaping;

  Plain(Body body) {
    this.body = body;
  }

  /** The expression in Java. Statements it needs before it are added to the draft. */
  Code of(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> wrapped("(", of(p.getExpression()), ")");
      case LiteralTree l -> Code.text(body.source.text(l));
      case IdentifierTree i -> identifier(i);
      case MemberSelectTree s -> select(s);
      case BinaryTree b -> binary(b);
      case UnaryTree u -> unary(u);
      case TypeCastTree c -> cast(c);
      case ConditionalExpressionTree c -> new Choices(body).plain(c);
      case SwitchExpressionTree s -> Code.of(body.calls.switches(s));
      case MethodInvocationTree c -> call(c);
      case ArrayAccessTree a -> element(a);
      case NewArrayTree a -> new NewArrays(body).of(a);
      case NewClassTree n -> object(n);
      case InstanceOfTree i when i.getPattern() == null -> instanceOf(i);
      case LambdaExpressionTree l
          when l.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION ->
          lambda(l);
      case MemberReferenceTree r -> reference(r);
      case AssignmentTree a -> Code.of(body.embedded.of(a, a.getVariable(), false));
      case CompoundAssignmentTree a -> Code.of(body.embedded.of(a, a.getVariable(), false));
      default ->
          throw body.draft.refusal(
              tree,
              "this kind of expression is not followed",
              "Write it outside the @Differentiable method.");
    };
  }

  private static Code wrapped(String before, Code code, String after) {
    return Code.builder().text(before).code(code).text(after).build();
  }

  private Code identifier(IdentifierTree tree) {
    String name = tree.getName().toString();
    if (name.equals("this")) {
      return Code.of(body.self);
    }
    Element element = body.source.element(tree);
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER, BINDING_VARIABLE, RESOURCE_VARIABLE, EXCEPTION_PARAMETER ->
          body.draft.variable(element).map(Code::of).orElseGet(() -> Code.text(name));
      case FIELD -> body.fields.read(tree, (VariableElement) element);
      case ENUM_CONSTANT -> typed(Api.owner(element), "." + name);
      case CLASS, INTERFACE, ENUM, RECORD -> typed((TypeElement) element, "");
      default -> Code.text(name);
    };
  }

  private static Code typed(TypeElement type, String rest) {
    return Code.builder().type(type.getQualifiedName().toString()).text(rest).build();
  }

  private Code select(MemberSelectTree tree) {
    Element element = body.source.element(tree);
    String name = tree.getIdentifier().toString();
    if (element instanceof TypeElement type) {
      return typed(type, "");
    }
    if (name.equals("class")) {
      return Code.builder()
          .type(JavaTypes.text(body.source.type(tree.getExpression())))
          .text(".class")
          .build();
    }
    if (element.getKind() == ElementKind.ENUM_CONSTANT) {
      return typed(Api.owner(element), "." + name);
    }
    if (element instanceof VariableElement field
        && field.getEnclosingElement() instanceof TypeElement
        && !name.equals("length")) {
      return body.fields.read(tree, field);
    }
    return wrapped("", of(tree.getExpression()), "." + name); // the length of an array
  }

  private Code binary(BinaryTree tree) {
    refuseTensorComparison(tree);
    String operator = operator(tree);
    if (tree.getKind() == Tree.Kind.CONDITIONAL_AND || tree.getKind() == Tree.Kind.CONDITIONAL_OR) {
      return new Choices(body).lazy(tree, operator);
    }
    Code left = of(tree.getLeftOperand());
    Code[] right = new Code[1];
    Statement.Block needed = body.draft.block(() -> right[0] = of(tree.getRightOperand()));
    if (!needed.statements().isEmpty()) {
      left = body.embedded.before(left, tree.getLeftOperand(), tree.getRightOperand());
      needed.statements().forEach(body.draft::add);
    }
    return Code.builder().code(left).text(" " + operator + " ").code(right[0]).build();
  }

  /** The operator is what lies between the operands. */
  private String operator(BinaryTree tree) {
    return switch (tree.getKind()) {
      case PLUS -> "+";
      case MINUS -> "-";
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case REMAINDER -> "%";
      case EQUAL_TO -> "==";
      case NOT_EQUAL_TO -> "!=";
      case LESS_THAN -> "<";
      case LESS_THAN_EQUAL -> "<=";
      case GREATER_THAN -> ">";
      case GREATER_THAN_EQUAL -> ">=";
      case CONDITIONAL_AND -> "&&";
      case CONDITIONAL_OR -> "||";
      case AND -> "&";
      case OR -> "|";
      case XOR -> "^";
      case LEFT_SHIFT -> "<<";
      case RIGHT_SHIFT -> ">>";
      case UNSIGNED_RIGHT_SHIFT -> ">>>";
      default -> throw new IllegalStateException("the operator " + tree.getKind());
    };
  }

  private void refuseTensorComparison(BinaryTree tree) {
    boolean equality =
        tree.getKind() == Tree.Kind.EQUAL_TO || tree.getKind() == Tree.Kind.NOT_EQUAL_TO;
    boolean tensors =
        equality
            && Api.isTensor(body.source.type(tree.getLeftOperand()))
            && Api.isTensor(body.source.type(tree.getRightOperand()));
    if (tensors) {
      body.draft.refuse(
          new TensorComparison(
              body.source.place(tree),
              operator(tree),
              body.source.text(tree.getLeftOperand()),
              body.source.text(tree.getRightOperand())));
      throw new BodyDraft.Refusal();
    }
  }

  private Code unary(UnaryTree tree) {
    ExpressionTree operand = tree.getExpression();
    return switch (tree.getKind()) {
      case UNARY_MINUS -> wrapped("-", signed(operand), "");
      case UNARY_PLUS -> wrapped("+", signed(operand), "");
      case LOGICAL_COMPLEMENT -> wrapped("!", of(operand), "");
      case BITWISE_COMPLEMENT -> wrapped("~", of(operand), "");
      case POSTFIX_INCREMENT, POSTFIX_DECREMENT -> Code.of(body.embedded.of(tree, operand, true));
      case PREFIX_INCREMENT, PREFIX_DECREMENT -> Code.of(body.embedded.of(tree, operand, false));
      default -> throw new IllegalStateException("the operator " + tree.getKind());
    };
  }

  /** Two signs in a row would be another operator. */
  private Code signed(ExpressionTree operand) {
    Code code = of(operand);
    return operand instanceof UnaryTree ? wrapped("(", code, ")") : code;
  }

  private Code cast(TypeCastTree tree) {
    return Code.builder()
        .text("(")
        .type(JavaTypes.text(body.source.type(tree.getType())))
        .text(") ")
        .code(of(tree.getExpression()))
        .build();
  }

  private Code element(ArrayAccessTree tree) {
    return Code.builder()
        .code(of(tree.getExpression()))
        .text("[")
        .code(of(tree.getIndex()))
        .text("]")
        .impure()
        .build();
  }

  private Code object(NewClassTree tree) {
    if (tree.getClassBody() != null || tree.getEnclosingExpression() != null) {
      throw body.draft.refusal(
          tree,
          "classes inside the body are not followed",
          "Declare the class outside the method.");
    }
    for (ExpressionTree argument : tree.getArguments()) {
      if (JavaTypes.isReal(body.source.type(argument)) && body.varying.isVarying(argument)) {
        throw body.draft.refusal(
            argument,
            "a number with a derivative would be lost inside the new object",
            "Keep it in a double[] or in a Tensor.");
      }
    }
    Code.Builder code = Code.builder().text("new ").type(JavaTypes.text(body.source.type(tree)));
    return arguments(code, tree.getArguments()).impure().build();
  }

  private Code instanceOf(InstanceOfTree tree) {
    return Code.builder()
        .code(of(tree.getExpression()))
        .text(" instanceof ")
        .type(JavaTypes.text(body.source.type(tree.getType())))
        .build();
  }

  private Code lambda(LambdaExpressionTree tree) {
    Writes.refuseUnseen(body, tree);
    Code.Builder code = Code.builder().text("(");
    List<? extends VariableTree> parameters = tree.getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      code.text((i == 0 ? "" : ", ") + parameters.get(i).getName());
    }
    Code[] result = new Code[1];
    Statement.Block needed =
        body.draft.block(() -> result[0] = of((ExpressionTree) tree.getBody()));
    if (!needed.statements().isEmpty()) {
      throw body.draft.refusal(
          tree,
          "this lambda does more than Java can say in one expression",
          "Write it as a method.");
    }
    return code.text(") -> ").code(result[0]).impure().build();
  }

  private Code reference(MemberReferenceTree tree) {
    Writes.refuseUnseen(body, tree);
    return Code.builder()
        .code(of(tree.getQualifierExpression()))
        .text("::" + tree.getName())
        .impure()
        .build();
  }

  private Code call(MethodInvocationTree tree) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    if (body.calls.hasSweep(method)) {
      return Code.of(body.calls.sweep(tree, method, java.util.Optional.empty()));
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
    if (method.getModifiers().contains(Modifier.PRIVATE)) {
      throw body.draft.refusal(
          tree,
          "'" + name + "' is private in a class that generated code cannot reach",
          "Make it package-private.");
    }
    Code.Builder code = Code.builder();
    if (method.getModifiers().contains(Modifier.STATIC)) {
      code.type(Api.owner(method).getQualifiedName().toString()).text(".");
    } else if (tree.getMethodSelect() instanceof MemberSelectTree select) {
      if (select.getExpression() instanceof IdentifierTree i
          && i.getName().contentEquals("super")) {
        throw body.draft.refusal(
            tree,
            "calls of the super class's method are not followed",
            "Call a method of this class.");
      }
      code.code(of(select.getExpression())).text(".");
    } else {
      code.code(body.fields.self(tree, method)).text(".");
    }
    tree.getArguments().forEach(a -> body.arrayCalls.refuseUnknown(a, method));
    arguments(code.text(name), tree.getArguments());
    boolean pure = Calls.isMath(method) || new Harmless(body.source).only(method);
    return pure ? code.build() : code.impure().build();
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
    List<Code> evaluated = new ArrayList<>();
    for (ExpressionTree argument : arguments) {
      Code[] next = new Code[1];
      Statement.Block needed = body.draft.block(() -> next[0] = argument(argument));
      if (!needed.statements().isEmpty()) {
        for (int i = 0; i < evaluated.size(); i++) {
          evaluated.set(i, body.embedded.before(evaluated.get(i), arguments.get(i), argument));
        }
        needed.statements().forEach(body.draft::add);
      }
      evaluated.add(next[0]);
    }
    for (int i = 0; i < evaluated.size(); i++) {
      code.text(i == 0 ? "" : ", ").code(evaluated.get(i));
    }
  }

  /** A tensor that the body computes is a variable first, so that its gradient is known. */
  private Code argument(ExpressionTree tree) {
    if (!Api.isTensor(body.source.type(tree))) {
      return of(tree);
    }
    boolean escapes = escaping;
    escaping = false;
    Variable tensor = body.tensors.of(tree, java.util.Optional.empty());
    escaping = escapes;
    return escapes ? escaped(tensor) : Code.of(tensor);
  }

  /** A tensor that others can see from now on. */
  static Code escaped(Variable tensor) {
    return Code.builder().text("flow.escape(").use(tensor).text(")").impure().build();
  }
}
