/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedStatement;

/**
 * Lowers statements. Those behind one that may jump go into a branch that is taken only if it did
 * not; so every statement that leaves here completes normally.
 */
final class Statements {
  private final Body body;
  private final BodyDraft draft;
  private final Exits exits;
  private final Assignments assignments;
  private final Loops loops;
  private final Consumer<ExpressionTree> result;
  private final Set<Target> atEnd;

  /**
   * Starts lowering.
   *
   * @param result takes what is returned
   */
  Statements(Body body, Consumer<ExpressionTree> result) {
    this.body = body;
    this.draft = body.draft;
    this.exits = new Exits(draft);
    this.assignments = new Assignments(body);
    this.loops = new Loops(body, this, exits);
    this.result = result;
    this.atEnd = Set.of(exits.open(Target.Kind.RETURN, Optional.empty()));
  }

  /** Lowers the whole body; the jump variable, if there is one. */
  Optional<Variable> method(BlockTree tree) {
    sequence(tree.getStatements(), atEnd);
    return exits.variable();
  }

  /** Lowers the expression that is the body of a lambda. */
  void expression(ExpressionTree tree, boolean isEffect) {
    draft.enter(tree);
    guarded(() -> {
      body.patterns.declare(tree);
      if (isEffect) {
        assignments.effect(tree);
      } else {
        result.accept(tree);
      }
    });
  }

  /**
   * Lowers statements one after another.
   *
   * @param tail targets that control reaches by going on behind them
   */
  void sequence(List<? extends StatementTree> trees, Set<Target> tail) {
    for (int i = 0; i < trees.size(); i++) {
      StatementTree tree = trees.get(i);
      List<? extends StatementTree> rest = trees.subList(i + 1, trees.size());
      if (rest.isEmpty()) {
        statement(tree, tail);
      } else if (!Jumps.may(tree)) {
        statement(tree, Set.of());
      } else {
        behind(tree, rest, tail);
        return;
      }
    }
  }

  /** A statement that may jump, and what is done only if it does not. */
  private void behind(StatementTree tree, List<? extends StatementTree> rest, Set<Target> tail) {
    if (tree instanceof IfTree i && Jumps.always(i.getThenStatement())) {
      choose(
          i,
          () -> statement(i.getThenStatement(), tail),
          () -> sequence(joined(i.getElseStatement(), rest), tail));
    } else if (tree instanceof IfTree i
        && i.getElseStatement() != null
        && Jumps.always(i.getElseStatement())) {
      choose(
          i,
          () -> sequence(joined(i.getThenStatement(), rest), tail),
          () -> statement(i.getElseStatement(), tail));
    } else if (Jumps.always(tree)) {
      statement(tree, tail);
    } else {
      statement(tree, Set.of());
      draft.enter(tree);
      body.calls.choose(exits.ordinary(), () -> sequence(rest, tail), () -> {}, tree);
    }
  }

  private static List<StatementTree> joined(
      @org.jspecify.annotations.Nullable StatementTree first, List<? extends StatementTree> rest) {
    List<StatementTree> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    all.addAll(rest);
    return all;
  }

  private void choose(IfTree tree, Runnable then, Runnable otherwise) {
    draft.enter(tree.getCondition());
    guarded(() ->
        body.calls.choose(
            body.plain.of(tree.getCondition()), then, otherwise, tree.getCondition()));
  }

