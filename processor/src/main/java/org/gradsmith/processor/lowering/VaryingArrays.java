/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Constants;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Which arrays of real numbers may hold something that depends on what the method is differentiated
 * for. Tables that the method fills with constants do not.
 */
final class VaryingArrays {
  private final MethodSource source;
  private final Varying numbers;
  private final Set<Element> varying = new HashSet<>();

  VaryingArrays(MethodSource source, Varying numbers) {
    this.source = source;
    this.numbers = numbers;
    if (Api.isLibrary(source.element(source.tree()))) {
      return;
    }
    for (Element element : source.inputs()) {
      if (holdsNumbers(element.asType()) && !Constants.isConstant(element)) {
        varying.add(element);
      }
    }
  }

  /** Looks at all assignments once more; whether that found another array. */
  boolean grow() {
    int before = varying.size();
    new Flows().scan(source.body(), null);
    return varying.size() > before;
  }

  boolean isVarying(Element array) {
    return varying.contains(array);
  }

  /** Whether a type is an array of real numbers, of any number of dimensions. */
  static boolean holdsNumbers(TypeMirror type) {
    return type instanceof ArrayType array
        && (holdsNumbers(array.getComponentType())
            || (array.getComponentType().getKind().isPrimitive()
                && JavaTypes.isReal(array.getComponentType())));
  }

  /** Whether an expression is an array that may hold something that varies. */
  boolean isVarying(ExpressionTree tree) {
    if (!holdsNumbers(source.type(tree))) {
      return false;
    }
    return switch (tree) {
      case ParenthesizedTree p -> isVarying(p.getExpression());
      case TypeCastTree c -> isVarying(c.getExpression());
      case AssignmentTree a -> isVarying(a.getExpression());
      case ArrayAccessTree a -> isVarying(a.getExpression());
      case ConditionalExpressionTree c ->
          isVarying(c.getTrueExpression()) || isVarying(c.getFalseExpression());
      case IdentifierTree name ->
          varying.contains(source.element(name)) || Varying.isComponent(source.element(name));
      case MemberSelectTree select -> Varying.isComponent(source.element(select));
      case NewArrayTree made ->
          made.getInitializers() != null
              && made.getInitializers().stream().anyMatch(this::isVaryingElement);
      case MethodInvocationTree call -> isVaryingCall(call);
      default -> false;
    };
  }

  private boolean isVaryingElement(ExpressionTree tree) {
    return holdsNumbers(source.type(tree)) ? isVarying(tree) : numbers.isVarying(tree);
  }

  private boolean isVaryingCall(MethodInvocationTree call) {
    return call.getArguments().stream().anyMatch(this::isVarying)
        || Tensors.receiver(call).filter(this::isVarying).isPresent()
        || hasBody(call)
        || (source.element(call) instanceof ExecutableElement method && Varying.isPart(method));
  }

  /** Whether what a call does is known, and may be anything. */
  private boolean hasBody(MethodInvocationTree call) {
    return source.element(call) instanceof ExecutableElement method
        && Api.nonDifferentiable(method).isEmpty()
        && (Calls.isOwn(method, source)
            || Api.isDifferentiable(method)
            || source.derivative(method).isPresent());
  }

  /** Finds arrays that take something that varies. */
  private final class Flows extends TreeScanner<@Nullable Void, @Nullable Void> {
    private void take(Tree target) {
      switch (target) {
        case ArrayAccessTree access -> take(access.getExpression());
        case ParenthesizedTree p -> take(p.getExpression());
        case ConditionalExpressionTree c -> {
          take(c.getTrueExpression());
          take(c.getFalseExpression());
        }
        case IdentifierTree _, VariableTree _ -> varying.add(source.element(target));
        default -> {}
      }
    }

    private void assign(Tree target, @Nullable ExpressionTree value) {
      if (value == null) {
        return;
      }
      if (isVaryingElement(value)
          && (target instanceof ArrayAccessTree || holdsNumbers(source.type(value)))) {
        take(target);
      }
      if (holdsNumbers(source.type(value)) && isVaryingTarget(target)) {
        take(value); // both names are the same array, or one is a row of the other
      }
    }

    private boolean isVaryingTarget(Tree target) {
      return switch (target) {
        case ArrayAccessTree access -> isVaryingTarget(access.getExpression());
        case ParenthesizedTree p -> isVaryingTarget(p.getExpression());
        case IdentifierTree _, VariableTree _ -> varying.contains(source.element(target));
        default -> false;
      };
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      assign(tree, tree.getInitializer());
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      assign(tree.getVariable(), tree.getExpression());
      return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      assign(tree.getVariable(), tree.getExpression());
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void unused) {
      if (holdsNumbers(source.element(tree.getVariable()).asType())) {
        take(tree.getVariable());
      }
      return super.visitBindingPattern(tree, null);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      if (holdsNumbers(source.element(tree.getVariable()).asType())) {
        take(tree.getVariable());
      }
      return super.visitEnhancedForLoop(tree, null);
    }

    /** A call may write what it is given. */
    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      boolean given =
          hasBody(call)
              || call.getArguments().stream().anyMatch(VaryingArrays.this::isVaryingElement);
      if (given) {
        call.getArguments().stream().filter(a -> holdsNumbers(source.type(a))).forEach(this::take);
      }
      return super.visitMethodInvocation(call, null);
    }
  }
}
