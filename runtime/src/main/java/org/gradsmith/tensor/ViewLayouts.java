/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.ViewGeometry;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Slices;
import org.gradsmith.ir.op.StridedViews;
import org.gradsmith.ir.op.Views;
import org.jspecify.annotations.Nullable;

/** How the result of each view op lies in the storage of its operand. */
final class ViewLayouts {
  /** The layout rule of one view op. */
  @FunctionalInterface
  private interface Rule {
    /** The view, of that shape; null where the elements have to be computed or copied. */
    @Nullable StridedArray of(StridedArray array, Object[] attributes, long[] shape);
  }

  private static final Map<Op, Rule> RULES =
      Map.ofEntries(
          Map.entry(Views.VIEW, (array, attributes, shape) -> viewed(array, shape)),
          Map.entry(Views.RESHAPE, (array, attributes, shape) -> Layouts.viewed(array, shape)),
          Map.entry(Views.EXPAND, (array, attributes, shape) -> Layouts.expanded(array, shape)),
          Map.entry(
              Views.EXPAND_DIM,
              (array, attributes, shape) ->
                  Layouts.expandedDim(
                      array, shape, (long) attributes[1], (long) attributes[2] != 0)),
          Map.entry(
              Views.TRANSPOSE,
              (array, attributes, shape) ->
                  Layouts.transposed(array, (long) attributes[0], (long) attributes[1])),
          Map.entry(
              Views.PERMUTE,
              (array, attributes, shape) -> ViewGeometry.permuted(array, (long[]) attributes[0])),
          Map.entry(
              Views.PERMUTE_BACK,
              (array, attributes, shape) ->
                  ViewGeometry.permutedBack(array, (long[]) attributes[0])),
          Map.entry(
              Views.SQUEEZE,
              (array, attributes, shape) -> ViewGeometry.squeezed(array, (long[]) attributes[0])),
          Map.entry(
              Views.UNSQUEEZE,
              (array, attributes, shape) -> ViewGeometry.unsqueezed(array, (long) attributes[0])),
          Map.entry(
              Slices.SLICE,
              (array, attributes, shape) ->
                  ViewGeometry.sliced(
                      array,
                      (long) attributes[0],
                      (long) attributes[1],
                      (long) attributes[2],
                      (long) attributes[3])),
          Map.entry(
              Slices.SELECT,
              (array, attributes, shape) ->
                  ViewGeometry.selected(array, (long) attributes[0], (long) attributes[1])),
          Map.entry(
              Slices.DIAGONAL,
              (array, attributes, shape) ->
                  ViewGeometry.diagonal(
                      array, (long) attributes[0], (long) attributes[1], (long) attributes[2])),
          Map.entry(
              Slices.UNFOLD,
              (array, attributes, shape) ->
                  ViewGeometry.unfolded(
                      array,
                      (long) attributes[0],
                      (long) attributes[1],
                      (long) attributes[2],
                      (long) attributes[3])),
          Map.entry(
              StridedViews.AS_STRIDED,
              (array, attributes, shape) -> Layouts.strided(array, attributes)),
          Map.entry(
              Reductions.SUM_TO,
              (array, attributes, shape) -> Arrays.equals(array.shape(), shape) ? array : null));

  private ViewLayouts() {}

  /** The view of {@code array} that a view op gives; null where the op computes or copies. */
  static @Nullable StridedArray of(Op op, StridedArray array, Object[] attributes, long[] shape) {
    Rule rule = RULES.get(op);
    if (rule == null) {
      throw new IllegalStateException("view op " + op + " has no layout rule");
    }
    return rule.of(array, attributes, shape);
  }

  private static StridedArray viewed(StridedArray array, long[] shape) {
    StridedArray viewed = Layouts.viewed(array, shape);
    if (viewed == null) {
      throw new ShapeException(
          "view: shape %s does not fit the strides of this tensor of shape %s, which is not contiguous; use reshape, which copies"
              .formatted(Layouts.text(shape), Layouts.text(array.shape())));
    }
    return viewed;
  }
}
