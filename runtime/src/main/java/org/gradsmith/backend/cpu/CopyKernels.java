/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Copies;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Views;

/** Copies and fills arrays of any layout and dtype. */
final class CopyKernels {
  /** Bytes that one thread copies at a time. */
  private static final long PIECE = 1 << 19;

  private CopyKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Copies.CLONE, Kernel.of(CopyKernels::copyOp),
        Copies.TO, Kernel.of(CopyKernels::copyOp),
        Views.RESHAPE, Kernel.of(CopyKernels::reshape));
  }

  /** Copies elements of one shape, converting them. */
  static void copy(StridedArray from, StridedArray to) {
    if (from.count() == 0) {
      return;
    }
    if (from.dtype() == to.dtype() && from.isContiguous() && to.isContiguous()) {
      long width = from.dtype().byteSize();
      MemorySegment source = from.storage().segment();
      MemorySegment target = to.storage().segment();
      Workers.split(
          from.count() * width,
          PIECE,
          (start, end) ->
              MemorySegment.copy(
                  source,
                  from.offset() * width + start,
                  target,
                  to.offset() * width + start,
                  end - start));
    } else if (from.dtype() == to.dtype() && HalfRows.isHalf(from.dtype())) {
      PointwiseKernels.copy(bits(from), bits(to));
    } else if (HalfRows.isHalf(from.dtype())) {
      StridedArray packed = contiguous(from);
      StridedArray wide = StridedArray.allocate(DType.FLOAT32, from.shape());
      HalfRows.widen(packed, wide);
      copy(wide, to);
      wide.storage().release();
      releaseCopy(packed, from);
    } else if (HalfRows.isHalf(to.dtype())) {
      StridedArray wide = StridedArray.allocate(DType.FLOAT32, from.shape());
      copy(from, wide);
      StridedArray narrow = StridedArray.allocate(to.dtype(), to.shape());
      HalfRows.narrow(wide, narrow);
      copy(narrow, to);
      wide.storage().release();
      narrow.storage().release();
    } else {
      PointwiseKernels.copy(from, to);
    }
  }

  static void fill(StridedArray array, double value) {
    if (HalfRows.isHalf(array.dtype())) {
      StridedArray one = StridedArray.allocate(DType.FLOAT32);
      PointwiseKernels.fill(one, value);
      copy(one.with(array.shape(), new long[array.rank()], 0), array);
      one.storage().release();
    } else if (array.count() > 0) {
      PointwiseKernels.fill(array, value);
    }
  }

  /** The array itself if it is contiguous, else a copy that is; to be given to releaseCopy. */
  static StridedArray contiguous(StridedArray array) {
    if (array.isContiguous()) {
      return array;
    }
    StridedArray packed = StridedArray.allocate(array.dtype(), array.shape());
    copy(array, packed);
    return packed;
  }

  /** Gives back what {@link #contiguous} made, if it made something. */
  static void releaseCopy(StridedArray packed, StridedArray original) {
    if (packed != original) {
      packed.storage().release();
    }
  }

  /** The bit patterns of a half-width array. */
  private static StridedArray bits(StridedArray array) {
    return new StridedArray(
        array.storage(), DType.INT16, array.shape(), array.strides(), array.offset());
  }

  private static void copyOp(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    copy(operands[0], results[0]);
  }

  /** A reshape that the strides do not allow as a view: the elements in their logical order. */
  private static void reshape(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    long[] shape = operands[0].shape();
    copy(operands[0], results[0].with(shape, StridedArray.contiguousStrides(shape), 0));
  }
}
