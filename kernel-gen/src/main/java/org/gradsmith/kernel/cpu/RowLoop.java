/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cpu.PlanLoop.Memory;
import org.gradsmith.kernel.cpu.RowLowering.Operand;
import org.jspecify.annotations.Nullable;

/**
 * A row plan, ready to run on contiguous memory. Rows are cut into blocks, which may run on any
 * thread in any order: what they add up over rows is put together at the end, block by block in
 * double. The size of a block depends on the sizes alone, so results do too. Holds no state of a
 * call: threads may share it.
 */
public final class RowLoop {
  /** Columns that are reduced in the dtype itself; longer rows are put together in double. */
  private static final int CHUNK = 4096;

  /** Elements of a block that is worth a thread's while. */
  private static final long ELEMENTS = 1 << 13;

  /** Where sums over rows are wanted: how many blocks there may be, and rows in each. */
  private static final long BLOCKS = 128;

  private static final long LEAST_ROWS = 8;
  private static final long MOST_ROWS = 128;

  /** Bytes of the longest vector. */
  private static final long LANES = 64;

  private final boolean byAddress;
  private final RowLowering lowering;
  private final RowPasses passes;
  private final Operand[] operands;
  private final long size;

  /** The reductions of each pass, as an array: lists would cost as much as a short row. */
  private final int[][] reductions;

  private final Fold[] folds;

  /** What each reduction is before its first term. */
  private final double[] empty;

  /** Bytes of an element of each operand. */
  private final long[] sizes;

  private final int buffers;
  private final int sums;

  /**
   * Prepares a plan.
   *
   * @param byAddress whether the passes see memory by address, see {@link NativeMemory}
   * @param classes the passes of a lowering, which the caller makes once and keeps
   * @throws IllegalArgumentException if an input that is not optional is absent
   */
  public RowLoop(
      RowPlan plan,
      RowVariant variant,
      boolean byAddress,
      Function<RowLowering, RowPasses> classes) {
    this.byAddress = byAddress;
    this.lowering = RowLowering.of(plan, variant);
    this.passes = classes.apply(lowering);
    this.operands = lowering.operands().toArray(Operand[]::new);
    this.size = variant.dtype().byteSize();
    this.reductions =
        lowering.passes().stream()
            .map(pass -> pass.reductions().stream().mapToInt(k -> k).toArray())
            .toArray(int[][]::new);
    this.folds = lowering.folds().toArray(Fold[]::new);
    this.empty = lowering.folds().stream().mapToDouble(RowLoop::start).toArray();
    this.sizes =
        lowering.operands().stream()
            .mapToLong(operand -> lowering.dtype(operand).byteSize())
            .toArray();
    int kept = 0;
    int summed = 0;
    for (Operand operand : operands) {
      kept += operand instanceof Operand.Buffer ? 1 : 0;
      summed += isSum(operand) ? 1 : 0;
    }
    this.buffers = kept;
    this.sums = summed;
  }

  private static boolean isSum(Operand operand) {
    return operand instanceof Operand.Output output && output.target() == Target.COLUMN_SUM;
  }

  /** What a reduction is before its first term. */
  static double start(Fold fold) {
    return switch (fold) {
      case SUM, MEAN -> 0;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN, FIRST -> Double.POSITIVE_INFINITY;
    };
  }

  /** What a reduction is when it has come to a value after its last term. */
  private static double end(Fold fold, double value, long columns) {
    return switch (fold) {
      case SUM, MAX, MIN -> value;
      case MEAN -> value / columns;
      case FIRST -> Math.min(value, (double) columns);
    };
  }

  /** How many elements of memory a run needs for sums over rows; one block needs none. */
  public long partialElements(long rows, long columns) {
    long blocks = blocks(rows, blockRows(rows, columns));
    return sums == 0 || blocks == 1 ? 0 : sums * blocks * columns;
  }

  private long blockRows(long rows, long columns) {
    return sums > 0
        ? Math.clamp((rows + BLOCKS - 1) / BLOCKS, LEAST_ROWS, MOST_ROWS)
        : Math.max(1, ELEMENTS / Math.max(1, columns));
  }

  private static long blocks(long rows, long blockRows) {
    return (rows + blockRows - 1) / blockRows;
  }

  /**
   * A run over (rows, columns).
   *
   * @param outputs one per output of the plan; null where the variant does not want it. They must
   *     not overlap the inputs
   * @param inputs one per input of the plan; null where the variant has none
   * @param numbers what {@code Scalar.Attribute} reads
   * @param partial memory of {@link #partialElements}; null where that is 0
   */
  public Call call(
      long rows,
      long columns,
      List<@Nullable Memory> outputs,
      List<@Nullable Memory> inputs,
      double[] numbers,
      @Nullable Memory partial) {
    return new Call(rows, columns, outputs, inputs, numbers, partial);
  }

  /** One run: all blocks have to be run, each once, then {@link #finish}. */
  public final class Call {
    private final long rows;
    private final long columns;
    private final long blockRows;
    private final double[] numbers;
    private final @Nullable MemorySegment[] segments;
    private final long[] bases;

    /** Sums of each block, for each output in turn. */
    private final MemorySegment partial;

    private final long partialStart;

