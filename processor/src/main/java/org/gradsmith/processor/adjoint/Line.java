/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/** A line of a sweep, as it will be written. */
public sealed interface Line {
  /** Adds the variables it reads or assigns, at any depth. */
  void mention(Set<Variable> all);

  /** Adds the variables it mentions, without those that begin and end in it. */
  default void need(Set<Variable> all) {
    mention(all);
  }

  /** The line with other pieces of Java in it. */
  default Line with(UnaryOperator<Code> change) {
    return switch (this) {
      case Let(Variable target, Code value, boolean declares) ->
          new Let(target, change.apply(value), declares);
      case Field(Variable target, Code value) -> new Field(target, change.apply(value));
      case Add(Variable bar, Code value) -> new Add(bar, change.apply(value));
      case AddElement(Variable array, Code index, Code value) ->
          new AddElement(array, change.apply(index), change.apply(value));
      case Do(Code code) -> new Do(change.apply(code));
      case Keep _, Restore _, At _ -> this;
      case Forgotten _, Rerun _ -> this; // they run as they ran
      case Group(List<Line> lines) -> new Group(with(lines, change));
      case Guarded(List<Variable> resources, List<Line> body, List<Line> end) ->
          new Guarded(resources, with(body, change), with(end, change));
      case Choose(Code condition, List<Line> then, List<Line> otherwise) ->
          new Choose(change.apply(condition), with(then, change), with(otherwise, change));
      case Turns(List<Line> test, Variable go, List<Line> body, boolean testFirst) ->
          new Turns(with(test, change), go, with(body, change), testFirst);
      case Repeat(Variable turns, List<Line> body) -> new Repeat(turns, with(body, change));
      case CountDown(Variable index, Code start, Code end, List<Line> body) ->
          new CountDown(index, change.apply(start), change.apply(end), with(body, change));
    };
  }

  private static List<Line> with(List<Line> lines, UnaryOperator<Code> change) {
    return lines.stream().map(l -> l.with(change)).toList();
  }

