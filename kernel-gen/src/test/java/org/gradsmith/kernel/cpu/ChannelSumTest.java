/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.reference.TestMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ChannelSumTest {
  /** Half a unit in the last place of 1, in double. */
  private static final double UNIT = 0x1p-53;

  /** Terms that one lane of a block adds up without compensation. */
  private static final int LANE = ChannelSum.BLOCK / 8;

  private static TestMemory gaussian(Arena arena, DType dtype, long count) {
    Random random = new Random(count);
    TestMemory terms = TestMemory.allocate(arena, dtype, count);
    for (long i = 0; i < count; i++) {
      terms.set(i, random.nextGaussian() + 0.25);
    }
    return terms;
  }

  private static TestMemory sum(
      Arena arena, TestMemory terms, long outer, long channels, long inner) {
    ChannelSum sum = new ChannelSum(terms.dtype(), outer, channels, inner);
    for (int part = 0; part < sum.parts(); part++) {
      sum.addPart(part, terms.segment(), 0, 0, channels);
    }
    TestMemory result = TestMemory.allocate(arena, terms.dtype(), channels);
    sum.write(result.segment(), 0);
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1000, 3, 1", "FLOAT32, 7, 5, 15", "FLOAT32, 7, 5, 16", "FLOAT32, 3, 2, 9999",
        "FLOAT32, 2, 1, 70001",
    "FLOAT64, 1000, 3, 1", "FLOAT64, 7, 5, 15", "FLOAT64, 7, 5, 16", "FLOAT64, 3, 2, 9999",
        "FLOAT64, 2, 1, 70001"
  })
  void isCloseToTheExactSum(DType dtype, long outer, long channels, long inner) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = gaussian(arena, dtype, outer * channels * inner);
      TestMemory result = sum(arena, terms, outer, channels, inner);
      for (long c = 0; c < channels; c++) {
        BigDecimal exact = BigDecimal.ZERO;
        double magnitude = 0;
        for (long o = 0; o < outer; o++) {
          for (long p = 0; p < inner; p++) {
            double term = terms.get((o * channels + c) * inner + p).doubleValue();
            exact = exact.add(new BigDecimal(term));
            magnitude += Math.abs(term);
          }
        }
        double found = result.get(c).doubleValue();
        double error = new BigDecimal(found).subtract(exact).abs().doubleValue();
        double rounding = dtype == DType.FLOAT32 ? Math.ulp((float) found) / 2 : Math.ulp(found);
        int uncompensated =
            dtype == DType.FLOAT32 ? (int) (outer * inner) : (int) Math.min(inner, LANE + 11);
        double bound = rounding + (uncompensated + 1) * UNIT * magnitude;
        assertTrue(error <= bound, () -> "error " + error + " above " + bound);
      }
    }
  }

  @Test
  void compensatesInFloat64() {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = TestMemory.allocate(arena, DType.FLOAT64, 10_001);
      terms.set(0, 1e16);
      for (int i = 1; i <= 10_000; i++) {
        terms.set(i, 0.5); // lost one by one when added to 1e16
      }
      assertEquals(1e16 + 5000, sum(arena, terms, 10_001, 1, 1).get(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 5, 3, 1", "FLOAT32, 600, 4, 7", "FLOAT32, 100, 3, 100", "FLOAT32, 1, 2, 200000",
        "FLOAT32, 3, 1, 70001",
    "FLOAT64, 5, 3, 1", "FLOAT64, 600, 4, 7", "FLOAT64, 100, 3, 100", "FLOAT64, 1, 2, 200000",
        "FLOAT64, 3, 1, 70001"
  })
  void piecesDoNotChangeTheBits(DType dtype, long outer, long channels, long inner) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = gaussian(arena, dtype, outer * channels * inner);
      TestMemory whole = sum(arena, terms, outer, channels, inner);

      ChannelSum slabs = new ChannelSum(dtype, outer, channels, inner);
      for (int part = 0; part < slabs.parts(); part++) {
        long from = slabs.firstColumn(part);
        long columns = slabs.endColumn(part) - from;
        for (long slab = slabs.firstSlab(part); slab < slabs.endSlab(part); slab++) {
          for (long channel = 0; channel < channels; channel++) {
            long at = (slab * channels + channel) * inner + from;
            slabs.add(part, terms.segment(), at, 1, channel, 1, columns);
          }
        }
      }
      assertSame(whole, slabs, arena);

      ChannelSum blocks = new ChannelSum(dtype, outer, channels, inner);
      for (int part = blocks.parts() - 1; part >= 0; part--) {
        for (long slab = blocks.firstSlab(part); slab < blocks.endSlab(part); slab++) {
          for (long channel = channels - 1; channel >= 0; channel--) {
            for (long column = blocks.firstColumn(part);
                column < blocks.endColumn(part);
                column += ChannelSum.BLOCK) {
              long at = (slab * channels + channel) * inner + column;
              long columns = Math.min(ChannelSum.BLOCK, blocks.endColumn(part) - column);
              blocks.add(part, terms.segment(), at, 1, channel, 1, columns);
            }
          }
        }
      }
      assertSame(whole, blocks, arena);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1000, 1",
    "31, 3, 1, 1",
    "98, 1024, 1, 4",
    "9766, 1024, 1, 16",
    "100000, 3, 5, 16",
    "64, 32, 900, 2",
    "3, 2, 65537, 2",
    "40, 2, 65537, 4",
    "40, 1, 65537, 4",
    "40, 1000000, 1, 1",
    "0, 3, 0, 1"
  })
  void partsCoverTheTensorOnce(long outer, long channels, long inner, int parts) {
    ChannelSum sum = new ChannelSum(DType.FLOAT32, outer, channels, inner);
    assertEquals(parts, sum.parts());
    long covered = 0;
    for (int part = 0; part < sum.parts(); part++) {
      covered +=
          (sum.endSlab(part) - sum.firstSlab(part)) * (sum.endColumn(part) - sum.firstColumn(part));
    }
    assertEquals(outer * inner, covered);
  }

  @ParameterizedTest
  @CsvSource({"98, 1024, 1", "2, 100000, 1", "64, 32, 900", "1, 3, 200000", "0, 3, 2", "5, 0, 2"})
  void sharesCoverEachChannelOfEachPartOnce(long outer, long channels, long inner) {
    ChannelSum sum = new ChannelSum(DType.FLOAT32, outer, channels, inner);
    int[] added = new int[Math.toIntExact(sum.parts() * channels)];
    sum.split(
        (count, piece, body) -> {
          for (long from = 0; from < count; from += piece) {
            body.run(from, Math.min(count, from + piece));
          }
        },
        (part, first, count) -> {
          for (long channel = first; channel < first + count; channel++) {
            added[(int) (part * channels + channel)]++;
          }
        });
    assertArrayEquals(IntStream.generate(() -> 1).limit(added.length).toArray(), added);
  }

  private static void assertSame(TestMemory expected, ChannelSum sum, Arena arena) {
    TestMemory result = TestMemory.allocate(arena, expected.dtype(), expected.count());
    sum.write(result.segment(), 0);
    for (long c = 0; c < expected.count(); c++) {
      assertEquals(expected.get(c), result.get(c));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void infinitiesAndNansComeThrough(DType dtype) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = TestMemory.allocate(arena, dtype, 8);
      double[] values = {
        1,
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        2,
        Double.NaN,
        -0.0,
        -0.0
      };
      for (int i = 0; i < values.length; i++) {
        terms.set(i, values[i]);
      }
      TestMemory result = sum(arena, terms, 1, 4, 2);
      assertEquals(Double.POSITIVE_INFINITY, result.get(0).doubleValue());
      assertEquals(Double.NaN, result.get(1).doubleValue());
      assertEquals(Double.NaN, result.get(2).doubleValue());
      assertEquals(0.0, result.get(3).doubleValue());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 1", "0, 3, 20", "2, 3, 0", "0, 3, 0"})
  void theSumOfNothingIsZero(long outer, long channels, long inner) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = TestMemory.allocate(arena, DType.FLOAT32, 0);
      TestMemory result = sum(arena, terms, outer, channels, inner);
      for (long c = 0; c < channels; c++) {
        assertEquals(0f, result.get(c));
      }
    }
  }

  @Test
  void refusesIntegers() {
    assertEquals(
        "sums per channel are of float32 or float64, not of int32",
        assertThrows(IllegalArgumentException.class, () -> new ChannelSum(DType.INT32, 1, 1, 1))
            .getMessage());
  }
}