    private Call(
        long rows,
        long columns,
        List<@Nullable Memory> outputs,
        List<@Nullable Memory> inputs,
        double[] numbers,
        @Nullable Memory partial) {
      this.rows = rows;
      this.columns = columns;
      this.numbers = numbers;
      this.blockRows = blockRows(rows, columns);
      this.segments = new @Nullable MemorySegment[operands.length];
      this.bases = new long[operands.length];
      for (int i = 0; i < operands.length; i++) {
        Memory memory =
            switch (operands[i]) {
              case Operand.Output output -> outputs.get(output.index());
              case Operand.Input input -> inputs.get(input.index());
              case Operand.Buffer _, Operand.Lanes _ -> null;
            };
        if (memory != null) {
          segments[i] = memory.segment();
          bases[i] = memory.offset();
        }
      }
      this.partial = partial == null ? MemorySegment.NULL : partial.segment();
      this.partialStart = partial == null ? 0 : partial.offset() * size;
    }

    /** How many blocks there are. */
    public long blocks() {
      return RowLoop.blocks(rows, blockRows);
    }

    /** Elements of a block; the last one may have less. */
    public long blockElements() {
      return blockRows * columns;
    }

    /** Runs the blocks from {@code from} up to, not including, {@code to}. */
    public void run(long from, long to) {
      try (Scratch scratch = Scratch.take(LANES + buffers * columns * size)) {
        run(from, to, scratch.memory());
      } finally { // addresses alone keep no memory from being given back
        Reference.reachabilityFence(segments);
        Reference.reachabilityFence(partial);
      }
    }

    private void run(long from, long to, MemorySegment scratch) {
      long firstRow = from * blockRows;
      long count = Math.min(rows, to * blockRows) - firstRow;
      MemorySegment[] own = new MemorySegment[operands.length];
      long[] starts = new long[operands.length];
      long[] steps = new long[operands.length];
      long scratchUsed = 0;
      for (int i = 0; i < operands.length; i++) {
        MemorySegment given = segments[i];
        own[i] = given == null ? scratch : given;
        long width = operands[i].hasColumns() ? columns : 1;
        long step = operands[i].hasRows() ? width : 0;
        steps[i] = step * sizes[i];
        if (given != null && !isSum(operands[i])) {
          long first = bases[i] + firstRow * step;
          starts[i] =
              operands[i] instanceof Operand.Output
                  ? NativeMemory.placeToWrite(
                      byAddress, given, first, count, step, width, 1, sizes[i])
                  : NativeMemory.place(byAddress, given, first, count, step, width, 1, size);
        } else if (given == null) {
          boolean isBuffer = operands[i] instanceof Operand.Buffer;
          starts[i] = NativeMemory.base(byAddress, scratch) + (isBuffer ? LANES + scratchUsed : 0);
          scratchUsed += isBuffer ? columns * size : 0;
        }
      }
      double[] values = new double[empty.length];
      for (long block = from; block < to; block++) {
        startSums(block, own, starts);
        long end = Math.min(rows, (block + 1) * blockRows);
        for (long row = block * blockRows; row < end; row++) {
          for (int pass = 0; pass < reductions.length; pass++) {
            run(pass, own, starts, values);
          }
          for (int i = 0; i < starts.length; i++) {
            starts[i] += steps[i];
          }
        }
      }
    }

    private void run(int pass, MemorySegment[] own, long[] starts, double[] values) {
      for (int k : reductions[pass]) {
        values[k] = empty[k];
      }
      long column = 0;
      do {
        int count = (int) Math.min(CHUNK, columns - column);
        passes.run(pass, own, starts, numbers, values, column, count);
        column += CHUNK;
      } while (column < columns);
      for (int k : reductions[pass]) {
        values[k] = end(folds[k], values[k], columns);
      }
    }

    /** Points the operands of sums over rows at a block's own, which are 0. */
    private void startSums(long block, MemorySegment[] own, long[] starts) {
      long bytes = columns * size;
      int sum = 0;
      for (int i = 0; i < operands.length; i++) {
        MemorySegment result = segments[i];
        if (isSum(operands[i]) && result != null) {
          own[i] =
              blocks() == 1
                  ? result.asSlice(bases[i] * size, bytes)
                  : partial.asSlice(partialStart(sum++, block), bytes);
          own[i].fill((byte) 0);
          starts[i] = NativeMemory.base(byAddress, own[i]);
        }
      }
    }

    private long partialStart(int sum, long block) {
      return partialStart + (sum * blocks() + block) * columns * size;
    }

    /** Puts the blocks' sums together. */
    public void finish() {
      if (sums == 0 || blocks() == 1) {
        return;
      }
      double[] totals = new double[Math.toIntExact(columns)];
      int sum = 0;
      for (int i = 0; i < operands.length; i++) {
        MemorySegment result = segments[i];
        if (isSum(operands[i]) && result != null) {
          Arrays.fill(totals, 0);
          for (long block = 0; block < blocks(); block++) {
            add(partialStart(sum, block), totals);
          }
          write(totals, result, bases[i] * size);
          sum++;
        }
      }
    }

    private void add(long at, double[] totals) {
      MemorySegment terms = partial.asSlice(at, totals.length * size);
      if (lowering.dtype() == DType.FLOAT32) {
        float[] floats = terms.toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < totals.length; i++) {
          totals[i] += floats[i];
        }
      } else {
        double[] doubles = terms.toArray(ValueLayout.JAVA_DOUBLE);
        for (int i = 0; i < totals.length; i++) {
          totals[i] += doubles[i];
        }
      }
    }

    private void write(double[] totals, MemorySegment result, long at) {
      MemorySegment sums = result.asSlice(at, totals.length * size);
      if (lowering.dtype() == DType.FLOAT32) {
        float[] floats = new float[totals.length];
        for (int i = 0; i < totals.length; i++) {
          floats[i] = (float) totals[i];
        }
        sums.copyFrom(MemorySegment.ofArray(floats));
      } else {
        sums.copyFrom(MemorySegment.ofArray(totals));
      }
    }
  }
}
