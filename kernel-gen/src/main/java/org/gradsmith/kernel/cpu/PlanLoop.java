/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
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
  private static final long PIECE = 1 << 16;

  /** Most columns of one call of a loop. */
  private static final long COLUMNS = 1 << 30;

  private static final double[] NO_ATTRIBUTES = {};

  private final KernelPlan plan;
  private final boolean readsChannels;
  private final PlanVariant variant;
  private final PlanLowering lowering;
  private final List<Operand> operands;
  private final List<Place> places;
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
   * @throws IllegalArgumentException if an input that is not optional is absent
   */
  public PlanLoop(
      KernelPlan plan, PlanVariant variant, Function<PointwiseSpec, PointwiseLoop> loops) {
    for (int i = 0; i < plan.inputs().size(); i++) {
      Input input = plan.inputs().get(i);
      if (!variant.present().get(i) && !input.optional()) {
        throw new IllegalArgumentException(
            "kernel '%s' cannot run without its input '%s'".formatted(plan.name(), input.name()));
      }
    }
    this.plan = plan;
    this.readsChannels = PlanVariant.readsChannels(plan);
    this.variant = variant;
    this.lowering = PlanLowering.of(plan, variant);
    this.operands = Stream.concat(lowering.outputs().stream(), lowering.inputs().stream()).toList();
    this.places = operands.stream().map(Operand::place).toList();
    this.scratches = places.stream().filter(place -> place == Place.SCRATCH).count();
    this.loop = lowering.outputs().isEmpty() ? null : loops.apply(lowering.spec(variant));
  }

  /**
   * Runs the kernel over a tensor of (outer, channels, inner) elements.
   *
   * @param outputs one per output of the plan; null where the variant does not want it
   * @param inputs one per input of the plan; null where the variant has none
   */
  public void run(
      long outer,
      long channels,
      long inner,
      List<@Nullable Memory> outputs,
      List<@Nullable Memory> inputs) {
    if (variant.channelPerElement() != (readsChannels && inner == 1 && channels > 1)
        || !fits(outputs, variant.wanted())
        || !fits(inputs, variant.present())) {
      throw new IllegalArgumentException(
          "kernel '%s' was prepared for %s, not for this call".formatted(plan.name(), variant));
    }
    if (loop == null) {
      return;
    }
    if (scratches == 0) {
      new Call(loop, outer, channels, inner, outputs, inputs, MemorySegment.NULL).run();
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      long size = variant.dtype().byteSize();
      long count = scratches * Math.min(PIECE, outer * channels * inner);
      MemorySegment scratch = arena.allocate(count * size, size);
      new Call(loop, outer, channels, inner, outputs, inputs, scratch).run();
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
    private final long[] offsets;
    private final long[] rowStrides;
    private final long[] columnStrides;
    private final List<ChannelSum> sums = new ArrayList<>();
    private final List<Memory> results = new ArrayList<>();

    Call(
        PointwiseLoop body,
        long outer,
        long channels,
        long inner,
        List<@Nullable Memory> outputs,
        List<@Nullable Memory> inputs,
        MemorySegment scratch) {
      this.body = body;
      this.outer = outer;
      this.channels = channels;
      this.inner = inner;
      this.segments = new MemorySegment[operands.size()];
      this.bases = new long[operands.size()];
      this.offsets = new long[operands.size()];
      this.rowStrides = new long[operands.size()];
      this.columnStrides = new long[operands.size()];
      long scratchUsed = 0;
      for (int i = 0; i < segments.length; i++) {
        Memory memory =
            switch (operands.get(i)) {
              case Operand.FullOutput(int index) -> needed(outputs, index);
              case Operand.PlanInput(int index, InputKind _) -> needed(inputs, index);
              case Operand.Scratch _ -> new Memory(scratch, scratchUsed);
            };
        segments[i] = memory.segment();
        bases[i] = memory.offset();
        if (places.get(i) == Place.SCRATCH) {
          scratchUsed += Math.min(PIECE, outer * channels * inner);
        }
        columnStrides[i] = operands.get(i).steps(variant) ? 1 : 0;
      }
      for (PlanLowering.Sum sum : lowering.sums()) {
        sums.add(new ChannelSum(variant.dtype(), channels, inner));
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

    void run() {
      if (sums.isEmpty()) {
        piece(0, outer, 0, channels, 0, inner);
      } else if (outer * channels * inner > 0) {
        pieces();
      }
      for (int i = 0; i < sums.size(); i++) {
        sums.get(i).write(results.get(i).segment(), results.get(i).offset());
      }
    }

    /** As many whole slabs, else channels, else columns as fit into a piece. */
    private void pieces() {
      long slabs = Math.max(1, PIECE / (channels * inner));
      long group = Math.max(1, Math.min(channels, PIECE / inner));
      long columns = Math.min(inner, PIECE);
      for (long o = 0; o < outer; o += slabs) {
        for (long c = 0; c < channels; c += group) {
          for (long p = 0; p < inner; p += columns) {
            piece(
                o,
                Math.min(slabs, outer - o),
                c,
                Math.min(group, channels - c),
                p,
                Math.min(columns, inner - p));
          }
        }
      }
    }

    /** Computes a piece of the tensor that is contiguous, and adds up its terms. */
    private void piece(
        long slab, long slabs, long channel, long channelCount, long column, long columns) {
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
        long start = bases[terms] + (places.get(terms) == Place.SCRATCH ? 0 : first);
        sums.get(i).add(segments[terms], start, slabs, channel, channelCount, columns);
      }
    }

    /**
     * Calls the loop for rows that lie one after the other.
     *
     * @param first index of the first element in the tensor
     * @param scratch index of the first element in scratch memory
     */
    private void rows(long first, long channel, long scratch, long rows, long columns) {
      for (int i = 0; i < segments.length; i++) {
        rowStrides[i] =
            switch (places.get(i)) {
              case TENSOR, SCRATCH -> columns;
              case CHANNELS -> variant.channelPerElement() ? 0 : 1;
              case ONE -> 0;
            };
      }
      for (long done = 0; done < columns; done += COLUMNS) {
        for (int i = 0; i < segments.length; i++) {
          long start =
              switch (places.get(i)) {
                case TENSOR -> first;
                case SCRATCH -> scratch;
                case CHANNELS -> channel;
                case ONE -> 0;
              };
          offsets[i] = bases[i] + start + done * columnStrides[i];
        }
        int count = (int) Math.min(COLUMNS, columns - done);
        body.run(segments, offsets, rowStrides, columnStrides, NO_ATTRIBUTES, rows, count);
      }
    }
  }
}
