/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.jspecify.annotations.Nullable;

/**
 * Executes row ops of the table. Rows along another dimension than the last are brought there by a
 * copy and back: two walks over memory cost less than kernels whose neighbours are far apart.
 */
final class RowKernels {
  private static final ConcurrentHashMap<Op, RowRuns> RUNS = new ConcurrentHashMap<>();

  /** Kinds of attributes that expressions can read. */
  private static final Set<AttributeSpec.Kind> NUMBERS =
      EnumSet.of(AttributeSpec.Kind.NUMBER, AttributeSpec.Kind.INT);

  /**
   * Row ops that {@link ReductionKernels} executes, along any dimension and in any dtype: it adds
   * in double, has rows of a few elements done sooner, and copies nothing where another dimension
   * than the last is added up. As parts of fused kernels they are rows all the same.
   */
  private static final Set<Op> PLAIN_SUMS = Set.of(Reductions.SUM_DIM, RowReductions.MEAN_DIM);

  private RowKernels() {}

  /**
   * Whether an op runs as a row kernel on some operands. A row op that takes integers and truths
   * too has a loop for them in {@link CpuKernels}. The loop takes rows without elements as well: it
   * says that they have no extreme one.
   */
  static boolean takes(Op op, @Nullable StridedArray[] operands) {
    if (op.rows().isEmpty() || PLAIN_SUMS.contains(op)) {
      return false;
    }
    if (CpuKernels.contiguous(op) == null) {
      return true;
    }
    StridedArray whole = whole(op, op.rows().get(), operands);
    boolean isComputedIn = whole.dtype() == DType.FLOAT32 || whole.dtype() == DType.FLOAT64;
    return isComputedIn && whole.count() > 0;
  }

  static void run(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    RowExpression rows = op.rows().orElseThrow();
    StridedArray whole = whole(op, rows, operands);
    int rank = whole.rank();
    int dim = dimension(op, attributes, rank);
    long columns = rank == 0 ? 1 : whole.shape()[dim];
    List<@Nullable StridedArray> inputs = new ArrayList<>(operands.length);
    List<StridedArray> made = new ArrayList<>();
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      inputs.add(
          operand == null
              ? null
              : packed(
                  rows.operands().get(i).place() == Place.FULL ? turned(operand, dim) : operand,
                  made));
    }
    List<@Nullable StridedArray> outputs = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      StridedArray result = results[i];
      if (rows.results().get(i).target() == Target.FULL && dim < rank - 1) {
        StridedArray copy = StridedArray.allocate(result.dtype(), turned(result, dim).shape());
        made.add(copy);
        outputs.add(copy);
      } else {
        outputs.add(result);
      }
    }
    RUNS.computeIfAbsent(op, o -> new RowRuns(RowPlan.of(o)))
        .run(
            whole.dtype(),
            rank == 0
                ? 1
                : ReductionKernels.product(whole.shape(), 0, dim)
                    * ReductionKernels.product(whole.shape(), dim + 1),
            columns,
            outputs,
            inputs,
            numbers(op, attributes));
    for (int i = 0; i < results.length; i++) {
      StridedArray output = outputs.get(i);
      if (output != null && output != results[i]) {
        CopyKernels.copy(output, turned(results[i], dim));
      }
    }
    made.forEach(array -> array.storage().release());
  }

  /** An operand with an element for each element of all rows. */
  private static StridedArray whole(Op op, RowExpression rows, @Nullable StridedArray[] operands) {
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand != null && rows.operands().get(i).place() == Place.FULL) {
        return operand;
      }
    }
    throw new IllegalStateException(op + " has no operand that tells its size");
  }

  /** The dimension along which rows lie. */
  private static int dimension(Op op, Object[] attributes, int rank) {
    for (int i = 0; i < attributes.length && rank > 0; i++) {
      if (op.attributes().get(i).name().equals("dim")) {
        return ReductionKernels.dimension((Long) attributes[i], rank);
      }
    }
    return Math.max(rank - 1, 0);
  }

  /** The same elements with a dimension in the last place. */
  private static StridedArray turned(StridedArray array, int dim) {
    int last = array.rank() - 1;
    if (dim >= last) {
      return array;
    }
    return array.with(turned(array.shape(), dim), turned(array.strides(), dim), array.offset());
  }

  private static long[] turned(long[] sizes, int dim) {
    long[] turned = new long[sizes.length];
    System.arraycopy(sizes, 0, turned, 0, dim);
    System.arraycopy(sizes, dim + 1, turned, dim, sizes.length - dim - 1);
    turned[sizes.length - 1] = sizes[dim];
    return turned;
  }

  private static StridedArray packed(StridedArray array, List<StridedArray> made) {
    StridedArray packed = CopyKernels.contiguous(array);
    if (packed != array) {
      made.add(packed);
    }
    return packed;
  }

  private static double[] numbers(Op op, Object[] attributes) {
    double[] numbers = new double[attributes.length];
    for (int i = 0; i < numbers.length; i++) {
      if (NUMBERS.contains(op.attributes().get(i).kind())
          && attributes[i] instanceof Number number) {
        numbers[i] = number.doubleValue();
      }
    }
    return numbers;
  }
}
