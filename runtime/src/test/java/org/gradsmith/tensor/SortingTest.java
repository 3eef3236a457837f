/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Sorting, ranks and counts. */
class SortingTest {
  @Test
  void uniqueSlicesAlongADimension() {
    Tensor x = Tensor.of(new long[][] {{3, 1}, {1, 2}, {3, 1}, {1, 1}});
    UniqueElements rows = x.unique(0);
    assertArrayEquals(new long[] {1, 1, 1, 2, 3, 1}, rows.values().toLongArray());
    assertArrayEquals(new long[] {2, 1, 2, 0}, rows.inverse().toLongArray());
    assertArrayEquals(new long[] {1, 1, 2}, rows.counts().toLongArray());
    UniqueElements columns = x.unique(-1);
    assertArrayEquals(new long[] {1, 3, 2, 1, 1, 3, 1, 1}, columns.values().toLongArray());
    assertArrayEquals(new long[] {1, 0}, columns.inverse().toLongArray());
    assertArrayEquals(new long[] {1, 1, 1, 1}, x.uniqueConsecutive(0).counts().toLongArray());
    Tensor nan = Tensor.of(new double[][] {{1, Double.NaN}, {1, Double.NaN}, {0, 2}, {-0.0, 2}});
    assertArrayEquals(new long[] {2, 1, 1}, nan.unique(0).counts().toLongArray());
    assertArrayEquals(new long[] {0, 3}, Tensor.zeros(0, 3).unique(0).values().shape());
    assertThrows(ShapeException.class, () -> Tensor.zeros(2, 0).unique(0));
  }

  private static void assertQuantiles(
      Tensor x, Interpolation interpolation, double tenth, double half, double most) {
    assertEquals(tenth, x.quantile(0.1, interpolation).item(), 1e-6);
    assertEquals(half, x.quantile(0.5, interpolation).item(), 1e-6);
    assertEquals(most, x.quantile(0.84, interpolation).item(), 1e-6);
  }

  @Test
  void quantilesBetweenNeighbours() {
    Tensor x = Tensor.of(8.0, 1.0, 4.0, 2.0);
    assertQuantiles(x, Interpolation.LINEAR, 1.3, 3, 6.08);
    assertQuantiles(x, Interpolation.LOWER, 1, 2, 4);
    assertQuantiles(x, Interpolation.HIGHER, 2, 4, 8);
    assertQuantiles(x, Interpolation.MIDPOINT, 1.5, 3, 6);
    assertQuantiles(x, Interpolation.NEAREST, 1, 4, 8);
    Tensor nan = Tensor.of(1f, Float.NaN, 2f);
    assertTrue(Double.isNaN(nan.quantile(0.2, Interpolation.LOWER).item()));
  }

  private static final long SEED = 7;

  private static Tensor values(double... values) {
    return Tensor.of(values);
  }

  @Test
  void sortsStablyAndNaNLast() {
    Tensor x = values(2, Double.NaN, -0.0, 2, 0.0, Double.NEGATIVE_INFINITY);
    assertArrayEquals(new long[] {5, 2, 4, 0, 3, 1}, x.argsort().toLongArray());
    assertArrayEquals(new long[] {1, 0, 3, 2, 4, 5}, x.argsort(0, true).toLongArray());
  }

