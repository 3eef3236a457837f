/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.cpu.PlanLowering.Operand;
import org.gradsmith.kernel.cpu.PlanLowering.Place;
import org.jspecify.annotations.Nullable;

/**
 * A kernel plan, ready to run on contiguous memory. The terms of a sum are written to the output
 * that has the same expression, or to scratch memory, and {@link ChannelSum} adds them while they
 * are in the cache. Holds no state of a call: threads may share it.
 */
public final class PlanLoop {
  /** Terms that are computed before they are added; a multiple of {@link ChannelSum#BLOCK}. */
  private static final long PIECE = 1 << 13;

  /** Elements that are worth a thread of their own. */
  private static final long GRAIN = 1 << 14;

  /** Most columns of one call of a loop. */
  private static final long COLUMNS = 1 << 30;

  private static final double[] NO_ATTRIBUTES = {};

  private final KernelPlan plan;
  private final boolean readsChannels;
  private final PlanVariant variant;
  private final PlanLowering lowering;
  private final Operand[] operands;
  private final Place[] places;
  private final long[] columnStrides;
  private final long scratches;
  private final @Nullable PointwiseLoop loop;

  /**
   * A tensor of a call: contiguous, of the variant's dtype.
   *
   * @param offset of its first element, in elements
   */
  public record Memory(MemorySegment segment, long offset) {}

  /**
   * Prepares a plan.
   *
   * @param loops the loop of a spec, which the caller makes once and keeps
   * @throws IllegalArgumentException if an input that a wanted output reads is absent, and not
   *     optional
   */
  public PlanLoop(
      KernelPlan plan, PlanVariant variant, Function<PointwiseSpec, PointwiseLoop> loops) {
    this.plan = plan;
    this.readsChannels = PlanVariant.readsChannels(plan);
    this.variant = variant;
    this.lowering = PlanLowering.of(plan, variant);
    requireInputs();
    this.operands =
        Stream.concat(lowering.outputs().stream(), lowering.inputs().stream())
            .toArray(Operand[]::new);
    this.places = Arrays.stream(operands).map(Operand::place).toArray(Place[]::new);
    this.columnStrides =
        Arrays.stream(operands).mapToLong(operand -> operand.steps(variant) ? 1 : 0).toArray();
    this.scratches = Arrays.stream(places).filter(place -> place == Place.SCRATCH).count();
    this.loop = lowering.outputs().isEmpty() ? null : loops.apply(lowering.spec(variant));
  }

  /** Refuses the plan where an input that a wanted output reads is absent and not optional. */
  private void requireInputs() {
    for (int i = 0; i < plan.outputs().size(); i++) {
      if (!variant.wanted().get(i)) {
        continue;
      }
      for (int input : plan.reads(i)) {
        if (!variant.present().get(input) && !plan.inputs().get(input).optional()) {
          throw new IllegalArgumentException(
              "kernel '%s' cannot run without its input '%s'"
                  .formatted(plan.name(), plan.inputs().get(input).name()));
        }
      }
    }
  }

  /** Runs a loop, in pieces that may run at the same time. */
  @FunctionalInterface
  public interface Splitter {
    /**
     * Runs all of it; returns when that is done.
     *
     * @param count how many there are to do
     * @param piece how many of them are worth a thread
     */
    void split(long count, long piece, Range body);
  }

  /** A part of a loop. */
  @FunctionalInterface
  public interface Range {
    /** Does those from {@code from} up to, not including, {@code to}. */
    void run(long from, long to);
  }

  /**
   * Runs the kernel over a tensor of (outer, channels, inner) elements. The results do not depend
   * on the threads.
   *
   * @param outputs one per output of the plan; null where the variant does not want it
   * @param inputs one per input of the plan; null where the variant has none
   */
  public void run(
      long outer,
      long channels,
      long inner,
      List<@Nullable Memory> outputs,
      List<@Nullable Memory> inputs,
      Splitter threads) {
    if (variant.channelPerElement() != (readsChannels && inner == 1 && channels > 1)
        || !fits(outputs, variant.wanted())
        || !fits(inputs, variant.present())) {
      throw new IllegalArgumentException(
          "kernel '%s' was prepared for %s, not for this call".formatted(plan.name(), variant));
    }
    if (loop != null) {
      new Call(loop, outer, channels, inner, outputs, inputs).run(threads);
    }
  }

