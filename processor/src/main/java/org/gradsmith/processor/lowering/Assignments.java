/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.SubsetProblem.Effect;

/** Lowers declarations, assignments, and expressions that are there for their effect. */
final class Assignments {
  /** What changes the graph that the method is a node of. */
  private static final Set<String> BACKWARD = Set.of("backward", "retainGrad", "become");

  private final Body body;
  private final BodyDraft draft;

  Assignments(Body body) {
    this.body = body;
    this.draft = body.draft;
  }

  void declaration(VariableTree tree) {
    Element element = body.source.element(tree);
    if (tree.getInitializer() == null) {
      draft.add(new Statement.Declare(draft.declare(element), draft.span(tree)));
      return;
    }
    ExpressionTree value = tree.getInitializer();
    Variable variable = draft.declare(element);
    try {
      initialize(variable, element, value, tree);
    } catch (BodyDraft.Refusal refusal) {
      draft.add(new Statement.Declare(variable, draft.span(tree)));
      throw refusal;
    }
  }

  private void initialize(Variable variable, Element element, ExpressionTree value, Tree tree) {
    body.lost.assigned(element, value);
    switch (variable.kind()) {
      case REAL -> body.reals.assign(variable, true, value);
      case TENSOR -> {
        if (body.assigned.once(element)) {
          body.tensors.of(value, Optional.of(variable));
        } else {
          Variable first = body.tensors.of(value, Optional.empty());
          draft.let(variable, new Expression.Copy(first), tree);
        }
      }
      case ARRAY, PASSIVE -> reference(variable, true, value, tree);
    }
  }

  private void reference(Variable target, boolean declares, ExpressionTree value, Tree tree) {
    Optional<Variable> called = sweepResult(value);
    Expression assigned =
        called
            .<Expression>map(Expression.Copy::new)
            .orElseGet(() ->
                target.kind() == Variable.Kind.ARRAY
                    ? new NewArrays(body).value(value)
                    : new Expression.Plain(object(target, value)));
    draft.add(new Statement.Assign(target, assigned, declares, draft.span(tree)));
  }

  /** A function that others are given too stays Java; one that is only called is followed. */
  private Code object(Variable target, ExpressionTree value) {
    boolean function =
        value instanceof LambdaExpressionTree || value instanceof MemberReferenceTree;
    return function && !new FunctionUses(body).onlyFollowed(target)
        ? body.plain.of(value)
        : body.plain.object(value);
  }

  private Optional<Variable> sweepResult(ExpressionTree value) {
    return value instanceof MethodInvocationTree call
            && body.source.element(call) instanceof ExecutableElement method
            && body.calls.isFollowed(call)
        ? Optional.of(body.calls.sweep(call, method, Optional.empty()))
        : Optional.empty();
  }

  /** An expression whose value nobody uses. */
  void effect(ExpressionTree tree) {
    switch (tree) {
      case ParenthesizedTree p -> effect(p.getExpression());
      case AssignmentTree a -> assign(a);
      case CompoundAssignmentTree c -> compound(c);
      case UnaryTree u -> step(u);
      case MethodInvocationTree c -> call(c);
      case NewClassTree n -> draft.add(new Statement.Effect(body.plain.of(n), draft.span(n)));
      default ->
          throw draft.refusal(tree, "it has no effect that could be followed", "Leave it out.");
    }
  }

  private void assign(AssignmentTree tree) {
    ExpressionTree value = tree.getExpression();
    switch (tree.getVariable()) {
      case IdentifierTree name when draft.variable(body.source.element(name)).isPresent() -> {
        Element element = body.source.element(name);
        body.lost.assigned(element, value);
        local(draft.variable(element).orElseThrow(), value, tree);
      }
      case ArrayAccessTree access -> new ElementWrites(body).assign(access, value, tree);
      case IdentifierTree name -> field(name, value, tree);
      case MemberSelectTree select -> field(select, value, tree);
      default -> throw draft.refusal(tree, "this cannot be assigned", "Assign a variable.");
    }
  }

  private void local(Variable target, ExpressionTree value, Tree tree) {
    switch (target.kind()) {
      case REAL -> body.reals.assign(target, false, value);
      case TENSOR -> body.tensors.assign(target, value);
      case ARRAY, PASSIVE -> reference(target, false, value, tree);
    }
  }

  /** The value of something that is stored in an array or field. */
  Code object(ExpressionTree value) {
    return Api.isTensor(body.source.type(value))
        ? Code.of(body.tensors.of(value, Optional.empty()))
        : sweepResult(value).map(Code::of).orElseGet(() -> body.plain.object(value));
  }

