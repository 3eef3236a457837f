/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;

/** Dtypes that factories infer, memory that they share, and what they draw. */
class CreationTest {
  @Test
  void memoryOfOneThreadIsNotWrapped() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(16, 4);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> Tensor.wrap(segment, DType.FLOAT32, 4));
      assertTrue(String.valueOf(e.getMessage()).contains("belongs to one thread"));
    }
  }

  @Test
  void literalsAreThoseOfPython() {
    assertEquals(DType.INT64, Tensor.of(1, 2).dtype());
    assertEquals(DType.FLOAT32, Tensor.of(1.0, 2.0).dtype());
    assertEquals(DType.FLOAT32, Tensor.of(1, 2.5).dtype());
    assertEquals(DType.BOOL, Tensor.of(true, false).dtype());
    Tensor.setDefaultDtype(DType.FLOAT64);
    try {
      assertEquals(DType.FLOAT64, Tensor.of(1.0, 2.0).dtype());
      assertEquals(DType.FLOAT64, Tensor.zeros(2).dtype());
      assertEquals(DType.FLOAT64, Tensor.of(1, 2).mul(0.5).dtype());
    } finally {
      Tensor.setDefaultDtype(DType.FLOAT32);
    }
    assertThrows(DTypeException.class, () -> Tensor.setDefaultDtype(DType.INT64));
  }

  @Test
  void arraysAreThoseOfNumPy() {
    assertEquals(DType.INT32, Tensor.of(new int[] {1}).dtype());
    assertEquals(DType.INT64, Tensor.of(new long[] {1}).dtype());
    assertEquals(DType.FLOAT32, Tensor.of(new float[] {1}).dtype());
    assertEquals(DType.FLOAT64, Tensor.of(new double[] {1}).dtype());
    assertEquals(DType.BOOL, Tensor.of(new boolean[] {true}).dtype());
    Tensor cube = Tensor.of(new int[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}});
    assertArrayEquals(new long[] {2, 2, 2}, cube.shape());
    assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, cube.toLongArray());
    assertArrayEquals(new long[] {0, 0}, Tensor.of(new float[0][0]).shape());
    TensorOptions options = TensorOptions.of(DType.FLOAT64).requiringGrad(true);
    Tensor leaf = Tensor.of(options, new int[][] {{1}, {2}});
    assertEquals(DType.FLOAT64, leaf.dtype());
    assertTrue(leaf.requiresGrad() && leaf.isLeaf());
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new String[] {"1"}));
  }

  @Test
  void wrappedMemoryIsShared() {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).asFloatBuffer();
    Tensor x = Tensor.wrap(buffer, 2, 2);
    buffer.put(3, 7);
    assertEquals(7, x.select(0, 1).select(0, 1).item());
    x.fillInPlace(2);
    assertEquals(2, buffer.get(0));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(ValueLayout.JAVA_LONG);
      Tensor y = Tensor.wrap(segment, DType.INT64, 1);
      y.fillInPlace(5);
      assertEquals(5, segment.getAtIndex(ValueLayout.JAVA_LONG, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> Tensor.wrap(FloatBuffer.allocate(4), 2, 2));
    assertThrows(ShapeException.class, () -> Tensor.wrap(buffer, 3));
  }

  @Test
  void wrappedArraysTakePartInOps() {
    float[] values = {1, 2, 4, 1, 1, 1};
    Tensor x = Tensor.wrap(MemorySegment.ofArray(values), DType.FLOAT32, 2, 3);
    assertArrayEquals(new double[] {2, 4, 8, 2, 2, 2}, x.add(x).toDoubleArray());
    assertArrayEquals(new double[] {2, 3, 5, 2, 2, 2}, x.add(1).toDoubleArray());
    assertArrayEquals(x.copy().softmax(-1).toDoubleArray(), x.softmax(-1).toDoubleArray(), 1e-7);
    assertArrayEquals(x.copy().exp().toDoubleArray(), x.exp().toDoubleArray());
    assertArrayEquals(new double[] {2, 2, 4, 2, 8, 2}, x.transpose(0, 1).mul(2).toDoubleArray());
    x.mulInPlace(x.select(0, 0));
    assertArrayEquals(new float[] {1, 4, 16, 1, 2, 4}, values);
    assertEquals(28, x.sum().item());
  }

  @Test
  void segmentsAndBuffersShareTheTensorsMemory() {
    Tensor x = Tensor.of(1f, 2f, 3f);
    x.narrow(0, 1, 2).segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 9);
    assertArrayEquals(new float[] {1, 9, 3}, x.toFloatArray());
    x.asBuffer().asFloatBuffer().put(0, 4);
    assertEquals(4, x.toFloatArray()[0]);
    Tensor leaf = Tensor.of(1f).requiresGrad(true);
    String message = assertThrows(InPlaceException.class, leaf::segment).getMessage();
    assertTrue(message.contains("use detach().segment()"), message);
    Tensor transposed = Tensor.zeros(2, 3).t();
    assertThrows(ShapeException.class, transposed::asBuffer);
  }

  @Test
  void rangesAndIdentities() {
    assertArrayEquals(
        new float[] {0, 0.25f, 0.5f, 0.75f, 1}, Tensor.linspace(0, 1, 5).toFloatArray());
    assertArrayEquals(new float[] {3}, Tensor.linspace(3, 8, 1).toFloatArray());
    assertArrayEquals(new float[] {1, 0, 0, 1}, Tensor.eye(2).toFloatArray());
    assertArrayEquals(new long[] {2, 3}, Tensor.zerosLike(Tensor.ones(2, 3)).shape());
    assertTrue(Tensor.scalar(true).toBoolean());
    assertThrows(ShapeException.class, () -> Tensor.of(true, false).toBoolean());
  }

  @Test
  void drawsAreReproducibleAndInRange() {
    Generator generator = new Generator(3);
    TensorOptions options = TensorOptions.of(DType.INT64);
    long[] first = Tensor.randint(generator, options, -2, 3, 1000).toLongArray();
    assertArrayEquals(first, Tensor.randint(new Generator(3), options, -2, 3, 1000).toLongArray());
    assertEquals(5, Arrays.stream(first).distinct().count());
    assertTrue(Arrays.stream(first).allMatch(v -> v >= -2 && v < 3));
    long[] permutation = Tensor.randperm(generator, 50).toLongArray();
    assertArrayEquals(
        Tensor.arange(50).toLongArray(), Arrays.stream(permutation).sorted().toArray());
    assertFalse(Arrays.equals(permutation, Tensor.arange(50).toLongArray()));
    Tensor p = Tensor.full(new long[] {4000}, 0.25);
    assertEquals(0.25, Tensor.bernoulli(generator, p).mean().item(), 0.03);
    Tensor weights = Tensor.of(new double[] {0, 3, 1});
    long[] drawn = Tensor.multinomial(generator, weights, 4000, true).toLongArray();
    assertEquals(0.75, Arrays.stream(drawn).filter(i -> i == 1).count() / 4000.0, 0.03);
    assertEquals(0, Arrays.stream(drawn).filter(i -> i == 0).count());
    long[] both = Tensor.multinomial(generator, weights, 2, false).toLongArray();
    assertArrayEquals(new long[] {1, 2}, Arrays.stream(both).sorted().toArray());
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.multinomial(generator, weights, 3, false));
  }
}
