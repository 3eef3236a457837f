/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/**
 * Adjoints that are 0 when something is added to them are assigned instead: a compiler may not
 * leave out the addition of 0, which makes a zero of a negative zero.
 */
final class Zeros {
  private static final Code ZERO = Code.text("0");

  private Zeros() {}

  /** Lines without sums of 0 and something. */
  static List<Line> without(List<Line> lines) {
    return lines(lines, new HashSet<>());
  }

  /**
   * Lines without such sums.
   *
   * @param zeros the variables that are 0 before them; those behind them when it returns
   */
  private static List<Line> lines(List<Line> lines, Set<Variable> zeros) {
    List<Line> all = new ArrayList<>();
    lines.forEach(l -> all.add(line(l, zeros)));
    return all;
  }

  private static Line line(Line line, Set<Variable> zeros) {
    return switch (line) {
      case Line.Let(Variable target, Code value, boolean declares) -> {
        if (value.equals(ZERO)) {
          zeros.add(target);
        } else {
          zeros.remove(target);
        }
        yield line;
      }
      case Line.Add add -> added(add, zeros);
      case Line.Group(List<Line> inner) -> new Line.Group(lines(inner, zeros));
      case Line.Choose(Code condition, List<Line> then, List<Line> otherwise) -> {
        Set<Variable> other = new HashSet<>(zeros);
        List<Line> first = lines(then, zeros);
        List<Line> second = lines(otherwise, other);
        zeros.retainAll(other);
        yield new Line.Choose(condition, first, second);
      }
      case Line.Guarded(var resources, List<Line> body, List<Line> end) ->
          new Line.Guarded(resources, lines(body, zeros), lines(end, zeros));
      case Line.CountDown(Variable index, Code start, Code end, List<Line> body) ->
          new Line.CountDown(index, start, end, turn(body, zeros));
      case Line.Repeat(Variable turns, List<Line> body) ->
          new Line.Repeat(turns, turn(body, zeros));
      case Line.Turns _,
          Line.Forgotten _,
          Line.Rerun _,
          Line.Field _,
          Line.Do _,
          Line.Keep _,
          Line.Restore _ -> {
        zeros.removeAll(Line.mentions(List.of(line)));
        yield line;
      }
      case Line.AddElement _, Line.At _ -> line;
    };
  }

  /** A turn begins with what is 0 before the first one and not touched by another one. */
  private static List<Line> turn(List<Line> body, Set<Variable> zeros) {
    zeros.removeAll(Line.mentions(body));
    return lines(body, new HashSet<>(zeros)); // there may be no turn
  }

  private static Line added(Line.Add add, Set<Variable> zeros) {
    boolean isZero = zeros.remove(add.bar()) && !add.value().reads().contains(add.bar());
    return isZero ? new Line.Let(add.bar(), asNumber(add.bar(), add.value()), false) : add;
  }

  /** A value as the type of a variable; {@code +=} casts by itself. */
  static Code asNumber(Variable bar, Code value) {
    return bar.type().equals("float")
        ? Code.builder().text("(float) (").code(value).text(")").build()
        : value;
  }
}