  private void field(ExpressionTree target, ExpressionTree value, Tree tree) {
    if (!(body.source.element(target) instanceof VariableElement field)
        || field.getKind() != ElementKind.FIELD) {
      throw draft.refusal(target, "it is no variable of this method", "Assign a local variable.");
    }
    Code stored;
    if (Api.isTensor(body.source.type(value))) {
      stored = PlainCalls.escaped(body.tensors.of(value, Optional.empty()));
    } else {
      refuseLoss(target, value);
      stored = object(value);
    }
    draft.add(new Statement.Effect(body.fields.write(target, field, stored), draft.span(tree)));
  }

  /** A number with a derivative has nowhere to keep it in a field. */
  void refuseLoss(ExpressionTree target, ExpressionTree value) {
    TypeMirror type = body.source.type(value);
    if (!HeldNumbers.isText(type) && !draft.isPassive() && body.carriers.carries(value)) {
      boolean one = JavaTypes.isReal(type);
      draft.refuse(
          new Effect(
              body.source.place(target),
              "keeping %s '%s' in a field or box, where %s lost,"
                  .formatted(
                      one ? "the number" : "the numbers of",
                      body.source.text(value),
                      one ? "its derivative is" : "their derivatives are"),
              "Keep it in a Tensor, or return it."));
      throw new BodyDraft.Refusal();
    }
  }

  private void compound(CompoundAssignmentTree tree) {
    switch (tree.getVariable()) {
      case IdentifierTree name when draft.variable(body.source.element(name)).isPresent() -> {
        Element element = body.source.element(name);
        body.lost.assigned(element, tree.getExpression());
        compoundLocal(draft.variable(element).orElseThrow(), tree);
      }
      case ArrayAccessTree access ->
          new ElementWrites(body).compound(access, operator(tree.getKind()), tree);
      default -> {
        if (JavaTypes.isReal(body.source.type(tree.getVariable()))) {
          refuseLoss(tree.getVariable(), tree.getExpression());
        }
        update(
            tree.getVariable(),
            operator(tree.getKind()),
            body.plain.of(tree.getExpression()),
            tree);
      }
    }
  }

  private void compoundLocal(Variable target, CompoundAssignmentTree tree) {
    if (target.isReal() && varies(tree)) {
      Reals.Real left =
          body.reals.before(new Reals.Real.Known(target), tree.getVariable(), tree.getExpression());
      Reals.Real right = body.reals.of(tree.getExpression(), "b");
      body.reals.arithmetic(target, false, tree.getKind(), left, right, tree);
      return;
    }
    Code left = body.embedded.before(Code.of(target), tree.getVariable(), tree.getExpression());
    Code right = body.plain.of(tree.getExpression());
    boolean simple = right.parts().size() == 1;
    Code value =
        Code.builder()
            .code(left)
            .text(" " + operator(tree.getKind()) + " " + (simple ? right : "(" + right + ")"))
            .build();
    if (!simple || !(right.parts().getFirst() instanceof Code.Text)) {
      Code.Builder code = Code.builder().code(left).text(" " + operator(tree.getKind()) + " ");
      value = simple ? code.code(right).build() : code.text("(").code(right).text(")").build();
    }
    draft.add(
        new Statement.Assign(
            target,
            new Expression.Plain(
                narrows(target, body.source.type(tree.getExpression()))
                    ? Code.builder().text("(" + target.type() + ") (").code(value).text(")").build()
                    : value),
            false,
            draft.span(tree)));
  }

  /** Whether Java converts the result of a compound assignment back to the variable's type. */
  private static boolean narrows(Variable target, TypeMirror operand) {
    return switch (target.type()) {
      case "double", "boolean", "java.lang.String" -> false;
      case "float" -> operand.getKind() == TypeKind.DOUBLE;
      case "long" -> JavaTypes.isReal(operand);
      case "int" -> JavaTypes.isReal(operand) || operand.getKind() == TypeKind.LONG;
      case "short", "byte", "char" -> true;
      default -> false;
    };
  }

  private boolean varies(CompoundAssignmentTree tree) {
    return !draft.isPassive()
        && (body.varying.isVarying((Tree) tree.getVariable())
            || body.varying.isVarying((Tree) tree.getExpression()));
  }

