/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.List;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Sums to the shape of a value become sums to that of an operand of the method, where it is the
 * same: an operand's shape is known whatever is computed again.
 */
final class ShapeTargets {
  private ShapeTargets() {}

  static Sweeps atOrigins(Sweeps sweeps, ShapeFacts shapes) {
    List<Step> reverse = sweeps.reverse().stream().map(step -> atOrigin(step, shapes)).toList();
    return sweeps.withReverse(reverse, sweeps.influences());
  }

  private static Step atOrigin(Step step, ShapeFacts shapes) {
    if (step instanceof Step.Compute(Node.Apply node, String origin)
        && node.op() == Reductions.SUM_TO
        && node.attributes().getFirst() instanceof Attr.ShapeOf(var target)) {
      Node.Apply moved =
          new Node.Apply(
              node.op(),
              node.operands(),
              List.of(new Attr.ShapeOf(shapes.origin(target))),
              node.results(),
              node.span());
      return new Step.Compute(moved, origin);
    }
    return step;
  }
}
