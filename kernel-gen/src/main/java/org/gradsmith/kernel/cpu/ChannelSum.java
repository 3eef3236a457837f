/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.ir.DType;

/**
 * The sum over all dimensions but one, of a contiguous tensor seen as (outer, channels, inner).
 * This is the only routine that sums per channel, for the op {@code sumExcept} and for kernels
 * alike, and the order of its additions depends on these sizes alone, not on threads nor on the
 * pieces in which terms arrive. So a fused kernel, which adds piece by piece what it has just
 * written, gives the bits of the op.
 *
 * <p>The tensor is cut into {@link #parts parts}: up to 16 along the outer dimension, and more
 * where rows are long. Each has accumulators of its own, so threads may add different parts at the
 * same time; at the end they are added up in order. Within a part, terms of a channel are added in
 * the order of the outer dimension. Where inner is less than 16, each place of a row has an
 * accumulator of its own, and these are added up at the end. Otherwise a row is cut into blocks of
 * 4096, a block is summed in 8 interleaved lanes, and the lanes in pairs. Everything is added in
 * double; for float64 the accumulators are compensated.
 */
public final class ChannelSum {
  /** Pieces of a row must start at a multiple of this. */
  public static final int BLOCK = 4096;

  /** Parts that are enough for threads to share. */
  private static final int ENOUGH_PARTS = 4;

  /** Shares that are enough for any machine. */
  private static final long SHARES = 64;

  /** Columns that one thread adds, so that it reads whole lines of the cache. */
  private static final long NEIGHBOURS = 256;

  /** Elements that are worth a thread of their own. */
  private static final long GRAIN = 1 << 14;

  private static final int NARROW = 16;
  private static final int LANES = 8;

  /** Most parts along the outer dimension, and the least slabs that are worth a part. */
  private static final long MOST_PARTS = 16;

  private static final long LEAST_SLABS = 32;

  /** Columns of a row that are a part of their own; a multiple of {@link #BLOCK}. */
  private static final long SEGMENT = 1 << 16;

  /** Accumulators above which there is one part along the outer dimension. */
  private static final long MOST_ACCUMULATORS = 1 << 18;

  private final boolean single;
  private final long outer;
  private final long channels;
  private final long inner;

  /** Accumulators per channel and part. */
  private final int width;

  private final long slabsPerPart;
  private final int segments;
  private final int parts;
  private final double[] sums;

  /** What rounding lost of each sum; float64 only. */
  private final double[] lost;

