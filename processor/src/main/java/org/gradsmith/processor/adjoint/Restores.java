/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Variable;

/**
 * Which overwritten values the reverse sweep needs back: those that it reads before the variable is
 * set back once more. A sum that only matters when it is complete is not kept step by step.
 */
final class Restores {
  private final Set<Integer> used = new HashSet<>();

  private Restores() {}

  /** Both sweeps without the values that nothing reads. */
  static Reverse.Both withoutUnread(Reverse.Both sweeps) {
    Restores restores = new Restores();
    restores.before(sweeps.reverse(), new HashSet<>());
    return new Reverse.Both(restores.kept(sweeps.forward()), restores.kept(sweeps.reverse()));
  }

  /** What is read before something else is assigned, given what is read behind. */
  private void before(List<Line> lines, Set<Variable> live) {
    for (Line line : lines.reversed()) {
      before(line, live);
    }
  }

  private void before(Line line, Set<Variable> live) {
    switch (line) {
      case Line.Restore(Variable variable, var _, var _, int number) -> {
        if (live.remove(variable)) {
          used.add(number);
        }
      }
      case Line.Let let -> {
        live.remove(let.target());
        live.addAll(let.value().reads());
      }
      case Line.Field _, Line.Add _, Line.AddElement _, Line.Do _, Line.Keep _, Line.At _ ->
          line.mention(live);
      case Line.Group(List<Line> inner) -> before(inner, live);
      case Line.Guarded guarded -> {
        before(guarded.end(), live);
        before(guarded.body(), live);
        live.addAll(guarded.resources());
      }
      case Line.Choose(var condition, List<Line> then, List<Line> otherwise) -> {
        Set<Variable> other = new HashSet<>(live);
        before(otherwise, other);
        before(then, live);
        live.addAll(other);
        live.addAll(condition.reads());
      }
      case Line.Turns turns -> {
        repeated(Line.joined(turns.body(), turns.test()), live);
        live.add(turns.go());
      }
      case Line.Repeat(Variable count, List<Line> body) -> {
        repeated(body, live);
        live.add(count);
      }
      case Line.Forgotten(var _, List<Line> inner) -> before(inner, live);
      case Line.Rerun rerun -> {
        before(rerun.reverse(), live);
        before(rerun.between(), live);
        repeated(Line.joined(rerun.keep(), rerun.body()), live);
        before(rerun.before(), live);
      }
      case Line.CountDown countDown -> {
        repeated(countDown.body(), live);
        live.remove(countDown.index());
        live.addAll(countDown.start().reads());
        live.addAll(countDown.end().reads());
      }
    }
  }

  /** Turn after turn, until another one reads nothing new; there may be none. */
  private void repeated(List<Line> body, Set<Variable> live) {
    boolean grows;
    do {
      Set<Variable> turn = new HashSet<>(live);
      before(body, turn);
      grows = live.addAll(turn);
    } while (grows);
  }

  private List<Line> kept(List<Line> lines) {
    List<Line> all = new ArrayList<>();
    for (Line line : lines) {
      switch (line) {
        case Line.Keep(var _, var _, int number) when isUnread(number) -> {}
        case Line.Restore(var _, var _, var _, int number) when isUnread(number) -> {}
        case Line.Group(List<Line> inner) -> all.add(new Line.Group(kept(inner)));
        case Line.Guarded(var resources, List<Line> body, List<Line> end) ->
            all.add(new Line.Guarded(resources, kept(body), kept(end)));
        case Line.Choose(var condition, List<Line> then, List<Line> otherwise) ->
            all.add(new Line.Choose(condition, kept(then), kept(otherwise)));
        case Line.Turns(List<Line> test, Variable go, List<Line> body, boolean testFirst) ->
            all.add(new Line.Turns(kept(test), go, kept(body), testFirst));
        case Line.Repeat(Variable turns, List<Line> body) ->
            all.add(new Line.Repeat(turns, kept(body)));
        case Line.CountDown(Variable index, var start, var end, List<Line> body) ->
            all.add(new Line.CountDown(index, start, end, kept(body)));
        case Line.Forgotten(String mark, List<Line> inner) ->
            all.add(new Line.Forgotten(mark, kept(inner)));
        case Line.Rerun(
                String mark,
                List<Line> before,
                Variable turn,
                String left,
                List<Line> keep,
                List<Line> body,
                List<Line> between,
                List<Line> reverse) ->
            all.add(
                new Line.Rerun(mark, before, turn, left, keep, kept(body), between, kept(reverse)));
        default -> all.add(line);
      }
    }
    return all;
  }

  private boolean isUnread(int number) {
    return number != Line.Keep.AT_END && !used.contains(number);
  }
}
