/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.ViewGeometry;
import org.gradsmith.ir.op.Joining;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Slices;
import org.gradsmith.ir.op.StridedViews;

/** Writes arrays into a part of another one, which is found as the view op finds it. */
final class PartKernels {
  private PartKernels() {}

  /** The ops of this family; operands have any strides. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Joining.CAT, Kernel.of(PartKernels::cat),
        Slices.SLICE_GRAD, Kernel.of(PartKernels::sliceGrad),
        Slices.SELECT_GRAD, Kernel.of(PartKernels::selectGrad),
        Slices.DIAGONAL_GRAD, Kernel.of(PartKernels::diagonalGrad),
        Slices.UNFOLD_GRAD, Kernel.of(PartKernels::unfoldGrad),
        StridedViews.AS_STRIDED_VALUES, Kernel.of(PartKernels::asStridedValues),
        StridedViews.AS_STRIDED_GRAD, Kernel.of(PartKernels::asStridedGrad));
  }

  private static void cat(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    long dim = (long) attributes[0];
    int at = (int) (dim < 0 ? dim + results[0].rank() : dim);
    long start = 0;
    for (StridedArray operand : operands) {
      long stop = start + operand.shape()[at];
      CopyKernels.copy(operand, ViewGeometry.sliced(results[0], dim, start, stop, 1));
      start = stop;
    }
  }

  private static void sliceGrad(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    CopyKernels.copy(
        operands[0],
        ViewGeometry.sliced(
            results[0],
            (long) attributes[1],
            (long) attributes[2],
            (long) attributes[3],
            (long) attributes[4]));
  }

  private static void selectGrad(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    CopyKernels.copy(
        operands[0], ViewGeometry.selected(results[0], (long) attributes[1], (long) attributes[2]));
  }

  private static void diagonalGrad(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    CopyKernels.copy(
        operands[0],
        ViewGeometry.diagonal(
            results[0], (long) attributes[1], (long) attributes[2], (long) attributes[3]));
  }

  /** Windows may overlap each other, but the k-th places of all windows do not. */
  private static void unfoldGrad(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    StridedArray g = operands[0];
    StridedArray windows =
        ViewGeometry.unfolded(
            results[0],
            (long) attributes[1],
            (long) attributes[2],
            (long) attributes[3],
            (long) attributes[4]);
    int last = g.rank() - 1;
    for (long k = 0; k < g.shape()[last]; k++) {
      StridedArray sum = ViewGeometry.selected(windows, last, k);
      StridedArray part = ViewGeometry.selected(g, last, k);
      if (part.count() > 0) {
        PointwiseKernels.run(Pointwise.ADD, new StridedArray[] {sum, part}, new Object[0], sum);
      }
    }
  }

  private static void asStridedValues(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = CopyKernels.contiguous(operands[0]);
    Shared shared = new Shared(x.shape(), (long[]) attributes[3], (long) attributes[4]);
    StridedArray stored = shared.storage(x);
    long[] places = places((long[]) attributes[0], (long[]) attributes[1], (long) attributes[2]);
    CopyKernels.fill(results[0], 0);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0 && places[i] < stored.count()) {
        ElementMoves.copyBlock(stored, places[i], 1, results[0], results[0].offset() + i);
      }
    }
    stored.storage().release();
    CopyKernels.releaseCopy(x, operands[0]);
  }

  private static void asStridedGrad(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = CopyKernels.contiguous(operands[0]);
    long[] written = places((long[]) attributes[1], (long[]) attributes[2], (long) attributes[3]);
    Shared shared = new Shared(results[0].shape(), (long[]) attributes[4], (long) attributes[5]);
    StridedArray stored =
        StridedArray.allocate(g.dtype(), Math.max(shared.extent(), extent(written)));
    CopyKernels.fill(stored, 0);
    ElementMoves.add(g, g.offset(), written.length, stored, written);
    shared.divide(stored);
    ElementMoves.read(stored, shared.places, shared.places.length, results[0], 0);
    stored.storage().release();
    CopyKernels.releaseCopy(g, operands[0]);
  }

  /** The places in a storage of all elements in row-major order. */
  private static long[] places(long[] shape, long[] strides, long offset) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    long[] places = new long[Math.toIntExact(count)];
    long[] counter = new long[shape.length];
    long place = offset;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int d = shape.length - 1; d >= 0; d--) {
        place += strides[d];
        if (++counter[d] < shape[d]) {
          break;
        }
        place -= strides[d] * shape[d];
        counter[d] = 0;
      }
    }
    return places;
  }

  private static long extent(long[] places) {
    return Arrays.stream(places).max().orElse(-1) + 1;
  }

  /** The layout of an array, some of whose elements may share a place. */
  private static final class Shared {
    private final long[] places;

    Shared(long[] shape, long[] strides, long offset) {
      places = places(shape, strides, offset);
    }

    long extent() {
      return PartKernels.extent(places);
    }

    /** Contiguous x laid out; elements at one place are averaged. */
    StridedArray storage(StridedArray x) {
      StridedArray stored = StridedArray.allocate(x.dtype(), extent());
      CopyKernels.fill(stored, 0);
      ElementMoves.add(x, x.offset(), places.length, stored, places);
      divide(stored);
      return stored;
    }

    /** Divides every place by the number of elements that share it. */
    void divide(StridedArray stored) {
      int[] sharers = new int[Math.toIntExact(stored.count())];
      boolean shared = false;
      for (long place : places) {
        shared |= ++sharers[(int) place] > 1;
      }
      if (!shared || !stored.dtype().isFloating()) {
        return;
      }
      double[] values = new double[sharers.length];
      Rows.load(stored, 0, 1, values.length, values);
      for (int i = 0; i < values.length; i++) {
        values[i] /= Math.max(sharers[i], 1);
      }
      Rows.store(values, 0, values.length, stored, 0, 1);
    }
  }
}
