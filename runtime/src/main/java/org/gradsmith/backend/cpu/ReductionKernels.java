/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.kernel.cpu.ChannelSum;

/**
 * Sums, in an order that depends on shapes only, and what goes with them. Operands are contiguous.
 * Every sum of floating-point numbers is a {@link ChannelSum}.
 */
final class ReductionKernels {
  /** Elements that are worth a thread of their own. */
  private static final long GRAIN = 1 << 14;

  /** Sums of which each is left to one thread. */
  private static final long MANY = 64;

  private ReductionKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Reductions.SUM, Kernel.of(ReductionKernels::sum),
        Reductions.MEAN, Kernel.of(ReductionKernels::mean),
        Reductions.DIVIDE_BY_COUNT, Kernel.of(ReductionKernels::divideByCount),
        Reductions.SUM_DIM, Kernel.of(ReductionKernels::sumDim),
        RowReductions.MEAN_DIM, Kernel.of(ReductionKernels::meanDim),
        RowReductions.DIVIDE_BY_SIZE, Kernel.of(ReductionKernels::divideBySize),
        Reductions.SUM_EXCEPT, Kernel.of(ReductionKernels::sumExcept),
        Reductions.SPREAD, Kernel.of(ReductionKernels::spread),
        Reductions.SUM_TO, Kernel.of(ReductionKernels::sumTo));
  }

  static void sum(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    sumMiddle(operands[0], 1, operands[0].count(), 1, results[0]);
  }

  static void mean(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    sum(operands, attributes, results);
    divide(results[0], operands[0].count(), results[0]);
  }

  static void divideByCount(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    divide(operands[0], product((long[]) attributes[0], 0), results[0]);
  }

  static void sumDim(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    alongDim(operands[0], (Long) attributes[0], false, results[0]);
  }

  static void meanDim(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    alongDim(operands[0], (Long) attributes[0], true, results[0]);
  }

  private static void alongDim(StridedArray x, long along, boolean isMean, StridedArray result) {
    if (x.rank() == 0) {
      CopyKernels.copy(x, result);
      return;
    }
    int dim = dimension(along, x.rank());
    long[] shape = x.shape();
    long n = shape[dim];
    double divisor = isMean ? (double) n : 1;
    sumMiddle(x, product(shape, 0, dim), n, product(shape, dim + 1), divisor, result);
  }

  static void divideBySize(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    divide(operands[0], size((long[]) attributes[0], (Long) attributes[1]), results[0]);
  }

  /** The size of a dimension; a single number is one element along it. */
  private static long size(long[] shape, long dim) {
    return shape.length == 0 ? 1 : shape[dimension(dim, shape.length)];
  }

  static void sumExcept(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    long[] shape = x.shape();
    int dim = dimension((Long) attributes[0], x.rank());
    long outer = product(shape, 0, dim);
    long inner = product(shape, dim + 1);
    if (x.dtype().isFloating()) {
      sumChannels(x, 0, outer, shape[dim], inner, 1, results[0], 0);
    } else {
      StridedArray slab = StridedArray.allocate(x.dtype(), shape[dim], inner);
      sumMiddle(x, 1, outer, slab.count(), slab);
      sumMiddle(slab, shape[dim], inner, 1, results[0]);
      slab.storage().release();
    }
  }

  /** Sums over every run of neighbouring dimensions that the target lacks or has with size 1. */
  static void sumTo(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    if (x.count() == 0) {
      CopyKernels.fill(results[0], 0);
      return;
    }
    long[] shape = x.shape();
    boolean[] reduced = reduced(shape, (long[]) attributes[0]);
    List<StridedArray> made = new ArrayList<>();
    StridedArray current = x;
    int end = shape.length;
    while (end > 0) {
      int start = end - 1;
      while (start > 0 && reduced[start - 1] == reduced[end - 1]) {
        start--;
      }
      if (reduced[end - 1]) {
        long outer = product(shape, 0, start);
        long inner = current.count() == 0 ? 0 : keptCount(shape, reduced, end);
        StridedArray next = StridedArray.allocate(x.dtype(), outer * inner);
        sumMiddle(current, outer, product(shape, start, end), inner, next);
        made.add(next);
        current = next;
      }
      end = start;
    }
    CopyKernels.copy(
        current.with(results[0].shape(), results[0].strides(), current.offset()), results[0]);
    made.forEach(array -> array.storage().release());
  }

  private static boolean[] reduced(long[] shape, long[] target) {
    boolean[] reduced = new boolean[shape.length];
    int added = shape.length - target.length;
    for (int i = 0; i < shape.length; i++) {
      reduced[i] = i < added || (target[i - added] == 1 && shape[i] != 1);
    }
    return reduced;
  }

  private static long keptCount(long[] shape, boolean[] reduced, int from) {
    long count = 1;
    for (int i = from; i < shape.length; i++) {
      count *= reduced[i] ? 1 : shape[i];
    }
    return count;
  }

  static void spread(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray vector = operands[0];
    StridedArray result = results[0];
    long[] strides = new long[result.rank()];
    strides[dimension((Long) attributes[1], result.rank())] = vector.strides()[0];
    CopyKernels.copy(vector.with(result.shape(), strides, vector.offset()), result);
  }

  /** (outer, n, inner) to (outer, inner). */
  private static void sumMiddle(
      StridedArray x, long outer, long n, long inner, StridedArray result) {
    sumMiddle(x, outer, n, inner, 1, result);
  }

  /** Floating-point sums are divided by a number before they are rounded. */
  private static void sumMiddle(
      StridedArray x, long outer, long n, long inner, double divisor, StridedArray result) {
    if (!x.dtype().isFloating()) {
      sumIntegers(x, outer, n, inner, result);
    } else if (inner == 1) {
      sumChannels(x, 0, 1, outer, n, divisor, result, 0);
    } else {
      long size = n * inner;
      long piece = outer < MANY ? outer : Math.max(1, GRAIN / Math.max(1, size));
      Workers.split( // where there are few, threads share each of them
          outer,
          piece,
          (from, to) -> {
            for (long o = from; o < to; o++) {
              sumChannels(x, o * size, n, inner, 1, divisor, result, o * inner);
            }
          });
    }
  }

  /** (outer, channels, inner) elements, which begin at an offset of their array, to (channels). */
  private static void sumChannels(
      StridedArray x,
      long offset,
      long outer,
      long channels,
      long inner,
      double divisor,
      StridedArray result,
      long resultOffset) {
    ChannelSum sums = new ChannelSum(x.dtype(), outer, channels, inner);
    MemorySegment terms = x.storage().segment();
    sums.split(
        KernelRuns.THREADS,
        (part, first, count) -> sums.addPart(part, terms, x.offset() + offset, first, count));
    sums.write(result.storage().segment(), result.offset() + resultOffset, divisor);
  }

  private static void sumIntegers(
      StridedArray x, long outer, long n, long inner, StridedArray result) {
    for (long i = 0; i < outer * inner; i++) {
      long start = x.offset() + i / inner * n * inner + i % inner;
      long sum = 0;
      for (long k = 0; k < n; k++) {
        sum += Rows.integer(x, start + k * inner);
      }
      Rows.store(sum, result, result.offset() + i);
    }
  }

  private static void divide(StridedArray x, long count, StridedArray result) {
    PointwiseKernels.divide(x, (double) count, result);
  }

  /** A dimension counted from the front. */
  static int dimension(long dim, int rank) {
    return (int) (dim < 0 ? dim + rank : dim);
  }

  static long product(long[] sizes, int from) {
    return product(sizes, from, sizes.length);
  }

  static long product(long[] sizes, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= sizes[i];
    }
    return product;
  }
}
