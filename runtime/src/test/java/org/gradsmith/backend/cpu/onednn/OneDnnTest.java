/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** oneDNN against the Java kernels, which compute the same in float64. */
class OneDnnTest {
  private static final double TOLERANCE = 3e-6;

  @BeforeAll
  static void libraryIsThere() {
    assumeTrue(OneDnn.instance().isAvailable(), OneDnn.instance().description());
  }

  private static Tensor draw(Random random, long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return Tensor.from(random.doubles(count, -1, 1).toArray(), shape).to(DType.FLOAT32);
  }

  @Test
  void memoryOfTheJavaHeapIsComputedWithInJava() {
    float[] values = new float[64];
    Arrays.fill(values, 1);
    Tensor x = Tensor.wrap(MemorySegment.ofArray(values), DType.FLOAT32, 8, 8);
    assertEquals(512, x.matmul(Tensor.ones(8, 8)).sum().item());
    assertEquals(512, Tensor.ones(8, 8).matmul(x.t()).sum().item());
    assertEquals(324, x.view(1, 1, 8, 8).conv2d(Tensor.ones(1, 1, 3, 3)).sum().item());
  }

  private static Tensor wide(Tensor x) {
    return x.to(DType.FLOAT64);
  }

  /** Sums of n products of numbers up to 1. */
  private static void assertClose(Tensor expected, Tensor actual, long n) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(
        expected.toDoubleArray(), actual.toDoubleArray(), TOLERANCE * Math.sqrt((double) n));
  }

  @RepeatedTest(40)
  void convolutionsOfRandomSizes(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(5);
    int channels = 1 + random.nextInt(9);
    int filters = 1 + random.nextInt(20);
    int height = 1 + random.nextInt(4);
    int width = 1 + random.nextInt(4);
    int stride = 1 + random.nextInt(3);
    int padding = random.nextInt(3);
    Tensor x =
        draw(random, batch, channels, height + random.nextInt(12), width + random.nextInt(12));
    Tensor weight = draw(random, filters, channels, height, width);
    String sizes =
        "seed "
            + seed
            + ": "
            + x.describe()
            + " by "
            + weight.describe()
            + " "
            + stride
            + " "
            + padding;
    Tensor y = Tensor.empty(Primitives.conv2d(x, weight, stride, padding).shape());
    assertTrue(
        OneDnn.instance().conv2d(x.array(), weight.array(), y.array(), stride, padding), sizes);
    long terms = (long) channels * height * width;
    assertClose(Primitives.conv2d(wide(x), wide(weight), stride, padding), y, terms);

    Tensor g = draw(random, y.shape());
    Tensor gradInput = Primitives.conv2dGradInput(g, weight, x.shape(), stride, padding);
    assertClose(
        Primitives.conv2dGradInput(wide(g), wide(weight), x.shape(), stride, padding),
        gradInput,
        (long) filters * height * width);
    Tensor gradWeight = Primitives.conv2dGradWeight(g, x, weight.shape(), stride, padding);
    assertClose(
        Primitives.conv2dGradWeight(wide(g), wide(x), weight.shape(), stride, padding),
        gradWeight,
        y.numel() / filters);
  }

  @RepeatedTest(20)
  void productsOfRandomSizesAndLayouts(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int m = 1 + random.nextInt(70);
    int k = 1 + random.nextInt(70);
    int n = 1 + random.nextInt(70);
    Tensor a = random.nextBoolean() ? draw(random, m, k) : draw(random, k, m).t();
    Tensor b = random.nextBoolean() ? draw(random, k, n) : draw(random, n, k).t();
    if (random.nextBoolean()) {
      a = draw(random, m + 3, k + 5).narrow(0, 2, m).narrow(1, 1, k);
    }
    Tensor c = Tensor.empty(m, n);
    assertTrue(OneDnn.instance().matmul(a.array(), b.array(), c.array()));
    assertClose(wide(a).matmul(wide(b)), c, k);
    assertArrayEquals(a.matmul(b).toFloatArray(), c.toFloatArray());
  }

  @Test
  void whatItDoesNotTakeIsLeftAlone() {
    StridedArray c = Tensor.full(new long[] {2, 2}, 7).array();
    StridedArray everySecond = Tensor.ones(2, 3, 2).select(2, 0).narrow(1, 0, 2).array();
    assertFalse(OneDnn.instance().matmul(everySecond, c, c));
    StridedArray wide = Tensor.ones(DType.FLOAT64, 2, 2).array();
    assertFalse(OneDnn.instance().matmul(wide, wide, wide));
    StridedArray none = Tensor.ones(0, 2).array();
    assertFalse(OneDnn.instance().matmul(none, c, none));
    float[] values = new float[4];
    c.read(values);
    assertArrayEquals(new float[] {7, 7, 7, 7}, values);
  }

  @Test
  void shapesThatDoNotBelongTogetherNeverReachTheLibrary() {
    StridedArray x = Tensor.ones(1, 1, 5, 5).array();
    StridedArray weight = Tensor.ones(1, 1, 3, 3).array();
    StridedArray wrong = Tensor.ones(1, 1, 4, 4).array();
    assertThrows(
        IllegalArgumentException.class, () -> OneDnn.instance().conv2d(x, weight, wrong, 1, 0));
    StridedArray a = Tensor.ones(2, 3).array();
    StridedArray b = Tensor.ones(2, 3).array();
    assertThrows(IllegalArgumentException.class, () -> OneDnn.instance().matmul(a, b, a));
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    Random random = new Random(3);
    Tensor x = draw(random, 8, 3, 20, 20);
    Tensor weight = draw(random, 10, 3, 5, 5);
    Tensor a = draw(random, 60, 90);
    Tensor b = draw(random, 90, 50);
    float[] convolved = x.conv2d(weight).toFloatArray();
    float[] product = a.matmul(b).toFloatArray();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      work.add(() -> {
        for (int i = 0; i < 50; i++) {
          assertArrayEquals(convolved, x.conv2d(weight).toFloatArray());
          assertArrayEquals(product, a.matmul(b).toFloatArray());
        }
        return 50;
      });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> done : pool.invokeAll(work)) {
        assertEquals(50, done.get());
      }
    }
  }

  @Test
  void moreShapesThanAreKeptStillWork() {
    Tensor weight = Tensor.ones(1, 1, 1, 1);
    for (int width = 1; width <= 1100; width++) {
      Tensor y = Tensor.ones(1, 1, 1, width).conv2d(weight);
      assertEquals(width, y.sum().item());
    }
  }
}