  private static boolean fits(List<@Nullable Memory> memory, List<Boolean> present) {
    if (memory.size() != present.size()) {
      return false;
    }
    for (int i = 0; i < present.size(); i++) {
      if ((memory.get(i) != null) != present.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** One run. */
  private final class Call {
    private final PointwiseLoop body;
    private final long outer;
    private final long channels;
    private final long inner;
    private final MemorySegment[] segments;
    private final long[] bases;
    private final List<ChannelSum> sums;
    private final List<Memory> results;

    Call(
        PointwiseLoop body,
        long outer,
        long channels,
        long inner,
        List<@Nullable Memory> outputs,
        List<@Nullable Memory> inputs) {
      this.body = body;
      this.outer = outer;
      this.channels = channels;
      this.inner = inner;
      this.sums = new ArrayList<>(lowering.sums().size());
      this.results = new ArrayList<>(lowering.sums().size());
      this.segments = new MemorySegment[operands.length];
      Arrays.fill(segments, MemorySegment.NULL);
      this.bases = new long[operands.length];
      for (int i = 0; i < segments.length; i++) {
        Memory memory =
            switch (operands[i]) {
              case Operand.FullOutput(int index) -> needed(outputs, index);
              case Operand.PlanInput(int index, InputKind _) -> needed(inputs, index);
              case Operand.Scratch _ -> null;
            };
        if (memory != null) {
          segments[i] = memory.segment();
          bases[i] = memory.offset();
        }
      }
      for (PlanLowering.Sum sum : lowering.sums()) {
        sums.add(new ChannelSum(variant.dtype(), outer, channels, inner));
        results.add(needed(outputs, sum.output()));
      }
    }

    private Memory needed(List<@Nullable Memory> memory, int index) {
      Memory found = memory.get(index);
      if (found == null) {
        throw new IllegalStateException("operand " + index + " of a checked call is missing");
      }
      return found;
    }

    /** Splits the tensor where what the parts write lies apart. */
    void run(Splitter threads) {
      if (outer * channels * inner == 0) {
        writeSums();
        return;
      }
      if (!sums.isEmpty()) {
        sums.getFirst().split(threads, (part, first, count) -> new Part().sum(part, first, count));
        writeSums();
      } else if (!readsChannels || channels == 1) {
        threads.split(
            outer * channels * inner,
            GRAIN,
            (from, to) -> new Part().rows(from, 0, 0, 1, to - from));
      } else if (variant.channelPerElement()) {
        threads.split(
            outer,
            Math.max(1, GRAIN / channels),
            (from, to) -> new Part().rows(from * channels, 0, 0, to - from, channels));
      } else {
        threads.split(
            outer * channels,
            Math.max(1, GRAIN / inner),
            (from, to) -> new Part().slices(from, to));
      }
    }

    private void writeSums() {
      for (int i = 0; i < sums.size(); i++) {
        double divisor = lowering.sums().get(i).isMean() ? (double) (outer * inner) : 1;
        sums.get(i).write(results.get(i).segment(), results.get(i).offset(), divisor);
      }
    }

    /** What one thread does. */
    private final class Part {
      private final MemorySegment[] memory = segments.clone();
      private final long[] offsets = new long[segments.length];
      private final long[] starts = bases.clone();
      private final long[] rowStrides = new long[segments.length];

      /** Slices of one channel each, counted over all slabs. */
      void slices(long from, long to) {
        for (long at = from; at < to; ) {
          long channel = at % channels;
          long count = Math.min(to - at, channels - channel);
          rows(at * inner, channel, 0, count, inner);
          at += count;
        }
      }

      /** Computes some channels of a part and adds up their terms, piece by piece. */
      void sum(int part, long first, long count) {
        ChannelSum parts = sums.getFirst();
        long width = parts.endColumn(part) - parts.firstColumn(part);
        boolean all = count == channels && width == inner;
        long slabs = all ? Math.max(1, PIECE / (channels * inner)) : 1;
        long group = width == inner ? Math.max(1, Math.min(count, PIECE / inner)) : 1;
        try (Scratch scratch = Scratch.take(scratches * PIECE * variant.dtype().byteSize())) {
          useScratch(scratch);
          for (long o = parts.firstSlab(part); o < parts.endSlab(part); o += slabs) {
            long some = Math.min(slabs, parts.endSlab(part) - o);
            for (long c = first; c < first + count; c += group) {
              long channelCount = Math.min(group, first + count - c);
              for (long p = parts.firstColumn(part); p < parts.endColumn(part); p += PIECE) {
                long columns = Math.min(PIECE, parts.endColumn(part) - p);
                piece(part, o, some, c, channelCount, p, columns);
              }
            }
          }
        }
      }

      private void useScratch(Scratch scratch) {
        long used = 0;
        for (int i = 0; i < memory.length; i++) {
          if (places[i] == Place.SCRATCH) {
            memory[i] = scratch.memory();
            starts[i] = used++ * PIECE;
          }
        }
      }

      /** Computes a piece of the tensor that is contiguous, and adds up its terms. */
      private void piece(
          int part,
          long slab,
          long slabs,
          long channel,
          long channelCount,
          long column,
          long columns) {
        long first = (slab * channels + channel) * inner + column;
        if (!readsChannels || channels == 1) {
          rows(first, channel, 0, 1, slabs * channelCount * columns);
        } else if (variant.channelPerElement()) {
          rows(first, channel, 0, slabs, channelCount);
        } else {
          for (long s = 0; s < slabs; s++) {
            long step = s * channels * inner;
            rows(first + step, channel, step, channelCount, columns);
          }
        }
        for (int i = 0; i < sums.size(); i++) {
          int terms = lowering.sums().get(i).terms();
          long start = starts[terms] + (places[terms] == Place.SCRATCH ? 0 : first);
          sums.get(i).add(part, memory[terms], start, slabs, channel, channelCount, columns);
        }
      }

      /**
       * Calls the loop for rows that lie one after the other.
       *
       * @param first index of the first element in the tensor
       * @param scratch index of the first element in scratch memory
       */
      private void rows(long first, long channel, long scratch, long rows, long columns) {
        for (int i = 0; i < memory.length; i++) {
          rowStrides[i] =
              switch (places[i]) {
                case TENSOR, SCRATCH -> columns;
                case CHANNELS -> variant.channelPerElement() ? 0 : 1;
                case ONE -> 0;
              };
        }
        for (long done = 0; done < columns; done += COLUMNS) {
          for (int i = 0; i < memory.length; i++) {
            long start =
                switch (places[i]) {
                  case TENSOR -> first;
                  case SCRATCH -> scratch;
                  case CHANNELS -> channel;
                  case ONE -> 0;
                };
            offsets[i] = starts[i] + start + done * columnStrides[i];
          }
          int count = (int) Math.min(COLUMNS, columns - done);
          body.run(memory, offsets, rowStrides, columnStrides, NO_ATTRIBUTES, rows, count);
        }
      }
    }
  }
}
