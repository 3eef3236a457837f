/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** Loops whose turns are counted as they run, for as many in the reverse sweep. */
final class CountedTurns {
  private CountedTurns() {}

  /**
   * The sweeps of a loop.
   *
   * @param turns the variable that counts
   */
  static Reverse.Both of(
      Variable turns, Statement.Loop loop, Reverse.Both test, Reverse.Both body) {
    if (test.reverse().isEmpty() && body.reverse().isEmpty()) {
      return Reverse.Both.forward(
          List.of(new Line.Turns(test.forward(), loop.go(), body.forward(), loop.testFirst())));
    }
    List<Line> counted = new ArrayList<>(body.forward());
    counted.add(new Line.Let(turns, Code.builder().use(turns).text(" + 1").build(), false));
    List<Line> forward =
        List.of(
            new Line.Let(turns, Code.text("0"), true),
            new Line.Turns(test.forward(), loop.go(), counted, loop.testFirst()));
    List<Line> reverse = new ArrayList<>();
    if (loop.testFirst()) {
      reverse.addAll(grouped(test.reverse()));
      reverse.add(
          new Line.Repeat(turns, Line.joined(grouped(body.reverse()), grouped(test.reverse()))));
    } else {
      reverse.add(
          new Line.Repeat(turns, Line.joined(grouped(test.reverse()), grouped(body.reverse()))));
    }
    return new Reverse.Both(forward, flattened(reverse));
  }

  /** A turn whose test has nothing to reverse needs no group of its own. */
  private static List<Line> flattened(List<Line> lines) {
    return lines.stream()
        .<Line>map(line ->
            line instanceof Line.Repeat(Variable turns, List<Line> body)
                    && body.size() == 1
                    && body.getFirst() instanceof Line.Group(List<Line> inner)
                ? new Line.Repeat(turns, inner)
                : line)
        .toList();
  }

  /** Lines in a block of their own, if there are any. */
  static List<Line> grouped(List<Line> lines) {
    return lines.isEmpty() ? List.of() : List.of(new Line.Group(lines));
  }
}
