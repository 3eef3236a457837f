/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.ir.DType;

/**
 * The sum over all dimensions but one, of a contiguous tensor seen as (outer, channels, inner).
 * This is the only routine that sums per channel, for the op {@code sumExcept} and for kernels
 * alike, and the order of its additions depends on {@code inner} alone, not on the pieces in which
 * terms arrive. So a fused kernel, which adds piece by piece what it has just written, gives the
 * bits of the op.
 *
 * <p>Terms of a channel are added in the order of the outer dimension. Where inner is less than 16,
 * each place of a row has an accumulator of its own, and these are added up at the end. Otherwise a
 * row is cut into blocks of 4096, a block is summed in 8 interleaved lanes, and the lanes in pairs.
 * Everything is added in double; for float64 the accumulators are compensated.
 */
public final class ChannelSum {
  /** Pieces of a row must start at a multiple of this. */
  public static final int BLOCK = 4096;

  private static final int NARROW = 16;
  private static final int LANES = 8;

  private final boolean single;
  private final long inner;

  /** Accumulators per channel. */
  private final int width;

  private final double[] sums;

  /** What rounding lost of each sum; float64 only. */
  private final double[] lost;

  /**
   * Sums that are zero as yet.
   *
   * @param dtype float32 or float64
   */
  public ChannelSum(DType dtype, long channels, long inner) {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "sums per channel are of float32 or float64, not of " + dtype);
    }
    this.single = dtype == DType.FLOAT32;
    this.inner = inner;
    this.width = inner < NARROW ? (int) Math.max(1, inner) : 1;
    this.sums = new double[Math.toIntExact(channels * width)];
    this.lost = single ? new double[0] : new double[sums.length];
  }

  /** Adds all terms of a contiguous tensor of {@code outer} slabs. */
  public void add(MemorySegment terms, long offset, long outer) {
    add(terms, offset, outer, 0, sums.length / width, inner);
  }

  /**
   * Adds a contiguous piece of (slabs, channels, columns) terms.
   *
   * @param offset of the first term, in elements
   * @param firstChannel its channel
   * @param columns {@code inner}; or, of one slab and one channel, a part of it that starts at a
   *     multiple of {@link #BLOCK}
   */
  public void add(
      MemorySegment terms,
      long offset,
      long slabs,
      long firstChannel,
      long channels,
      long columns) {
    if (inner < NARROW) {
      int count = Math.toIntExact(channels * inner);
      for (long slab = 0; slab < slabs; slab++) {
        addEach(terms, offset + slab * count, (int) (firstChannel * inner), count);
      }
      return;
    }
    long at = offset;
    for (long slab = 0; slab < slabs; slab++) {
      for (long channel = 0; channel < channels; channel++) {
        addRow((int) (firstChannel + channel), terms, at, columns);
        at += columns;
      }
    }
  }

  /** Writes the sum of each channel. */
  public void write(MemorySegment result, long offset) {
    for (int channel = 0; channel < sums.length / width; channel++) {
      double sum = value(channel * width);
      for (int column = 1; column < width; column++) {
        sum += value(channel * width + column);
      }
      set(result, offset + channel, sum);
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
