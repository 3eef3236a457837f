/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The tree of the running compilation that a copied tree was copied from. javac knows where a tree
 * begins, but keeps the ends in a table of its own trees: printed at a copy, a problem would have
 * no end, and editors underline from the beginning to the end.
 */
record OriginalTree(CompilationUnitTree unit, Tree tree) {

  /** The original; the copy itself if it is not found. */
  static OriginalTree of(Place place, Place.Exact copy, Trees trees) {
    TreePath method = trees.getPath(place.element());
    if (method == null) {
      return new OriginalTree(copy.unit(), copy.tree());
    }
    CompilationUnitTree unit = method.getCompilationUnit();
    SourcePositions positions = trees.getSourcePositions();
    Tree found =
        new TreeScanner<@Nullable Tree, @Nullable Void>() {
          @Override
          public @Nullable Tree scan(@Nullable Tree tree, @Nullable Void unused) {
            if (tree != null
                && tree.getKind() == copy.tree().getKind()
                && positions.getStartPosition(unit, tree) == copy.start()
                && positions.getEndPosition(unit, tree) == copy.end()) {
              return tree;
            }
            return super.scan(tree, null);
          }

          @Override
          public @Nullable Tree reduce(@Nullable Tree first, @Nullable Tree second) {
            return first == null ? second : first;
          }
        }.scan(method.getLeaf(), null);
    return found == null
        ? new OriginalTree(copy.unit(), copy.tree())
        : new OriginalTree(unit, found);
  }

  void printMessage(Trees trees, Diagnostic.Kind kind, String text) {
    trees.printMessage(kind, text, tree, unit);
  }
}
