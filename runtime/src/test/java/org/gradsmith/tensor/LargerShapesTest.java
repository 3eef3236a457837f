/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Pooling;
import org.gradsmith.ir.op.Reductions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shapes that the samples of the table are too small for, and values at the edges. */
class LargerShapesTest {
  private static final List<DType> FLOATING = List.of(DType.FLOAT32, DType.FLOAT64);

  /** An op on random operands of some shapes. */
  private record Case(Op op, List<long[]> shapes, List<Object> attributes) {
    static Case of(Op op, List<long[]> shapes, Object... attributes) {
      return new Case(op, shapes, List.of(attributes));
    }

    @Override
    public String toString() {
      return op + " " + shapes.stream().map(Layouts::text).toList();
    }
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  private static final List<Case> CASES =
      List.of(
          Case.of(Pointwise.ADD, List.of(shape(7, 1, 5, 3), shape(4, 1, 3))),
          Case.of(Pointwise.MUL, List.of(shape(1), shape(3, 4, 5))),
          Case.of(Pointwise.SUB, List.of(shape(), shape(2, 33))),
          Case.of(Pointwise.ADD, List.of(shape(3, 1, 5, 1, 2), shape(1, 4, 1, 6, 2))),
          Case.of(Pointwise.ADD, List.of(shape(0, 3), shape(1, 3))),
          Case.of(Pointwise.RELU, List.of(shape(3, 5000))),
          Case.of(Pointwise.ADD_BIAS, List.of(shape(5, 6, 7), shape(7)), -1L),
          Case.of(Pointwise.ADD_BIAS, List.of(shape(5, 6, 7), shape(5)), 0L),
          Case.of(Reductions.SUM, List.of(shape(70, 301))),
          Case.of(Reductions.SUM_DIM, List.of(shape(3, 400, 7)), 1L, 0L),
          Case.of(Reductions.SUM_DIM, List.of(shape(30, 4, 70)), -3L, 1L),
          Case.of(Reductions.SUM_DIM, List.of(shape(0, 3)), 0L, 0L),
          Case.of(Reductions.SUM_EXCEPT, List.of(shape(9, 6, 24, 24)), 1L),
          Case.of(Reductions.SUM_EXCEPT, List.of(shape(100, 84)), -1L),
          Case.of(Reductions.SUM_TO, List.of(shape(3, 4, 5, 6)), (Object) shape(4, 1, 6)),
          Case.of(Reductions.SUM_TO, List.of(shape(3, 4, 5, 6)), (Object) shape(3, 1, 5, 1)),
          Case.of(Reductions.SUM_TO, List.of(shape(6, 1, 5)), (Object) shape()),
          Case.of(Reductions.ARGMAX, List.of(shape(3, 9, 4)), 1L),
          Case.of(LinearAlgebra.MATMUL, List.of(shape(131, 300), shape(300, 270))),
          Case.of(LinearAlgebra.MATMUL, List.of(shape(1, 7), shape(7, 1))),
          Case.of(LinearAlgebra.MATMUL, List.of(shape(4, 0), shape(0, 3))),
          Case.of(LinearAlgebra.MATMUL, List.of(shape(0, 4), shape(4, 3))),
          Case.of(LinearAlgebra.LINEAR, List.of(shape(2, 3, 5, 33), shape(17, 33))),
          Case.of(LinearAlgebra.LINEAR_GRAD_INPUT, List.of(shape(5, 3, 17), shape(17, 33))),
          Case.of(LinearAlgebra.LINEAR_GRAD_WEIGHT, List.of(shape(5, 3, 17), shape(5, 3, 33))),
          Case.of(Convolution.CONV2D, List.of(shape(3, 1, 28, 28), shape(6, 1, 5, 5)), 1L, 0L),
          Case.of(Convolution.CONV2D, List.of(shape(2, 3, 9, 11), shape(5, 3, 3, 2)), 2L, 3L),
          Case.of(Convolution.CONV2D, List.of(shape(0, 3, 9, 11), shape(5, 3, 3, 2)), 1L, 0L),
          Case.of(
              Convolution.CONV2D_GRAD_INPUT,
              List.of(shape(2, 5, 7, 8), shape(5, 3, 3, 2)),
              shape(2, 3, 9, 11),
              2L,
              3L),
          Case.of(
              Convolution.CONV2D_GRAD_WEIGHT,
              List.of(shape(2, 5, 7, 8), shape(2, 3, 9, 11)),
              shape(5, 3, 3, 2),
              2L,
              3L),
          Case.of(Pooling.MAX_POOL2D, List.of(shape(3, 2, 24, 23)), 2L, 2L, 0L),
          Case.of(Pooling.MAX_POOL2D, List.of(shape(2, 2, 9, 8)), 3L, 2L, 1L),
          Case.of(Pooling.MAX_POOL2D, List.of(shape(2, 2, 9, 8)), 4L, 1L, 2L));

