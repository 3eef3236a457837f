/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

  private final class Writes extends WriteScanner {
    private final Consumer<Element> found;

    Writes(Consumer<Element> found) {
      this.found = found;
    }

    @Override
    void write(ExpressionTree target) {
      if (target instanceof IdentifierTree) {
        found.accept(source.element(target));
      }
    }
  }
}
