/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Adjoints of elements that a loop adds to again and again are summed in a variable first: a sum in
 * memory makes each turn wait for the one before. Elements that every turn reads are read before.
 */
final class Sums {
  private final Names names;
  private final ArrayUses arrays;

  Sums(Names names, ArrayUses arrays) {
    this.names = names;
    this.arrays = arrays;
  }

  /**
   * A loop of the reverse sweep with what belongs before and behind it.
   *
   * @param body its lines
   * @param index what changes from turn to turn beside the variables that the body assigns
   */
  List<Line> around(Statement.Loop loop, List<Line> body, Variable index, Line.CountDown made) {
    Set<Variable> changing = Line.assigned(body);
    changing.add(index);
    List<Line> before = new ArrayList<>();
    List<Line> behind = new ArrayList<>();
    List<Line> inside = new ArrayList<>();
    for (Line line : body) {
      if (line instanceof Line.Let let && isFixed(let, changing)) {
        before.add(let);
      } else if (line instanceof Line.AddElement add && isSum(add, body, changing)) {
        Variable sum =
            names.of(loop, "sum " + add.array(), add.array().name() + "Sum", elementOf(add));
        before.add(new Line.Let(sum, Code.text("0"), true));
        inside.add(new Line.Add(sum, add.value()));
        behind.add(new Line.AddElement(add.array(), add.index(), Code.of(sum)));
      } else {
        inside.add(line);
      }
    }
    if (before.isEmpty()) {
      return List.of(made);
    }
    List<Line> all =
        Line.joined(
            before,
            List.of(new Line.CountDown(made.index(), made.start(), made.end(), inside)),
            behind);
    // without a turn there may be no such element
    Code turns = Code.builder().code(made.end()).text(" > ").code(made.start()).build();
    return List.of(new Line.Choose(turns, all, List.of()));
  }

  /**
   * Whether a line reads an element that is the same in every turn. A compiler does not know that,
   * since the loop writes to other arrays.
   */
  private static boolean isFixed(Line.Let let, Set<Variable> changing) {
    return let.declares()
        && let.target().isReal()
        && let.value().pure()
        && let.value().reads().stream().anyMatch(v -> v.kind() == Variable.Kind.ARRAY)
        && let.value().reads().stream().noneMatch(changing::contains);
  }

  private static String elementOf(Line.AddElement add) {
    return add.array().type().substring(0, add.array().type().length() - 2);
  }

  /** Whether nothing else in the loop asks for the array, and the element is always the same. */
  private boolean isSum(Line.AddElement add, List<Line> body, Set<Variable> changing) {
    long mentions =
        body.stream().filter(l -> Line.mentions(List.of(l)).contains(add.array())).count();
    return mentions == 1
        && arrays.isLocal(names.arrayOf(add.array()))
        && add.index().pure()
        && add.index().reads().stream().noneMatch(changing::contains)
        && !add.value().reads().contains(add.array());
  }
}
