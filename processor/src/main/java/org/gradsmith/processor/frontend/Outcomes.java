/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The expressions of which a conditional or a switch takes one as its value. */
final class Outcomes extends TreeScanner<@Nullable Void, @Nullable Void> {
  private final List<ExpressionTree> found = new ArrayList<>();

  private Outcomes() {}

  /** What an expression may evaluate to; itself, if it chooses nothing. */
  static List<ExpressionTree> of(ExpressionTree tree) {
    Outcomes outcomes = new Outcomes();
    outcomes.add(tree);
    return outcomes.found;
  }

  private void add(ExpressionTree tree) {
    switch (tree) {
      case ParenthesizedTree p -> add(p.getExpression());
      case ConditionalExpressionTree c -> {
        add(c.getTrueExpression());
        add(c.getFalseExpression());
      }
      case SwitchExpressionTree s -> s.getCases().forEach(this::arm);
      default -> found.add(tree);
    }
  }

  private void arm(CaseTree one) {
    if (one.getBody() instanceof ExpressionTree value) {
      add(value);
    } else {
      scan(one.getBody(), null);
      scan(one.getStatements(), null);
    }
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
    boolean yieldsElsewhere =
        tree instanceof SwitchExpressionTree || tree instanceof LambdaExpressionTree;
    return yieldsElsewhere ? null : super.scan(tree, null);
  }

  @Override
  public @Nullable Void visitYield(YieldTree tree, @Nullable Void unused) {
    add(tree.getValue());
    return null;
  }
}