  @TestFactory
  Stream<DynamicTest> results() {
    return CASES.stream()
        .flatMap(one ->
            FLOATING.stream()
                .map(dtype -> DynamicTest.dynamicTest(one + " " + dtype, () -> check(one, dtype))));
  }

  private static void check(Case one, DType dtype) {
    Random random = new Random(11);
    Tensor[] operands =
        one.shapes.stream()
            .map(shape ->
                Tensor.from(random.doubles(Reference.count(shape), -1, 1).toArray(), shape)
                    .to(dtype))
            .toArray(Tensor[]::new);
    OpsAgainstReferenceTest.compare(one.op, operands, one.attributes.toArray(), dtype);
  }

  @Test
  void aLongSumInFloat32LosesNothing() {
    int count = 3_000_000;
    Tensor x = Tensor.full(new long[] {count}, 0.1f);
    assertEquals((float) ((double) 0.1f * count), x.sum().item());
    assertEquals(0.1f, x.mean().item());
  }

  @Test
  void theFirstLargestElementIsTakenAndNanWins() {
    float nan = Float.NaN;
    Tensor x = Tensor.of(new float[][] {{1, 3, 3, 2}, {0, nan, 5, nan}, {-0f, 0f, -1, -2}});
    assertArrayEquals(new long[] {1, 1, 0}, x.argmax(1).toLongArray());
    Tensor[] pooled = Primitives.maxPool2d(x.view(3, 1, 2, 2), 2, 2, 0);
    assertArrayEquals(new float[] {3, nan, -0f}, pooled[0].toFloatArray());
    assertArrayEquals(new long[] {1, 1, 0}, pooled[1].toLongArray());
  }

  @Test
  void nanPassesThroughReluAndItsMask() {
    Tensor x = Tensor.of(Float.NaN, -1, -0f, Float.POSITIVE_INFINITY);
    float[] y = x.relu().toFloatArray();
    assertTrue(Float.isNaN(y[0]));
    assertArrayEquals(
        new float[] {0, -0f, Float.POSITIVE_INFINITY}, new float[] {y[1], y[2], y[3]});
  }

  @Test
  void logSoftmaxOfLargeNumbersStaysFinite() {
    double[] y = Tensor.of(new double[] {1000.0, 1001.0, 0.0}).logSoftmax(0).toDoubleArray();
    double log = Math.log(1 + Math.exp(-1));
    assertArrayEquals(new double[] {-1 - log, -log, -1001 - log}, y, 1e-12);
  }

  @Test
  void integersAreComputedExactly() {
    long big = (1L << 60) + 1;
    Tensor x = Tensor.of(big, -big, 3);
    assertArrayEquals(new long[] {big + 1, 1 - big, 4}, x.add(1).toLongArray());
    assertArrayEquals(new long[] {2 * big, -2 * big, 6}, x.add(x).toLongArray());
    assertEquals(3, x.sum().itemLong());
    assertArrayEquals(new long[] {big, -big, 3}, Primitives.sumExcept(x, 0).toLongArray());
    assertEquals(0, x.argmax(0).itemLong());
    assertArrayEquals(new long[] {big, 5, 3}, Tensor.of(big, 5, 3).relu().toLongArray());
    assertEquals(DType.INT32, Tensor.of(new int[] {1, 2}).mul(3).dtype());
  }

  @Test
  void anAbsentBiasAddsNothing() {
    Tensor x = Tensor.of(new float[][] {{-0f, 1}, {Float.NaN, 2}});
    float[] y = x.addBias(null).toFloatArray();
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(y[0]));
    assertArrayEquals(x.toFloatArray(), y);
  }
}
