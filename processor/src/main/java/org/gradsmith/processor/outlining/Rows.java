/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.processor.simplify.Numerals;

/** Rows of a method with control flow as steps of a straight line. */
final class Rows {
  private Rows() {}

  /**
   * The step that a row is, if a kernel can run it: it works element by element, or reduces along a
   * dimension that is known, or all elements.
   */
  static Optional<Node.Apply> fusible(Statement.Apply row, Function<Variable, Value> value) {
    if (row.results().size() != 1 || row.operands().stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Attr> attributes = new ArrayList<>();
    for (int i = 0; i < row.attributes().size(); i++) {
      Optional<Attr> attribute =
          attribute(row.attributes().get(i), row.op().attributes().get(i), row.realNumbers());
      if (attribute.isEmpty()) {
        return Optional.empty();
      }
      attributes.add(attribute.get());
    }
    Node.Apply node =
        new Node.Apply(
            row.op(),
            row.operands().stream().map(o -> value.apply(o.orElseThrow())).toList(),
            attributes,
            List.of(value.apply(row.results().getFirst())),
            row.span());
    boolean isTotal = node.op() == Reductions.SUM || node.op() == Reductions.MEAN;
    boolean isPointwise = (isTotal || node.op().expression().isPresent()) && Fusion.canRun(node);
    return isPointwise || Fusion.canRunRows(node) ? Optional.of(node) : Optional.empty();
  }

  /** Whether a kernel can run a row. */
  static boolean isFusible(Statement.Apply row) {
    return fusible(row, variable -> Value.tensor(variable.name())).isPresent();
  }

  private static Optional<Attr> attribute(Code code, AttributeSpec spec, boolean realNumbers) {
    return switch (spec.kind()) {
      case NUMBER -> Numerals.of(code, realNumbers);
      case INT -> Numerals.of(code, false).filter(Attr.Literal.class::isInstance);
      case SHAPE, DTYPE -> Optional.empty();
    };
  }
}
