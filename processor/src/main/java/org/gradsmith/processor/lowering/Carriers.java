/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Which objects may hold numbers that depend on what the method is differentiated for: records and
 * collections of them, and texts, out of which numbers could be read again. Handing one to a method
 * that nobody knows would make a constant of what it computes.
 */
final class Carriers {
  private final MethodSource source;
  private final Varying numbers;
  private final VaryingArrays arrays;
  private final Set<Element> carriers = new HashSet<>();

  Carriers(MethodSource source, Varying numbers, VaryingArrays arrays) {
    this.source = source;
    this.numbers = numbers;
    this.arrays = arrays;
    for (Element element : source.inputs()) {
      if (isObject(element.asType()) && HeldNumbers.in(element.asType())) {
        carriers.add(element);
      }
    }
  }

  /** Looks at all assignments once more; whether that found another carrier. */
  boolean grow() {
    int before = carriers.size();
    new Flows().scan(source.body(), null);
    return carriers.size() > before;
  }

  private static boolean isObject(TypeMirror type) {
    return !type.getKind().isPrimitive()
        && !JavaTypes.isReal(type)
        && !VaryingArrays.holdsNumbers(type)
        && !HeldNumbers.steers(type)
        && !Api.isTensor(type);
  }

  /** Whether the value of an expression is, or holds, a number with a derivative. */
  boolean carries(ExpressionTree tree) {
    if (tree instanceof LambdaExpressionTree lambda) {
      return mentions(lambda.getBody());
    }
    if (tree instanceof MemberReferenceTree reference) {
      return isValue(reference.getQualifierExpression())
          && carries(reference.getQualifierExpression());
    }
    TypeMirror type = source.type(tree);
    if (JavaTypes.isReal(type)) {
      return numbers.isVarying(tree);
    }
    return VaryingArrays.holdsNumbers(type)
        ? arrays.isVarying(tree)
        : isObject(type) && object(tree, type);
  }

  /** An expression before a dot may also be the name of a class or package. */
  boolean isValue(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree name -> source.element(name) instanceof VariableElement;
      case MemberSelectTree select -> source.element(select) instanceof VariableElement;
      default -> true;
    };
  }

  private boolean object(ExpressionTree tree, TypeMirror type) {
    return switch (tree) {
      case ParenthesizedTree p -> carries(p.getExpression());
      case TypeCastTree c -> carries(c.getExpression());
      case AssignmentTree a -> carries(a.getExpression());
      case ArrayAccessTree a -> carries(a.getExpression());
      case ConditionalExpressionTree c ->
          carries(c.getTrueExpression()) || carries(c.getFalseExpression());
      case BinaryTree text -> carries(text.getLeftOperand()) || carries(text.getRightOperand());
      case SwitchExpressionTree s -> yields(s);
      case IdentifierTree name when name.getName().contentEquals("this") -> HeldNumbers.in(type);
      case IdentifierTree name ->
          carriers.contains(source.element(name)) || isComponent(source.element(name), type);
      case MemberSelectTree select -> isComponent(source.element(select), type);
      case NewArrayTree made -> made.getInitializers() != null && any(made.getInitializers());
      case NewClassTree made -> any(made.getArguments());
      case MethodInvocationTree call -> given(call) || returned(call, type);
      default -> false;
    };
  }

  private static boolean isComponent(Element field, TypeMirror type) {
    return Varying.isComponent(field) && HeldNumbers.in(type);
  }

  private boolean any(List<? extends ExpressionTree> trees) {
    return trees.stream().anyMatch(this::carries);
  }

  /** Whether a call is given something that carries, its receiver included. */
  boolean given(MethodInvocationTree call) {
    return any(call.getArguments())
        || Tensors.receiver(call).filter(this::isValue).filter(this::carries).isPresent();
  }

  /** Whether what a followed method returns may hold numbers of any origin. */
  private boolean returned(MethodInvocationTree call, TypeMirror type) {
    return source.element(call) instanceof ExecutableElement method
        && HeldNumbers.in(type)
        && (Calls.isOwn(method, source) || Api.isDifferentiable(method));
  }

  private boolean yields(SwitchExpressionTree tree) {
    boolean[] found = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitYield(YieldTree one, @Nullable Void unused) {
        found[0] |= carries(one.getValue());
        return null;
      }

      @Override
      public @Nullable Void visitCase(com.sun.source.tree.CaseTree one, @Nullable Void unused) {
        if (one.getBody() instanceof ExpressionTree value) {
          found[0] |= carries(value);
        }
        return super.visitCase(one, null);
      }
    }.scan(tree.getCases(), null);
    return found[0];
  }

  /** Whether a piece of code reads a number with a derivative, or an object that holds one. */
  boolean mentions(Tree tree) {
    boolean[] found = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = source.element(name);
        found[0] |=
            numbers.isVarying(element) || arrays.isVarying(element) || carriers.contains(element);
        return null;
      }
    }.scan(tree, null);
    return found[0];
  }

  /** Finds variables that are assigned something that carries numbers. */
  private final class Flows extends TreeScanner<@Nullable Void, @Nullable Void> {
    private void assign(Tree target, @Nullable ExpressionTree value) {
      Element element = source.element(target);
      if (value != null && isLocal(element) && isObject(element.asType()) && carries(value)) {
        carriers.add(element);
      }
    }

    private static boolean isLocal(Element element) {
      return element.getKind() != ElementKind.FIELD;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      assign(tree, tree.getInitializer());
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      switch (tree.getVariable()) {
        case IdentifierTree name -> assign(name, tree.getExpression());
        case ArrayAccessTree element -> take(element, carries(tree.getExpression()));
        default -> {}
      }
      return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      if (tree.getVariable() instanceof IdentifierTree name) {
        assign(name, tree.getExpression());
      }
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      Element element = source.element(tree.getVariable());
      if (isObject(element.asType()) && carries(tree.getExpression())) {
        carriers.add(element);
      }
      return super.visitEnhancedForLoop(tree, null);
    }

    @Override
    public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void unused) {
      Element element = source.element(tree.getVariable());
      if (isObject(element.asType()) && HeldNumbers.in(element.asType())) {
        carriers.add(element);
      }
      return super.visitBindingPattern(tree, null);
    }

    /** A method of an object may put what it is given into the object. */
    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      if (any(call.getArguments())) {
        Tensors.receiver(call).ifPresent(receiver -> take(receiver, true));
      }
      return super.visitMethodInvocation(call, null);
    }

    private void take(ExpressionTree target, boolean given) {
      switch (target) {
        case ParenthesizedTree p -> take(p.getExpression(), given);
        case ArrayAccessTree a -> take(a.getExpression(), given);
        case MethodInvocationTree call ->
            Tensors.receiver(call).ifPresent(receiver -> take(receiver, given));
        case IdentifierTree name
            when given
                && source.element(name) instanceof VariableElement variable
                && isLocal(variable)
                && isObject(variable.asType()) ->
            carriers.add(variable);
        default -> {}
      }
    }
  }
}