  @Test
  void sortsLongRows() {
    double[] random = new Random(SEED).doubles(1000, -1, 1).toArray();
    double[] sorted = random.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, Tensor.of(random).sort().values().toDoubleArray(), "seed " + SEED);
  }

  @Test
  void sortsAlongAnyDimension() {
    Tensor x = values(3, 1, 2, 0, 5, 4).view(3, 2);
    assertArrayEquals(new double[] {2, 0, 3, 1, 5, 4}, x.sort(0, false).values().toDoubleArray());
    assertArrayEquals(new double[] {2, 0, 3, 1, 5, 4}, x.msort().toDoubleArray());
    assertArrayEquals(new long[] {1, 1, 0, 0, 2, 2}, x.argsort(-2, false).toLongArray());
  }

  @Test
  void gradientsGoBackToWhereValuesCameFrom() {
    Tensor x = values(0.3, -1, 2, 0.7).requiresGrad(true);
    Gradcheck.check(in -> in[0].sort(0, true).values(), x);
    Gradcheck.check(in -> in[0].topk(2).values(), x);
    Gradcheck.check(in -> in[0].kthvalue(2).values(), x);
    Gradcheck.check(in -> in[0].median(), x);
    Gradcheck.check(in -> in[0].quantile(0.4), x);
    Gradcheck.check(in -> in[0].cummax(0).values(), x);
  }

  @Test
  void ranks() {
    Tensor x = values(4, 1, 3, 2);
    assertArrayEquals(new double[] {1, 2}, x.topk(2, 0, false).values().toDoubleArray());
    assertArrayEquals(new long[] {0, 2}, x.topk(2).indices().toLongArray());
    assertEquals(3, x.kthvalue(3).values().item());
    assertEquals(2, x.median().item());
    assertEquals(2.5, x.quantile(0.5).item());
    assertEquals(4, x.quantile(1).item());
    assertTrue(Double.isNaN(values(1, Double.NaN).quantile(0).item()));
    ValuesAndIndices mode = Tensor.of(2L, 1L, 2L, 1L, 3L).mode(0, false);
    assertEquals(1, mode.values().itemLong());
    assertEquals(3, mode.indices().itemLong());
  }

  @Test
  void ranksAreChecked() {
    Tensor x = values(4, 1);
    String message = assertThrows(IndexException.class, () -> x.kthvalue(3)).getMessage();
    assertTrue(message.contains("k is from 1 to 2"), message);
    assertThrows(IndexException.class, () -> x.topk(3));
    assertThrows(IndexException.class, () -> x.sort(1, false));
  }

  @Test
  void singleNumbersAreSorted() {
    ValuesAndIndices sorted = Tensor.scalar(3.0).sort();
    assertEquals(3, sorted.values().item());
    assertEquals(0, sorted.indices().dim());
    assertEquals(0, Tensor.zeros(0).sort().values().numel());
  }

  @Test
  void uniqueElements() {
    UniqueElements found = Tensor.of(3L, 1L, 3L, 2L).view(2, 2).unique();
    assertArrayEquals(new long[] {1, 2, 3}, found.values().toLongArray());
    assertArrayEquals(new long[] {2, 0, 2, 1}, found.inverse().toLongArray());
    assertArrayEquals(new long[] {2, 2}, found.inverse().shape());
    assertArrayEquals(new long[] {1, 1, 2}, found.counts().toLongArray());
    UniqueElements runs = Tensor.of(1L, 1L, 2L, 1L).uniqueConsecutive();
    assertArrayEquals(new long[] {1, 2, 1}, runs.values().toLongArray());
    assertArrayEquals(new long[] {2, 1, 1}, runs.counts().toLongArray());
  }

  @Test
  void counts() {
    assertArrayEquals(
        new long[] {1, 0, 2, 0}, Tensor.of(2L, 0L, 2L).bincount(null, 4).toLongArray());
    Tensor weights = values(0.5, 1, 2);
    assertArrayEquals(
        new double[] {1, 2.5}, Tensor.of(1L, 0L, 1L).bincount(weights, 0).toDoubleArray());
    assertThrows(IndexException.class, () -> Tensor.of(-1L).bincount());
    assertArrayEquals(new double[] {1, 2}, values(0, 1, 2, 9).histc(2, 0, 2).toDoubleArray());
  }

  @Test
  void differences() {
    Tensor x = values(1, 4, 9);
    assertArrayEquals(new double[] {2}, x.diff(2, 0).toDoubleArray());
    assertArrayEquals(
        new double[] {1, 3, 5, 7}, x.diff(1, 0, values(0), values(16)).toDoubleArray());
    assertEquals(DType.BOOL, Tensor.of(true, false).diff().dtype());
    assertThrows(ShapeException.class, () -> Tensor.scalar(1.0).diff());
  }
}
