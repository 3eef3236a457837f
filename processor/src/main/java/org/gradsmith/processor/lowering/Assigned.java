/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/** How often the variables of a method are assigned. */
final class Assigned {
  private final MethodSource source;
  private final Map<Element, Integer> counts = new HashMap<>();

  Assigned(MethodSource source) {
    this.source = source;
    for (Element input : source.inputs()) {
      counts.merge(input, 1, Integer::sum);
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null) {
          counts.merge(source.element(tree), 1, Integer::sum);
        }
        return super.visitVariable(tree, null);
      }
    }.scan(source.body(), null);
    new Writes(element -> counts.merge(element, 1, Integer::sum)).scan(source.body(), null);
  }

  /** Whether a variable has one value from its declaration to its end. */
  boolean once(Element variable) {
    return counts.getOrDefault(variable, 0) == 1;
  }

  /** The variables that a tree assigns, increments or decrements. */
  Set<Element> in(Tree tree) {
    Set<Element> found = new HashSet<>();
    new Writes(found::add).scan(tree, null);
    return found;
  }

  private final class Writes extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final java.util.function.Consumer<Element> found;

    Writes(java.util.function.Consumer<Element> found) {
      this.found = found;
    }

    private void write(Tree target) {
      if (target instanceof com.sun.source.tree.IdentifierTree) {
        found.accept(source.element(target));
      }
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      write(tree.getVariable());
      return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      write(tree.getVariable());
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
      switch (tree.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
            write(tree.getExpression());
        default -> {}
      }
      return super.visitUnary(tree, null);
    }
  }
}
