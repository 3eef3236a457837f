/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.List;
import java.util.function.Function;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Reductions;
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

  /** A step as it is outside of kernels, where it matters to what shape a number is spread. */
  static Step outside(Step step, ShapeFacts shapes) {
    return step instanceof Step.Compute(Node.Apply node, String origin) && RowOps.spreads(node)
        ? new Step.Compute(withShapes(node, shapes::shape), origin)
        : step;
  }

  private static Step atOrigin(Step step, ShapeFacts shapes) {
    if (step instanceof Step.Compute(Node.Apply node, String origin)
        && !RowOps.spreads(node)) { // it says of which values rows are
      boolean isTarget = node.op() == Reductions.SUM_TO;
      return new Step.Compute(
          withShapes(node, of -> isTarget ? new Attr.ShapeOf(shapes.origin(of)) : shapes.shape(of)),
          origin);
    }
    return step;
  }

  private static Node.Apply withShapes(Node.Apply node, Function<Value, Attr> shape) {
    return new Node.Apply(
        node.op(),
        node.operands(),
        node.attributes().stream()
            .map(attr -> attr instanceof Attr.ShapeOf(Value of) ? shape.apply(of) : attr)
            .toList(),
        node.results(),
        node.span());
  }
}
