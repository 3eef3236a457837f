/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/**
 * Functions that the forward sweep has computed, in the place of the same ones in the reverse
 * sweep: the derivative of a cosine asks for the sine, which is often there.
 */
final class Reuse {
  /** A variable and how it was computed. */
  private record Known(Variable variable, List<Code.Part> parts) {}

  private final List<Known> known = new ArrayList<>();

  /**
   * Finds the functions that lines compute.
   *
   * @param once the variables that keep their values
   */
  Reuse(List<Line> forward, Set<Variable> once) {
    for (Line line : forward) {
      if (line instanceof Line.Let(Variable target, Code value, boolean declares)
          && declares
          && value.pure()
          && once.contains(target)
          && value.parts().getFirst() instanceof Code.Type(String name)
          && name.equals("java.lang.Math")
          && isWholeCall(value)
          && once.containsAll(value.reads())) {
        known.add(new Known(target, value.parts()));
      }
    }
  }

  /** Whether the code is one call: of its parentheses, the first is closed by the last. */
  private static boolean isWholeCall(Code code) {
    String text = code.toString();
    int depth = 0;
    for (int i = text.indexOf('('); i >= 0 && i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  /** Lines with the variables in the place of the functions. */
  List<Line> in(List<Line> reverse) {
    return known.isEmpty() ? reverse : reverse.stream().map(l -> l.with(this::in)).toList();
  }

  private Code in(Code code) {
    List<Code.Part> parts = new ArrayList<>(code.parts());
    for (Known each : known) {
      int at = Collections.indexOfSubList(parts, each.parts());
      while (at >= 0) {
        parts.subList(at, at + each.parts().size()).clear();
        parts.add(at, new Code.Use(each.variable()));
        at = Collections.indexOfSubList(parts, each.parts());
      }
    }
    return new Code(parts, code.pure());
  }
}
