/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  @Test
  void halfTypesStayBelowOne() {
    for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      Tensor drawn = Tensor.rand(new Generator(1), TensorOptions.of(dtype), 100_000);
      assertTrue(drawn.max().item() < 1);
      assertEquals(0.5, drawn.to(DType.FLOAT32).mean().item(), 5e-3);
    }
  }

  @Test
  void integersOfAnyRange() {
    Generator generator = new Generator(1);
    TensorOptions whole = TensorOptions.of(DType.INT64);
    long[] all =
        Tensor.randint(generator, whole, Long.MIN_VALUE, Long.MAX_VALUE, 1000).toLongArray();
    assertEquals(0, Arrays.stream(all).mapToDouble(x -> x * 0x1p-63).average().orElse(1), 0.1);
    assertEquals(1000, Arrays.stream(all).distinct().count());
    assertTrue(Arrays.stream(all).anyMatch(x -> (x & 1) != 0));
    long start = 1L << 62;
    for (long x : Tensor.randint(generator, whole, start, start + 4, 100).toLongArray()) {
      assertTrue(x >= start && x < start + 4);
    }
  }

  private static final int MANY = 200_000;

  /** Known answers that the authors of Philox publish with their library Random123. */
  @Test
  void philoxGivesTheKnownAnswers() {
    assertBlock(
        new int[] {0, 0, 0, 0}, 0, new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    assertBlock(
        new int[] {-1, -1, -1, -1}, -1, new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    assertBlock(
        new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
        0x299f31d0a4093822L,
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  private static void assertBlock(int[] counter, long key, int[] expected) {
    Philox.block(counter, key);
    assertArrayEquals(expected, counter);
  }

  @Test
  void aNumberDependsOnSeedOffsetAndPlaceOnly() {
    float[] all = new Generator(7).uniformFloats(101);
    float[] some = new Generator(7).uniformFloats(50);
    assertArrayEquals(some, Arrays.copyOf(all, 50));
    Generator generator = new Generator(7);
    generator.uniformFloats(48); // twelve blocks of four
    assertArrayEquals(Arrays.copyOfRange(all, 48, 101), generator.uniformFloats(53));
  }

  @Test
  void drawsDoNotOverlapEvenWhereABlockIsNotUsedUp() {
    Generator generator = new Generator(7);
    Set<Double> seen = new HashSet<>();
    for (int draw = 0; draw < 100; draw++) {
      for (double number : generator.uniformDoubles(3)) {
        assertTrue(seen.add(number), "the same number twice");
      }
    }
  }

  @Test
  void aStateCanBeRestored() {
    Generator generator = new Generator(3);
    generator.normalFloats(10);
    Generator.State state = generator.state();
    double[] next = generator.normalDoubles(5);
    generator.restore(state);
    assertArrayEquals(next, generator.normalDoubles(5));
  }

  @Test
  void otherSeedsGiveOtherNumbers() {
    assertFalse(
        Arrays.equals(new Generator(1).uniformFloats(8), new Generator(1L << 32).uniformFloats(8)));
  }

  @Test
  void uniformNumbersFillTheInterval() {
    double[] moments = moments(widened(new Generator(1).uniformFloats(MANY)));
    assertEquals(0.5, moments[0], 0.003);
    assertEquals(1.0 / 12, moments[1], 0.001);
    for (double number : new Generator(1).uniformDoubles(MANY)) {
      assertTrue(number >= 0 && number < 1);
    }
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    for (double[] numbers :
        new double[][] {
          widened(new Generator(2).normalFloats(MANY)), new Generator(2).normalDoubles(MANY)
        }) {
      double[] moments = moments(numbers);
      assertEquals(0, moments[0], 0.01);
      assertEquals(1, moments[1], 0.015);
      double fourth = Arrays.stream(numbers).map(x -> x * x * x * x).average().orElse(0);
      assertEquals(3, fourth, 0.1);
      double beyondThree = Arrays.stream(numbers).filter(x -> Math.abs(x) > 3).count();
      assertEquals(0.0027, beyondThree / MANY, 0.0006);
    }
  }

  @Test
  void neighboursOfAPairAreIndependent() {
    double[] numbers = new Generator(5).normalDoubles(MANY);
    double products = 0;
    double productsOfSquares = 0;
    for (int i = 0; i < MANY; i += 2) {
      products += numbers[i] * numbers[i + 1];
      productsOfSquares += (numbers[i] * numbers[i] - 1) * (numbers[i + 1] * numbers[i + 1] - 1);
    }
    assertEquals(0, products / (MANY / 2), 0.012);
    assertEquals(0, productsOfSquares / (MANY / 2), 0.03);
  }

  @Test
  void tensorsDrawFromTheGeneratorThatIsGiven() {
    TensorOptions wide = TensorOptions.of(DType.FLOAT64);
    Tensor first = Tensor.randn(new Generator(9), wide, 2, 3);
    assertEquals(DType.FLOAT64, first.dtype());
    assertArrayEquals(new Generator(9).normalDoubles(6), first.toDoubleArray());
    Generator.State before = Generator.standard().state();
    Tensor drawn = Tensor.rand(5);
    Generator.standard().restore(before);
    assertArrayEquals(drawn.toFloatArray(), Tensor.rand(5).toFloatArray());
  }

  @Test
  void integersAreNotDrawn() {
    DTypeException e =
        assertThrows(DTypeException.class, () -> Tensor.rand(TensorOptions.of(DType.INT64), 2));
    assertTrue(String.valueOf(e.getMessage()).contains("int64"), e.getMessage());
  }

  private static double[] widened(float[] numbers) {
    double[] wide = new double[numbers.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = numbers[i];
    }
    return wide;
  }

  private static double[] moments(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    double variance = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return new double[] {mean, variance};
  }
}
