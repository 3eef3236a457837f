/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which statements leave in another way than at their end. */
final class Jumps {
  private Jumps() {}

  /** Whether control never gets behind a statement in the ordinary way. */
  static boolean always(StatementTree tree) {
    return switch (tree) {
      case ReturnTree _, BreakTree _, ContinueTree _, ThrowTree _, YieldTree _ -> true;
      case BlockTree block -> block.getStatements().stream().anyMatch(Jumps::always);
      case IfTree i ->
          i.getElseStatement() != null
              && always(i.getThenStatement())
              && always(i.getElseStatement());
      default -> false;
    };
  }

  /** Whether a statement may jump to a place outside of it. */
  static boolean may(StatementTree tree) {
    Finder finder = new Finder();
    finder.scan(tree, null);
    return finder.found;
  }

  /** Whether any of these may. */
  static boolean may(List<? extends StatementTree> trees) {
    return trees.stream().anyMatch(Jumps::may);
  }

  private static final class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
    private boolean found;
    private int loops;
    private int switches;
    private final java.util.Set<String> labels = new java.util.HashSet<>();

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
      found = true;
      return null;
    }

    @Override
    public @Nullable Void visitYield(YieldTree tree, @Nullable Void unused) {
      found = true;
      return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree tree, @Nullable Void unused) {
      found |=
          tree.getLabel() == null
              ? loops + switches == 0
              : !labels.contains(tree.getLabel().toString());
      return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree tree, @Nullable Void unused) {
      found |= tree.getLabel() == null ? loops == 0 : !labels.contains(tree.getLabel().toString());
      return null;
    }

    @Override
    public @Nullable Void visitLabeledStatement(LabeledStatementTree tree, @Nullable Void unused) {
      labels.add(tree.getLabel().toString());
      return super.visitLabeledStatement(tree, null);
    }

    private @Nullable Void loop(Runnable visit) {
      loops++;
      visit.run();
      loops--;
      return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void unused) {
      return loop(() -> super.visitForLoop(tree, null));
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      return loop(() -> super.visitEnhancedForLoop(tree, null));
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void unused) {
      return loop(() -> super.visitWhileLoop(tree, null));
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void unused) {
      return loop(() -> super.visitDoWhileLoop(tree, null));
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
      switches++;
      super.visitSwitch(tree, null);
      switches--;
      return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void unused) {
      return null; // nothing leaves it but its value
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
      return null;
    }

    @Override
    public @Nullable Void visitExpressionStatement(
        ExpressionStatementTree tree, @Nullable Void unused) {
      return null;
    }

    @Override
    public @Nullable Void visitClass(com.sun.source.tree.ClassTree tree, @Nullable Void unused) {
      return null;
    }
  }
}
