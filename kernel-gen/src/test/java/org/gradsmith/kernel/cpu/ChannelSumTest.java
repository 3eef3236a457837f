/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.Random;
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
    ChannelSum sum = new ChannelSum(terms.dtype(), channels, inner);
    sum.add(terms.segment(), 0, outer);
    TestMemory result = TestMemory.allocate(arena, terms.dtype(), channels);
    sum.write(result.segment(), 0);
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1000, 3, 1", "FLOAT32, 7, 5, 15", "FLOAT32, 7, 5, 16", "FLOAT32, 3, 2, 9999",
    "FLOAT64, 1000, 3, 1", "FLOAT64, 7, 5, 15", "FLOAT64, 7, 5, 16", "FLOAT64, 3, 2, 9999"
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
    "FLOAT32, 5, 3, 1", "FLOAT32, 6, 4, 7", "FLOAT32, 4, 3, 100", "FLOAT32, 1, 2, 20000",
    "FLOAT64, 5, 3, 1", "FLOAT64, 6, 4, 7", "FLOAT64, 4, 3, 100", "FLOAT64, 1, 2, 20000"
  })
  void piecesDoNotChangeTheBits(DType dtype, long outer, long channels, long inner) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory terms = gaussian(arena, dtype, outer * channels * inner);
      TestMemory whole = sum(arena, terms, outer, channels, inner);

      ChannelSum slabs = new ChannelSum(dtype, channels, inner);
      slabs.add(terms.segment(), 0, 1, 0, channels, inner);
      slabs.add(terms.segment(), channels * inner, outer - 1, 0, channels, inner);
      assertSame(whole, slabs, arena);

      ChannelSum blocks = new ChannelSum(dtype, channels, inner);
      for (long row = 0; row < outer * channels; row++) {
        for (long column = 0; column < inner; column += ChannelSum.BLOCK) {
          long columns = Math.min(ChannelSum.BLOCK, inner - column);
          blocks.add(terms.segment(), row * inner + column, 1, row % channels, 1, columns);
        }
      }
      assertSame(whole, blocks, arena);
    }
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
        assertThrows(IllegalArgumentException.class, () -> new ChannelSum(DType.INT32, 1, 1))
            .getMessage());
  }
}
