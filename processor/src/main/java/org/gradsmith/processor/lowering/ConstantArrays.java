/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Constants;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Arrays whose numbers are constants because the user says so, of a parameter, a field or a method.
 * A variable that the method assigns later, or writes elements of, is an array like any other.
 */
final class ConstantArrays {
  private final MethodSource source;
  private final Set<Element> variables = new HashSet<>();

  ConstantArrays(MethodSource source) {
    this.source = source;
    for (Element element : source.inputs()) {
      if (VaryingArrays.holdsNumbers(element.asType()) && Constants.isConstant(element)) {
        variables.add(element);
      }
    }
    new Declared().scan(source.body(), null);
    if (!variables.isEmpty()) {
      new Writes().scan(source.body(), null);
    }
  }

  /** Whether an array, or the array that an element belongs to, holds constants. */
  boolean isConstant(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> isConstant(p.getExpression());
      case ArrayAccessTree a -> isConstant(a.getExpression());
      case IdentifierTree _, MemberSelectTree _ -> {
        Element element = source.element(tree);
        yield element.getKind().isField()
            ? Api.nonDifferentiable(element).isPresent()
            : variables.contains(element);
      }
      case MethodInvocationTree call ->
          source.element(call) instanceof ExecutableElement method
              && Api.nonDifferentiable(method).isPresent();
      default -> false;
    };
  }

  /** Finds variables that begin as such an array. */
  private final class Declared extends TreeScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      if (tree.getInitializer() != null
          && VaryingArrays.holdsNumbers(source.element(tree).asType())
          && isConstant(tree.getInitializer())) {
        variables.add(source.element(tree));
      }
      return super.visitVariable(tree, null);
    }
  }

  /** Finds what is written. */
  private final class Writes extends WriteScanner {
    @Override
    void write(ExpressionTree target) {
      switch (target) {
        case ArrayAccessTree access -> write(access.getExpression());
        case ParenthesizedTree p -> write(p.getExpression());
        case IdentifierTree name -> variables.remove(source.element(name));
        default -> {}
      }
    }
  }
}
