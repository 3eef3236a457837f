/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.gradsmith.tensor.Recorded.expect;
import static org.gradsmith.tensor.Recorded.expectShape;
import static org.gradsmith.tensor.Recorded.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Larger tensors assembled of smaller ones; the numbers are PyTorch's. */
class AssemblingTest {
  private static final Tensor A = tensor(1.0, 2, 3, 4).view(2, 2);
  private static final Tensor B = tensor(5.0, 6);

  @Test
  void stacksAlongDepthAndAsColumns() {
    Tensor deep = Tensor.dstack(List.of(A, A.mul(10.0)));
    expectShape(deep, 2, 2, 2);
    expect(deep, 1, 10, 2, 20, 3, 30, 4, 40);
    expectShape(Tensor.dstack(List.of(Tensor.scalar(1.0), Tensor.scalar(2.0))), 1, 1, 2);
    expect(Tensor.columnStack(List.of(B, A)), 5, 1, 2, 6, 3, 4);
    expectShape(Tensor.columnStack(List.of(B, B, B)), 2, 3);
  }

  @Test
  void blocksAlongADiagonal() {
    Tensor blocks = Tensor.blockDiag(List.of(A, B, Tensor.scalar(7.0).to(DType.FLOAT64)));
    expectShape(blocks, 4, 5);
    expect(blocks, 1, 2, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0, 7);
    assertEquals(DType.FLOAT64, Tensor.blockDiag(List.of(Tensor.of(1L), B)).dtype());
    assertThrows(ShapeException.class, () -> Tensor.blockDiag(List.of(Tensor.zeros(1, 1, 1))));
    Gradcheck.check(
        t -> Tensor.blockDiag(List.of(t)).square(),
        A.copy().requiresGrad(true),
        B.copy().requiresGrad(true));
  }

  @Test
  void productsOfSetsAndOfMatrices() {
    expect(Tensor.cartesianProd(List.of(B, tensor(1.0, 2, 3))), 5, 1, 5, 2, 5, 3, 6, 1, 6, 2, 6, 3);
    expectShape(Tensor.cartesianProd(List.of(B)), 2);
    expectShape(Tensor.cartesianProd(List.of(B, Tensor.empty(0))), 0, 2);
    assertThrows(ShapeException.class, () -> Tensor.cartesianProd(List.of(A, B)));
    expect(Tensor.kron(A, B), 5, 6, 10, 12, 15, 18, 20, 24);
    expectShape(Tensor.kron(B, A), 2, 4);
    Gradcheck.check(
        t -> Tensor.kron(t[0], t[1]), A.copy().requiresGrad(true), B.copy().requiresGrad(true));
  }

  @Test
  void placesOfTriangles() {
    assertArrayEquals(new long[] {1, 2, 2, 0, 0, 1}, Tensor.trilIndices(3, 3, -1).toLongArray());
    assertArrayEquals(new long[] {0, 0, 1, 1, 2, 2}, Tensor.triuIndices(2, 3, 1).toLongArray());
    expectShape(Tensor.trilIndices(0, 3, 0), 2, 0);
    expectShape(Tensor.triuIndices(2, 2, 5), 2, 0);
    expectShape(Tensor.triuIndices(2, 3, -7), 2, 6);
    assertThrows(ShapeException.class, () -> Tensor.trilIndices(-1, 3, 0));
  }

  @Test
  void buckets() {
    Tensor boundaries = tensor(1.0, 3, 5);
    Tensor values = tensor(0.0, 1, 2, 5, 6, Double.NaN);
    assertArrayEquals(
        new long[] {0, 0, 1, 2, 3, 3}, Tensor.bucketize(values, boundaries, false).toLongArray());
    assertArrayEquals(
        new long[] {0, 1, 1, 3, 3, 3}, Tensor.bucketize(values, boundaries, true).toLongArray());
    assertThrows(ShapeException.class, () -> Tensor.bucketize(values, A, true));
  }

  @Test
  void powersEvenlySpacedInTheExponent() {
    assertArrayEquals(
        new float[] {0.1f, 1, 10, 100}, Tensor.logspace(-1, 2, 4, 10).toFloatArray(), 1e-5f);
    expectShape(Tensor.logspace(0, 1, 0, 2), 0);
    assertArrayEquals(
        new long[] {4, 2, 3},
        Tensor.broadcastShapes(new long[] {2, 1}, new long[] {3}, new long[] {4, 1, 1}));
    assertThrows(
        ShapeException.class, () -> Tensor.broadcastShapes(new long[] {2}, new long[] {3}));
  }
}
