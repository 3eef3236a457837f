/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/** Which variables lie in fields of the class until the reverse sweep asks for them. */
final class KeptFields {
  private KeptFields() {}

  static void collect(List<Line> lines, Set<Variable> kept) {
    for (Line line : lines) {
      switch (line) {
        case Line.Keep(Variable variable, boolean stacked, int _) when !stacked ->
            kept.add(variable);
        case Line.Field(Variable variable, Code _) -> kept.add(variable);
        case Line.Group(List<Line> inner) -> collect(inner, kept);
        case Line.Guarded(List<Variable> _, List<Line> body, List<Line> end) -> {
          collect(body, kept);
          collect(end, kept);
        }
        case Line.Choose(Code _, List<Line> then, List<Line> otherwise) -> {
          collect(then, kept);
          collect(otherwise, kept);
        }
        case Line.Turns(List<Line> test, Variable _, List<Line> body, boolean _) -> {
          collect(test, kept);
          collect(body, kept);
        }
        default -> {}
      }
    }
  }
}