  /**
   * Sums that are zero as yet.
   *
   * @param dtype float32 or float64
   */
  public ChannelSum(DType dtype, long outer, long channels, long inner) {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "sums per channel are of float32 or float64, not of " + dtype);
    }
    this.single = dtype == DType.FLOAT32;
    this.outer = outer;
    this.channels = channels;
    this.inner = inner;
    this.width = inner < NARROW ? (int) Math.max(1, inner) : 1;
    this.segments = (int) Math.max(1, Math.ceilDiv(inner, SEGMENT));
    long most = Math.min(MOST_PARTS, MOST_ACCUMULATORS / Math.max(1, channels * width * segments));
    long along = Math.max(1, Math.min(most, Math.ceilDiv(outer, LEAST_SLABS)));
    this.slabsPerPart = Math.max(1, Math.ceilDiv(outer, along));
    this.parts = (int) Math.max(1, Math.ceilDiv(outer, slabsPerPart)) * segments;
    this.sums = new double[Math.toIntExact(parts * channels * width)];
    this.lost = single ? new double[0] : new double[sums.length];
  }

  /** How many parts there are. */
  public int parts() {
    return parts;
  }

  /** The first slab, counted along the outer dimension, of a part. */
  public long firstSlab(int part) {
    return Math.min(outer, part / segments * slabsPerPart);
  }

  /** The slab behind the last one of a part. */
  public long endSlab(int part) {
    return Math.min(outer, (part / segments + 1) * slabsPerPart);
  }

  /** The first column of a part, counted along the inner dimension. */
  public long firstColumn(int part) {
    return part % segments * SEGMENT;
  }

  /** The column behind the last one of a part. */
  public long endColumn(int part) {
    return Math.min(inner, firstColumn(part) + SEGMENT);
  }

  /** What may be added at the same time as the rest. */
  @FunctionalInterface
  public interface Share {
    /** Adds some channels of a part. */
    void add(int part, long firstChannel, long count);
  }

  /** Has threads add everything: parts or, where these are few, channels of a part. */
  public void split(PlanLoop.Splitter threads, Share share) {
    long size = Math.max(1, outer * inner);
    boolean enough = parts >= ENOUGH_PARTS && channels * inner <= GRAIN;
    long group = enough ? channels : group(size);
    long groups = Math.ceilDiv(channels, Math.max(1, group));
    long elements = Math.max(1, channels * size / Math.max(1, parts * groups));
    threads.split(
        parts * groups,
        Math.max(1, GRAIN / elements),
        (from, to) -> {
          for (long i = from; i < to; i++) {
            long first = i % groups * group;
            share.add((int) (i / groups), first, Math.min(group, channels - first));
          }
        });
  }

  /** So many channels that a thread reads runs of memory, and that there is work for all. */
  private long group(long size) {
    long neighbours = Math.ceilDiv(inner == 1 ? NEIGHBOURS : BLOCK, Math.max(1, inner));
    long worthwhile = GRAIN / Math.max(1, size / parts);
    return Math.max(Math.max(neighbours, worthwhile), Math.ceilDiv(parts * channels, SHARES));
  }

  /**
   * Adds the terms of a part of a tensor.
   *
   * @param offset of the tensor's first term, in elements
   * @param firstChannel the channels to add begin here
   * @param count how many channels to add
   */
  public void addPart(int part, MemorySegment terms, long offset, long firstChannel, long count) {
    long from = firstColumn(part);
    long columns = endColumn(part) - from;
    // What lies one after the other goes in one call: whole rows, and whole slabs.
    long group = columns == inner ? count : 1;
    long slabs = columns == inner && count == channels ? endSlab(part) - firstSlab(part) : 1;
    for (long slab = firstSlab(part); slab < endSlab(part); slab += slabs) {
      for (long channel = firstChannel; channel < firstChannel + count; channel += group) {
        long start = (slab * channels + channel) * inner + from;
        add(part, terms, offset + start, slabs, channel, group, columns);
      }
    }
  }

  /**
   * Adds a contiguous piece of (slabs, channels, columns) terms.
   *
   * @param part to which all of them belong
   * @param offset of the first term, in elements
   * @param firstChannel its channel
   * @param count how many channels there are
   * @param columns {@code inner}; or, of one slab and one channel, a part of it that starts at a
   *     multiple of {@link #BLOCK}
   */
  public void add(
      int part,
      MemorySegment terms,
      long offset,
      long slabs,
      long firstChannel,
      long count,
      long columns) {
    int accumulator = (int) ((part * channels + firstChannel) * width);
    if (inner < NARROW) {
      int many = Math.toIntExact(count * inner);
      for (long slab = 0; slab < slabs; slab++) {
        addEach(terms, offset + slab * many, accumulator, many);
      }
      return;
    }
    long at = offset;
    for (long slab = 0; slab < slabs; slab++) {
      for (int channel = 0; channel < count; channel++) {
        addRow(accumulator + channel, terms, at, columns);
        at += columns;
      }
    }
  }

  /** Adds up the parts, and writes the sum of each channel; to be called once. */
  public void write(MemorySegment result, long offset) {
    write(result, offset, 1);
  }

  /**
   * As {@link #write(MemorySegment, long)}, of sums divided by a number before they are rounded.
   */
  public void write(MemorySegment result, long offset, double divisor) {
    int stride = sums.length / parts;
    for (int from = stride; from < sums.length; from++) {
      accumulate(from % stride, sums[from]);
      if (!single) {
        lost[from % stride] += lost[from];
      }
    }
    for (int channel = 0; channel < channels; channel++) {
      double sum = value(channel * width);
      for (int column = 1; column < width; column++) {
        sum += value(channel * width + column);
      }
      set(result, offset + channel, sum / divisor);
    }
  }

  private void set(MemorySegment result, long index, double sum) {
    if (single) {
      result.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) sum);
    } else {
      result.setAtIndex(ValueLayout.JAVA_DOUBLE, index, sum);
    }
  }

  private double value(int accumulator) {
    double sum = sums[accumulator];
    return single || !Double.isFinite(sum) ? sum : sum + lost[accumulator];
  }

  private void addEach(MemorySegment terms, long offset, int accumulator, int count) {
    if (single) {
      double[] to = sums;
      long base = offset * Float.BYTES;
      for (int i = 0; i < count; i++) {
        to[accumulator + i] += terms.get(ValueLayout.JAVA_FLOAT, base + (long) Float.BYTES * i);
      }
      return;
    }
    long base = offset * Double.BYTES;
    for (int i = 0; i < count; i++) {
      accumulate(
          accumulator + i, terms.get(ValueLayout.JAVA_DOUBLE, base + (long) Double.BYTES * i));
    }
  }

  private void addRow(int accumulator, MemorySegment terms, long offset, long columns) {
    for (long start = 0; start < columns; start += BLOCK) {
      int count = (int) Math.min(BLOCK, columns - start);
      accumulate(
          accumulator,
          single
              ? singleBlock(terms, (offset + start) * Float.BYTES, count)
              : doubleBlock(terms, (offset + start) * Double.BYTES, count));
    }
  }

  /** Adds to an accumulator; in float64, keeps what rounding loses (Knuth's TwoSum). */
  private void accumulate(int accumulator, double term) {
    double before = sums[accumulator];
    double sum = before + term;
    sums[accumulator] = sum;
    if (!single) {
      double added = sum - before;
      lost[accumulator] += (before - (sum - added)) + (term - added);
    }
  }

  private static double singleBlock(MemorySegment terms, long base, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      long at = base + (long) Float.BYTES * i;
      s0 += terms.get(ValueLayout.JAVA_FLOAT, at);
      s1 += terms.get(ValueLayout.JAVA_FLOAT, at + 4);
      s2 += terms.get(ValueLayout.JAVA_FLOAT, at + 8);
      s3 += terms.get(ValueLayout.JAVA_FLOAT, at + 12);
      s4 += terms.get(ValueLayout.JAVA_FLOAT, at + 16);
      s5 += terms.get(ValueLayout.JAVA_FLOAT, at + 20);
      s6 += terms.get(ValueLayout.JAVA_FLOAT, at + 24);
      s7 += terms.get(ValueLayout.JAVA_FLOAT, at + 28);
    }
    double rest = 0;
    for (; i < count; i++) {
      rest += terms.get(ValueLayout.JAVA_FLOAT, base + (long) Float.BYTES * i);
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)) + rest;
  }

  private static double doubleBlock(MemorySegment terms, long base, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      long at = base + (long) Double.BYTES * i;
      s0 += terms.get(ValueLayout.JAVA_DOUBLE, at);
      s1 += terms.get(ValueLayout.JAVA_DOUBLE, at + 8);
      s2 += terms.get(ValueLayout.JAVA_DOUBLE, at + 16);
      s3 += terms.get(ValueLayout.JAVA_DOUBLE, at + 24);
      s4 += terms.get(ValueLayout.JAVA_DOUBLE, at + 32);
      s5 += terms.get(ValueLayout.JAVA_DOUBLE, at + 40);
      s6 += terms.get(ValueLayout.JAVA_DOUBLE, at + 48);
      s7 += terms.get(ValueLayout.JAVA_DOUBLE, at + 56);
    }
    double rest = 0;
    for (; i < count; i++) {
      rest += terms.get(ValueLayout.JAVA_DOUBLE, base + (long) Double.BYTES * i);
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)) + rest;
  }
}
