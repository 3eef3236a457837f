/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;

/**
 * How the kernel of a row plan is launched for some sizes.
 *
 * <p>A launch takes the pointers of the outputs, those of the inputs, the {@link #numbers} as
 * {@code double}, then rows and columns as {@code INDEX}. An output that is not wanted is null, as
 * is an optional input that is absent. For a sum over rows it takes memory of {@link
 * #partialElements}; {@link CudaRowWriter#PARTIAL_SUMS}, launched afterwards with {@link
 * CudaWriter#THREADS} threads and {@link #partialBlocks} blocks, takes the result, this memory, the
 * number of {@link #blocks} and that of columns.
 */
public record CudaRowLaunch(RowPlan plan, long rows, long columns) {
  /** Threads for each multiprocessor: more than run at once, so that none of them idles long. */
  private static final long THREADS = 16L * CudaWriter.THREADS;

  private static final int WARP = 32;

  /** Where sums over rows are wanted: as many blocks, if each has enough rows and not too many. */
  private static final long BLOCKS = 1024;

  /** Rows that make up for writing and reading a row of partial sums. */
  private static final long LEAST_ROWS = 8;

  /** Rows that are added up in the dtype itself, on the CPU too. */
  private static final long MOST_ROWS = 128;

  /** The types to compile for: elements are counted in rows, columns and partial sums. */
  public CudaTypes types(DType dtype) {
    return CudaTypes.of(dtype, Math.max(rows, Math.max(1, rows) * columns));
  }

  /** Which of the call's numbers the kernel takes. */
  public List<Integer> numbers() {
    return CudaRowWriter.numbers(plan);
  }

  /** Threads in a block: one for each column, in whole warps. It depends on the sizes alone. */
  public int threads() {
    return (int) Math.clamp(Math.ceilDiv(columns, WARP) * WARP, WARP, (long) CudaWriter.THREADS);
  }

  /**
   * Blocks to launch: no more than keep the device busy, since each takes one row after the other.
   * Which rows a block adds up must not depend on the device, so with sums over rows their number
   * depends on the sizes alone.
   *
   * @param multiprocessors how many the device has
   */
  public int blocks(int multiprocessors) {
    long blocks =
        sumsRows()
            ? Math.max(
                Math.ceilDiv(rows, MOST_ROWS), Math.min(Math.ceilDiv(rows, LEAST_ROWS), BLOCKS))
            : Math.min(rows, THREADS / threads() * multiprocessors);
    return Math.toIntExact(Math.max(1, blocks));
  }

  private boolean sumsRows() {
    return plan.outputs().stream().anyMatch(output -> output.target() == Target.COLUMN_SUM);
  }

  /** How many elements of memory each sum over rows needs, besides its result. */
  public long partialElements() {
    return sumsRows() ? blocks(1) * columns : 0;
  }

  /** Blocks that put a sum over rows together. */
  public int partialBlocks(int multiprocessors) {
    return (int) Math.clamp(Math.ceilDiv(columns, WARP), 1, 16L * multiprocessors);
  }
}