  private static String operator(Tree.Kind kind) {
    return switch (kind) {
      case PLUS_ASSIGNMENT -> "+";
      case MINUS_ASSIGNMENT -> "-";
      case MULTIPLY_ASSIGNMENT -> "*";
      case DIVIDE_ASSIGNMENT -> "/";
      case REMAINDER_ASSIGNMENT -> "%";
      case AND_ASSIGNMENT -> "&";
      case OR_ASSIGNMENT -> "|";
      case XOR_ASSIGNMENT -> "^";
      case LEFT_SHIFT_ASSIGNMENT -> "<<";
      case RIGHT_SHIFT_ASSIGNMENT -> ">>";
      case UNSIGNED_RIGHT_SHIFT_ASSIGNMENT -> ">>>";
      default -> throw new IllegalStateException("the operator " + kind);
    };
  }

  private void step(UnaryTree tree) {
    String change =
        switch (tree.getKind()) {
          case PREFIX_INCREMENT, POSTFIX_INCREMENT -> " + 1";
          case PREFIX_DECREMENT, POSTFIX_DECREMENT -> " - 1";
          default -> throw draft.refusal(tree, "it has no effect", "Leave it out.");
        };
    if (tree.getExpression() instanceof IdentifierTree name
        && draft.variable(body.source.element(name)).isPresent()) {
      Variable target = draft.variable(body.source.element(name)).orElseThrow();
      if (target.isReal() && body.varying.isVarying((Tree) name)) {
        body.reals.arithmetic(
            target,
            false,
            change.contains("+") ? Tree.Kind.PLUS : Tree.Kind.MINUS,
            new Reals.Real.Known(target),
            new Reals.Real.Constant(Code.text("1")),
            tree);
        return;
      }
      Code value = Code.builder().use(target).text(change).build();
      boolean wide = target.type().equals("int") || target.type().equals("long") || target.isReal();
      draft.add(
          new Statement.Assign(
              target,
              new Expression.Plain(
                  wide
                      ? value
                      : Code.builder()
                          .text("(" + target.type() + ") (")
                          .code(value)
                          .text(")")
                          .build()),
              false,
              draft.span(tree)));
      return;
    }
    if (tree.getExpression() instanceof ArrayAccessTree access) {
      ElementWrites writes = new ElementWrites(body);
      if (writes.isNumber(access)) {
        writes.step(access, change.contains("+") ? Tree.Kind.PLUS : Tree.Kind.MINUS, tree);
        return;
      }
    }
    update(tree.getExpression(), change.substring(1, 2), Code.text("1"), tree);
  }

  /** Changes an element of an array of integers or a field; a private one by its handle. */
  private void update(ExpressionTree target, String operator, Code operand, Tree tree) {
    Code changed;
    if (target instanceof ArrayAccessTree
        || !(body.source.element(target) instanceof VariableElement field)
        || !field.getModifiers().contains(Modifier.PRIVATE)) {
      changed =
          Code.builder()
              .code(body.plain.of(target))
              .text(" " + operator + "= ")
              .code(operand)
              .impure()
              .build();
    } else {
      Code value =
          Code.builder()
              .code(body.fields.read(target, field))
              .text(" " + operator + " (")
              .code(operand)
              .text(")")
              .build();
      changed = body.fields.write(target, field, value);
    }
    draft.add(new Statement.Effect(changed, draft.span(tree)));
  }

  private void call(MethodInvocationTree tree) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    if (body.calls.isFollowed(tree)) {
      body.calls.call(tree, method, Optional.empty());
      return;
    }
    if (Api.isTensor(method.getReturnType())) {
      body.tensors.of(tree, Optional.empty());
      return;
    }
    if (body.arrayCalls.effect(tree, method)) {
      return;
    }
    if (BACKWARD.contains(method.getSimpleName().toString())
        && Api.isTensor(Api.owner(method).asType())) {
      draft.refuse(
          new Effect(
              body.source.place(tree),
              "the call '" + body.source.text(tree) + "'",
              "Call it outside, on what the method returns."));
      throw new BodyDraft.Refusal();
    }
    boolean ownCollection =
        isCollection(method) && Tensors.receiver(tree).filter(this::isLocal).isPresent();
    Code code =
        ownCollection
            ? body.plain.calls().text(tree, method)
            : body.plain.calls().escaping(tree, method);
    draft.add(new Statement.Effect(code, draft.span(tree)));
  }

  private static boolean isCollection(ExecutableElement method) {
    return Api.owner(method).getQualifiedName().toString().startsWith("java.util.");
  }

  private boolean isLocal(ExpressionTree tree) {
    return tree instanceof IdentifierTree
        && body.source.element(tree).getKind() == ElementKind.LOCAL_VARIABLE;
  }
}