  /** Lowers a statement; a refusal ends it, and the next one is looked at all the same. */
  void statement(StatementTree tree, Set<Target> tail) {
    draft.enter(tree);
    guarded(() -> {
      body.patterns.declare(tree);
      lower(tree, tail);
    });
  }

  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (BodyDraft.Refusal _) {
      // reported where it was found
    }
  }

  private void lower(StatementTree tree, Set<Target> tail) {
    switch (tree) {
      case BlockTree block -> draft.add(draft.block(() -> sequence(block.getStatements(), tail)));
      case EmptyStatementTree _ -> {}
      case VariableTree variable -> assignments.declaration(variable);
      case ExpressionStatementTree s -> assignments.effect(s.getExpression());
      case ReturnTree r -> {
        if (r.getExpression() != null) {
          result.accept(r.getExpression());
        }
        exits.to(exits.find(t -> t.kind() == Target.Kind.RETURN), tail, tree);
      }
      case BreakTree b -> exits.to(breakTarget(b), tail, tree);
      case ContinueTree c ->
          exits.to(
              exits.find(t ->
                  t.kind() == Target.Kind.CONTINUE
                      && (c.getLabel() == null || isLabel(t, c.getLabel()))),
              tail,
              tree);
      case IfTree i ->
          choose(
              i,
              () -> statement(i.getThenStatement(), tail),
              () -> {
                if (i.getElseStatement() != null) {
                  statement(i.getElseStatement(), tail);
                }
              });
      case ForLoopTree loop -> loops.counted(loop, Optional.empty());
      case EnhancedForLoopTree loop -> loops.each(loop, Optional.empty());
      case WhileLoopTree loop -> loops.repeated(loop, Optional.empty());
      case DoWhileLoopTree loop -> loops.once(loop, Optional.empty());
      case LabeledStatementTree labeled -> labeled(labeled, tail);
      case SwitchTree s -> new Switches(body).statement(s, this, exits, tail);
      case YieldTree y -> yields(y, tail);
      case ThrowTree t ->
          draft.add(
              new Statement.Effect(
                  Code.builder()
                      .text("throw ")
                      .code(body.plain.of(t.getExpression()))
                      .impure()
                      .build(),
                  draft.span(t)));
      case AssertTree a -> assertion(a);
      case TryTree t -> new Tries(body, this).of(t, tail);
      case ClassTree declared ->
          draft.refuse(
              new UnsupportedStatement(
                  body.source.place(tree),
                  "the local class '" + declared.getSimpleName() + "'",
                  "Declare it outside the method."));
      default ->
          draft.refuse(
              new UnsupportedStatement(
                  body.source.place(tree),
                  "this statement",
                  "Do it outside the @Differentiable method."));
    }
  }

  private Target breakTarget(BreakTree tree) {
    return exits.find(t ->
        tree.getLabel() == null
            ? t.kind() == Target.Kind.BREAK
            : (t.kind() == Target.Kind.BREAK || t.kind() == Target.Kind.LABELED_BREAK)
                && isLabel(t, tree.getLabel()));
  }

  private static boolean isLabel(Target target, CharSequence label) {
    return target.label().filter(l -> l.contentEquals(label)).isPresent();
  }

  private void labeled(LabeledStatementTree tree, Set<Target> tail) {
    Optional<String> label = Optional.of(tree.getLabel().toString());
    switch (tree.getStatement()) {
      case ForLoopTree loop -> loops.counted(loop, label);
      case EnhancedForLoopTree loop -> loops.each(loop, label);
      case WhileLoopTree loop -> loops.repeated(loop, label);
      case DoWhileLoopTree loop -> loops.once(loop, label);
      case StatementTree other -> {
        Target end = exits.open(Target.Kind.LABELED_BREAK, label);
        Set<Target> ends = new HashSet<>(tail);
        ends.add(end);
        draft.add(draft.block(() -> statement(other, ends)));
        exits.close(end);
        exits.arrive(end, tree);
      }
    }
  }

  private void yields(YieldTree tree, Set<Target> tail) {
    Target target = exits.find(t -> t.kind() == Target.Kind.YIELD);
    body.yields.peek().accept(tree.getValue());
    exits.to(target, tail, tree);
  }

  /** A block of a {@code switch} expression. */
  void yielding(StatementTree tree) {
    Target target = exits.open(Target.Kind.YIELD, Optional.empty());
    statement(tree, Set.of(target));
    exits.close(target);
    exits.arrive(target, tree);
  }

  private void assertion(AssertTree tree) {
    Code.Builder code = Code.builder().text("assert ").code(body.plain.of(tree.getCondition()));
    if (tree.getDetail() != null) {
      code.text(" : ").code(body.plain.of(tree.getDetail()));
    }
    draft.add(new Statement.Effect(code.impure().build(), draft.span(tree)));
  }
}
