/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ArrayTypeTree;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
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
  private final PlainCalls calls;

  Plain(Body body) {
    this.body = body;
    this.calls = new PlainCalls(body);
  }

  PlainCalls calls() {
    return calls;
  }

  /** The expression in Java. Statements it needs before it are added to the draft. */
  Code of(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> wrapped("(", of(p.getExpression()), ")");
      case LiteralTree l when l.getValue() instanceof String || l.getValue() instanceof Character ->
          Code.text(body.source.shadow().elements().getConstantExpression(l.getValue()));
      case LiteralTree l -> Code.text(body.source.text(l));
      case IdentifierTree i -> identifier(i);
      case MemberSelectTree s -> select(s);
      case BinaryTree b -> binary(b);
      case UnaryTree u -> unary(u);
      case TypeCastTree c -> cast(c);
      case ConditionalExpressionTree c -> new Choices(body).plain(c);
      case SwitchExpressionTree s -> Code.of(body.calls.switches(s));
      case MethodInvocationTree c -> calls.of(c);
      case ArrayAccessTree a -> element(a);
      case NewArrayTree a -> new NewArrays(body).of(a);
      case NewClassTree n -> calls.made(n);
      case InstanceOfTree i when i.getPattern() == null -> instanceOf(i);
      case InstanceOfTree i -> body.patterns.test(i, i.getPattern());
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
      case ENUM_CONSTANT -> typed(tree, Api.owner(element), "." + name);
      case CLASS, INTERFACE, ENUM, RECORD -> typed(tree, (TypeElement) element, "");
      default -> Code.text(name);
    };
  }

  private Code typed(ExpressionTree tree, TypeElement type, String rest) {
    body.reach.check(tree, type);
    return Code.builder().type(type.getQualifiedName().toString()).text(rest).build();
  }

  private Code select(MemberSelectTree tree) {
    Element element = body.source.element(tree);
    String name = tree.getIdentifier().toString();
    if (element instanceof TypeElement type) {
      return typed(tree, type, "");
    }
    if (name.equals("this")) {
      return enclosing(tree);
    }
    if (name.equals("class")) {
      return Code.builder()
          .type(JavaTypes.text(body.source.type(tree.getExpression())))
          .text(".class")
          .build();
    }
    if (element.getKind() == ElementKind.ENUM_CONSTANT) {
      return typed(tree, Api.owner(element), "." + name);
    }
    if (element instanceof VariableElement field
        && field.getEnclosingElement() instanceof TypeElement
        && !name.equals("length")) {
      return body.fields.read(tree, field);
    }
    return wrapped("", of(tree.getExpression()), "." + name); // the length of an array
  }

  /** {@code Outer.this}, which is the receiver where Outer is the method's own class. */
  private Code enclosing(MemberSelectTree tree) {
    if (body.source.element(tree.getExpression()).equals(body.owner)) {
      return Code.of(body.self);
    }
    throw body.fields.enclosing(tree, body.source.text(tree));
  }

  private Code binary(BinaryTree tree) {
    refuseTensorComparison(tree);
    String operator = operator(tree);
    if (tree.getKind() == Tree.Kind.CONDITIONAL_AND || tree.getKind() == Tree.Kind.CONDITIONAL_OR) {
      return new Choices(body).lazy(tree, operator);
    }
    List<Code> operands =
        calls().evaluated(List.of(tree.getLeftOperand(), tree.getRightOperand()), this::of);
    return Code.builder()
        .code(operands.get(0))
        .text(" " + operator + " ")
        .code(operands.get(1))
        .build();
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
            && !body.draft.isOfTensors()
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

  /** Two signs in a row would be another operator; javac takes the sign of a number into it. */
  private Code signed(ExpressionTree operand) {
    Code code = of(operand);
    boolean isSigned = operand instanceof UnaryTree || code.toString().startsWith("-");
    return isSigned ? wrapped("(", code, ")") : code;
  }

  private Code cast(TypeCastTree tree) {
    if (body.tensors.isThis(tree.getExpression())) {
      return Code.of(body.self);
    }
    TypeMirror type = body.source.type(tree.getType());
    boolean toObject = !type.getKind().isPrimitive() && !JavaTypes.isReal(type);
    return Code.builder()
        .text("(")
        .type(JavaTypes.text(type))
        .text(") ")
        .code(toObject ? object(tree.getExpression()) : of(tree.getExpression()))
        .build();
  }

  /**
   * The value of an expression as an object, in which a number would lose its derivative and a
   * tensor keeps it.
   */
  Code object(ExpressionTree tree) {
    refuseBoxed(tree);
    return body.functions.of(tree).map(Code::of).orElseGet(() -> calls().argument(tree));
  }

  void refuseBoxed(ExpressionTree tree) {
    switch (tree) {
      case ParenthesizedTree p -> refuseBoxed(p.getExpression());
      case ConditionalExpressionTree c -> {
        refuseBoxed(c.getTrueExpression());
        refuseBoxed(c.getFalseExpression());
      }
      case ExpressionTree value
          when JavaTypes.isReal(body.source.type(value))
              && !body.draft.isPassive()
              && body.varying.isVarying(value) ->
          throw body.draft.refusal(
              value,
              "as an object the number has no derivative",
              "Keep it in a double, in a double[] or in a record component of type double.");
      default -> {}
    }
  }

  private Code element(ArrayAccessTree tree) {
    List<Code> parts = calls().evaluated(List.of(tree.getExpression(), tree.getIndex()), this::of);
    return Code.builder()
        .code(parts.get(0))
        .text("[")
        .code(parts.get(1))
        .text("]")
        .impure()
        .build();
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
    return code.text(") -> ").code(pinned(result[0], tree)).impure().build();
  }

  /** Code with copies of the variables around it: generated code may assign those in two places. */
  private Code pinned(Code code, Tree tree) {
    Map<Variable, Variable> copies = new HashMap<>();
    for (Variable used : code.reads()) {
      if (!used.equals(body.self)) {
        Variable copy = body.draft.fresh(used.name(), used.kind(), used.type());
        copies.put(used, body.draft.let(copy, new Expression.Copy(used), tree));
      }
    }
    return new Code(
        code.parts().stream()
            .map(p ->
                p instanceof Code.Use(Variable used)
                    ? new Code.Use(copies.getOrDefault(used, used))
                    : p)
            .toList(),
        code.pure());
  }

  private Code reference(MemberReferenceTree tree) {
    Writes.refuseUnseen(body, tree);
    Code qualifier =
        tree.getQualifierExpression() instanceof ArrayTypeTree array
            ? Code.builder().type(JavaTypes.text(body.source.type(array))).build()
            : of(tree.getQualifierExpression());
    return Code.builder()
        .code(qualifier)
        .text(
            "::"
                + (tree.getMode() == MemberReferenceTree.ReferenceMode.NEW
                    ? "new"
                    : tree.getName()))
        .impure()
        .build();
  }
}
