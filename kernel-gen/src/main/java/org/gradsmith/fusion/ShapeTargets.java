/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.List;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Shapes of values that the reverse sweep asks for become those of operands of the method, where
 * they are the same: an operand's shape is known whatever is computed again. What ops outside of
 * kernels ask for becomes the shape to which some values broadcast, as the targets of kernels do
 * when these are made, so that no kernel has to write a tensor of which nobody reads more than the
 * shape.
 */
final class ShapeTargets {
  private ShapeTargets() {}

  static Sweeps atOrigins(Sweeps sweeps, ShapeFacts shapes) {
    List<Step> reverse = sweeps.reverse().stream().map(step -> atOrigin(step, shapes)).toList();
    return sweeps.withReverse(reverse, sweeps.influences());
  }

  private static Step atOrigin(Step step, ShapeFacts shapes) {
    if (step instanceof Step.Compute(Node.Apply node, String origin)
        && node.attributes().stream().anyMatch(Attr.ShapeOf.class::isInstance)
        && node.op() != Views.EXPAND_DIM) { // it says of which values rows are
      boolean isTarget = node.op() == Reductions.SUM_TO;
      List<Attr> attributes =
          node.attributes().stream()
              .map(attribute ->
                  attribute instanceof Attr.ShapeOf(Value of)
                      ? isTarget ? new Attr.ShapeOf(shapes.origin(of)) : shapes.shape(of)
                      : attribute)
              .toList();
      Node.Apply moved =
          new Node.Apply(node.op(), node.operands(), attributes, node.results(), node.span());
      return new Step.Compute(moved, origin);
    }
    return step;
  }
}