  /** Assigns a variable. */
  record Let(Variable target, Code value, boolean declares) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      value.addReads(all);
      all.add(target);
    }
  }

  /** Adds to the adjoint of a number. */
  record Add(Variable bar, Code value) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      value.addReads(all);
      all.add(bar);
    }
  }

  /** Adds to the adjoint of an element of an array. */
  record AddElement(Variable array, Code index, Code value) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      value.addReads(all);
      index.addReads(all);
      all.add(array);
    }
  }

  /** Does something. */
  record Do(Code code) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      code.addReads(all);
    }
  }

  /**
   * Keeps a variable for the reverse sweep: on a stack inside loops, in a field elsewhere.
   *
   * @param number which assignment overwrites it, as in {@link Restore}
   */
  record Keep(Variable variable, boolean stacked, int number) implements Line {
    /** The number of what is kept at the end of a block. */
    static final int AT_END = -1;

    @Override
    public void mention(Set<Variable> all) {
      all.add(variable);
    }
  }

  /** Assigns a variable that is a field for all of the call. */
  record Field(Variable target, Code value) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      value.addReads(all);
      all.add(target);
    }
  }

  /** Brings back what was kept. */
  record Restore(Variable variable, boolean stacked, boolean declares, int number) implements Line {
    @Override
    public void mention(Set<Variable> all) {
      all.add(variable);
    }
  }

  /** A body between resources that are closed behind it, and what is done however it ends. */
  record Guarded(List<Variable> resources, List<Line> body, List<Line> end) implements Line {
    public Guarded {
      resources = List.copyOf(resources);
      body = List.copyOf(body);
      end = List.copyOf(end);
    }

    @Override
    public void mention(Set<Variable> all) {
      all.addAll(resources);
      body.forEach(l -> l.mention(all));
      end.forEach(l -> l.mention(all));
    }
  }

  /** Lines with variables of their own. */
  record Group(List<Line> lines) implements Line {
    public Group {
      lines = List.copyOf(lines);
    }

    @Override
    public void mention(Set<Variable> all) {
      lines.forEach(l -> l.mention(all));
    }

    @Override
    public void need(Set<Variable> all) {
      lines.forEach(l -> l.need(all));
    }
  }

  /** One of two ways. */
  record Choose(Code condition, List<Line> then, List<Line> otherwise) implements Line {
    public Choose {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }

    @Override
    public void mention(Set<Variable> all) {
      condition.addReads(all);
      then.forEach(l -> l.mention(all));
      otherwise.forEach(l -> l.mention(all));
    }

    @Override
    public void need(Set<Variable> all) {
      condition.addReads(all);
      then.forEach(l -> l.need(all));
      otherwise.forEach(l -> l.need(all));
    }
  }

  /** Turns while a variable, which {@code test} computes, is true. */
  record Turns(List<Line> test, Variable go, List<Line> body, boolean testFirst) implements Line {
    public Turns {
      test = List.copyOf(test);
      body = List.copyOf(body);
    }

    @Override
    public void mention(Set<Variable> all) {
      test.forEach(l -> l.mention(all));
      all.add(go);
      body.forEach(l -> l.mention(all));
    }
  }

  /** As many turns as a variable says. */
  record Repeat(Variable turns, List<Line> body) implements Line {
    public Repeat {
      body = List.copyOf(body);
    }

    @Override
    public void mention(Set<Variable> all) {
      body.forEach(l -> l.mention(all));
      all.add(turns);
    }

    @Override
    public void need(Set<Variable> all) {
      body.forEach(l -> l.need(all));
      all.add(turns);
    }
  }

  /** Turns for each index from the last to the first: from below {@code end} to {@code start}. */
  record CountDown(Variable index, Code start, Code end, List<Line> body) implements Line {
    public CountDown {
      body = List.copyOf(body);
    }

    @Override
    public void mention(Set<Variable> all) {
      body.forEach(l -> l.mention(all));
      start.addReads(all);
      end.addReads(all);
      all.add(index);
    }

    @Override
    public void need(Set<Variable> all) {
      Set<Variable> inner = Line.needs(body);
      inner.remove(index);
      all.addAll(inner);
      start.addReads(all);
      end.addReads(all);
    }
  }

  /**
   * Lines whose record on the stacks is forgotten.
   *
   * @param mark how the marks of the stacks are called
   */
  record Forgotten(String mark, List<Line> lines) implements Line {
    public Forgotten {
      lines = List.copyOf(lines);
    }

    @Override
    public void mention(Set<Variable> all) {
      lines.forEach(l -> l.mention(all));
    }

    @Override
    public void need(Set<Variable> all) {
      lines.forEach(l -> l.need(all));
    }
  }

  /**
   * A turn of a loop that runs again and is reversed then: turns from a kept state on, each of
   * which forgets the record of the one before, and the reverse of the last one.
   *
   * @param mark how the marks of the stacks are called
   * @param before goes to a kept state
   * @param turn the turn to run next
   * @param turnsLeft the turn behind the last one
   * @param keep keeps the state of a turn
   * @param body the turn
   * @param between what to do behind the last turn
   * @param reverse reverses the turn
   */
  record Rerun(
      String mark,
      List<Line> before,
      Variable turn,
      String turnsLeft,
      List<Line> keep,
      List<Line> body,
      List<Line> between,
      List<Line> reverse)
      implements Line {
    public Rerun {
      before = List.copyOf(before);
      keep = List.copyOf(keep);
      body = List.copyOf(body);
      between = List.copyOf(between);
      reverse = List.copyOf(reverse);
    }

    private List<Line> all() {
      return joined(before, keep, body, between, reverse);
    }

    @Override
    public void mention(Set<Variable> all) {
      all().forEach(l -> l.mention(all));
    }

    @Override
    public void need(Set<Variable> all) {
      all().forEach(l -> l.need(all));
    }
  }

  /** What follows comes from here. */
  record At(Span span) implements Line {
    @Override
    public void mention(Set<Variable> all) {}
  }

  /** All variables that lines mention. */
  static Set<Variable> mentions(List<Line> lines) {
    Set<Variable> all = new LinkedHashSet<>();
    lines.forEach(l -> l.mention(all));
    return all;
  }

  /** All variables that lines mention, without those that begin and end in one of them. */
  static Set<Variable> needs(List<Line> lines) {
    Set<Variable> all = new LinkedHashSet<>();
    lines.forEach(l -> l.need(all));
    return all;
  }

  /** The variables that are assigned, at any depth. */
  static Set<Variable> assigned(List<Line> lines) {
    Set<Variable> all = new LinkedHashSet<>();
    walk(
        lines,
        line -> {
          switch (line) {
            case Let(Variable target, Code _, boolean _) -> all.add(target);
            case Field(Variable target, Code _) -> all.add(target);
            case Restore(Variable target, boolean _, boolean _, int _) -> all.add(target);
            default -> {}
          }
        });
    return all;
  }

  /** The variables that get another value behind their declaration, at any depth. */
  static Set<Variable> reassigned(List<Line> lines) {
    Set<Variable> all = new LinkedHashSet<>();
    walk(
        lines,
        line -> {
          if (line instanceof Let(Variable target, Code _, boolean declares) && !declares) {
            all.add(target);
          }
        });
    return all;
  }

  private static void walk(List<Line> lines, Consumer<Line> action) {
    for (Line line : lines) {
      action.accept(line);
      switch (line) {
        case Group(List<Line> inner) -> walk(inner, action);
        case Guarded(List<Variable> _, List<Line> body, List<Line> end) -> {
          walk(body, action);
          walk(end, action);
        }
        case Choose(Code _, List<Line> then, List<Line> otherwise) -> {
          walk(then, action);
          walk(otherwise, action);
        }
        case Turns(List<Line> test, Variable _, List<Line> body, boolean _) -> {
          walk(test, action);
          walk(body, action);
        }
        case Repeat(Variable _, List<Line> body) -> walk(body, action);
        case Forgotten(String _, List<Line> inner) -> walk(inner, action);
        case Rerun rerun -> walk(rerun.all(), action);
        case CountDown countDown -> walk(countDown.body(), action);
        case Let _, Field _, Restore _, Add _, AddElement _, Do _, Keep _, At _ -> {}
      }
    }
  }

  /** Several lists in one. */
  @SafeVarargs
  static List<Line> joined(List<Line>... parts) {
    List<Line> all = new ArrayList<>();
    for (List<Line> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
