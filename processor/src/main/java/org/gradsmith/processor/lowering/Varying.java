/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Constants;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Which real variables of a method may depend on what it is differentiated for. The others are
 * constants: a step size, a weight computed from an index.
 */
final class Varying {
  private final MethodSource source;
  private final ConstantArrays constants;
  private final boolean ofTensors;
  private final Set<Element> varying = new HashSet<>();
  private Optional<Carriers> carriers = Optional.empty();

  Varying(MethodSource source) {
    this.source = source;
    this.constants = new ConstantArrays(source);
    this.ofTensors = Api.isLibrary(source.element(source.tree()));
    if (ofTensors) {
      return; // the library's functions differentiate by their tensors alone
    }
    for (Element element : source.inputs()) {
      if (JavaTypes.isReal(element.asType()) && !Constants.isConstant(element)) {
        varying.add(element);
      }
    }
  }

  /** Looks at all assignments once more; whether that found another variable. */
  boolean grow(Carriers objects) {
    carriers = Optional.of(objects);
    int before = varying.size();
    new Assignments().scan(source.body(), null);
    return varying.size() > before;
  }

  boolean isVarying(Element variable) {
    return varying.contains(variable);
  }

  /** Whether a real expression may depend on what the method is differentiated for. */
  boolean isVarying(Tree tree) {
    if (ofTensors) {
      return false;
    }
    boolean[] found = {false};
    new RealParts(source) {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = source.element(name);
        found[0] |= varying.contains(element) || isComponent(element);
        return null;
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
        found[0] |= isComponent(source.element(select));
        return null;
      }

      @Override
      public @Nullable Void visitArrayAccess(ArrayAccessTree access, @Nullable Void unused) {
        TypeMirror element = source.type(access);
        boolean boxes = !element.getKind().isPrimitive(); // in which no derivative is kept
        found[0] |=
            JavaTypes.isReal(element)
                && !constants.isConstant(access)
                && (!boxes || carriers.filter(c -> c.carries(access.getExpression())).isPresent());
        return null;
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (source.element(call) instanceof ExecutableElement method
            && JavaTypes.isReal(source.type(call))) {
          if (source.derivative(method).isPresent()) {
            found[0] = true;
          } else if (MathFunctions.knows(method)) {
            Tensors.receiver(call)
                .filter(_ -> !method.getModifiers().contains(Modifier.STATIC))
                .ifPresent(r -> scan(r, null));
            call.getArguments().forEach(a -> scan(a, null));
          } else {
            found[0] |= Api.nonDifferentiable(method).isEmpty() && isFollowed(call, method);
          }
        }
        return null;
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree lambda, @Nullable Void unused) {
        return null;
      }
    }.scan(tree, null);
    return found[0];
  }

  /** Whether the number that a call returns may depend on what it is given. */
  private boolean isFollowed(MethodInvocationTree call, ExecutableElement method) {
    return Calls.isOwn(method, source)
        || Api.isDifferentiable(method)
        || isPart(method)
        || FunctionTypes.isCall(call, method, source)
        || carriers.filter(c -> c.given(call)).isPresent();
  }

  /** Whether a method reads a component of a record. */
  static boolean isPart(ExecutableElement method) {
    return Api.owner(method).getKind() == ElementKind.RECORD && method.getParameters().isEmpty();
  }

  /** Whether an array holds constants only. */
  boolean isConstantArray(ExpressionTree array) {
    return constants.isConstant(array);
  }

  /** Whether an element is the field of a record that holds a number. */
  static boolean isComponent(Element element) {
    return element.getKind() == ElementKind.FIELD
        && !element.getModifiers().contains(Modifier.STATIC)
        && Api.owner(element).getKind() == ElementKind.RECORD
        && HeldNumbers.in(element.asType());
  }

  /** Finds variables that are assigned something that varies. */
  private final class Assignments extends TreeScanner<@Nullable Void, @Nullable Void> {
    private void assign(Tree target, @Nullable ExpressionTree value) {
      Element element = source.element(target);
      boolean number = element.getKind() != ElementKind.FIELD && JavaTypes.isReal(element.asType());
      if (value != null && number && isVarying(value)) {
        varying.add(element);
      }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      assign(tree, tree.getInitializer());
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      if (tree.getVariable() instanceof IdentifierTree) {
        assign(tree.getVariable(), tree.getExpression());
      }
      return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      if (tree.getVariable() instanceof IdentifierTree) {
        assign(tree.getVariable(), tree.getExpression());
      }
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void unused) {
      Element element = source.element(tree.getVariable());
      if (JavaTypes.isReal(element.asType())) {
        varying.add(element);
      }
      return super.visitBindingPattern(tree, null);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      Element element = source.element(tree.getVariable());
      if (JavaTypes.isReal(element.asType()) && !constants.isConstant(tree.getExpression())) {
        varying.add(element);
      }
      return super.visitEnhancedForLoop(tree, null);
    }
  }
}
