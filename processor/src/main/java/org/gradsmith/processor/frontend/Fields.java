/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * How often the variables of a class are assigned, anywhere in its top-level class: a private field
 * cannot be assigned elsewhere.
 */
final class Fields {
  private final Map<Element, Integer> assignments = new HashMap<>();

  Fields(Shadow shadow, TreePath type) {
    TreePath outermost = type;
    while (outermost.getParentPath() != null
        && !(outermost.getParentPath().getLeaf() instanceof CompilationUnitTree)) {
      outermost = outermost.getParentPath();
    }
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      private void count(Tree variable) {
        Element element = shadow.trees().getElement(new TreePath(getCurrentPath(), variable));
        if (element != null) {
          assignments.merge(element, 1, Integer::sum);
        }
      }

      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null) {
          count(tree);
        }
        return super.visitVariable(tree, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        count(tree.getVariable());
        return super.visitAssignment(tree, null);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(
          CompoundAssignmentTree tree, @Nullable Void unused) {
        count(tree.getVariable());
        return super.visitCompoundAssignment(tree, null);
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        switch (tree.getKind()) {
          case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
              count(tree.getExpression());
          default -> {}
        }
        return super.visitUnary(tree, null);
      }
    }.scan(outermost, null);
  }

  /** Whether a parameter or local variable is ever assigned behind its declaration. */
  boolean isAssigned(Element variable) {
    return assignments.containsKey(variable);
  }

  /** Whether a field keeps the value that the constructor gives it. */
  boolean isFixed(Element field) {
    return field.getModifiers().contains(Modifier.FINAL)
        || (field.getModifiers().contains(Modifier.PRIVATE)
            && assignments.getOrDefault(field, 0) == 1);
  }
}
