/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Walks the parts of an expression that a derivative can flow through. Flags and integers steer: a
 * comparison chooses a branch and an index a place, whatever they were computed from.
 */
abstract class RealParts extends TreeScanner<@Nullable Void, @Nullable Void> {
  private final MethodSource source;

  RealParts(MethodSource source) {
    this.source = source;
  }

  @Override
  public final @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
    return tree instanceof ExpressionTree expression && steers(expression)
        ? null
        : super.scan(tree, null);
  }

  /** Names are left to the walk: a part of a qualified name has no type. */
  private boolean steers(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree _, MemberSelectTree _ -> false;
      default -> JavaTypes.isDiscrete(source.type(tree));
    };
  }
}
