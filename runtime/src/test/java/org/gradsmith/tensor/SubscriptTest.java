/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** What stands between brackets in Python; the expected values are PyTorch's. */
class SubscriptTest {
  @Test
  void whatIndexTensorsGatherIsAContiguousTensorOfItsOwn() {
    Tensor x = Tensor.arange(24).view(2, 3, 4);
    Tensor y = x.index(Index.all(), Index.of(Tensor.of(0L, 1L)));
    assertArrayEquals(new long[] {8, 4, 1}, y.strides());
    assertNull(y.base());
    Tensor sum;
    try (var _ = Autograd.noGrad()) {
      sum = Tensor.ones(2, 3).sum(new long[] {1});
    }
    sum.addInPlace(Tensor.ones(2).requiresGrad(true)); // no view, so nothing speaks against it
    assertTrue(sum.requiresGrad());
  }

  @Test
  void unsignedBytesAreAMask() {
    Tensor x = Tensor.arange(4).view(2, 2);
    Tensor mask = Tensor.of(0L, 1L).to(DType.UINT8);
    assertArrayEquals(new long[] {2, 3}, x.index(Index.of(mask)).toLongArray());
  }

  @Test
  void assignedValuesMayHaveMoreDimensionsOfSizeOneInFront() {
    Tensor x = Tensor.zeros(2, 2);
    x.assign(Tensor.of(5f), Index.at(0), Index.at(0));
    x.assign(Tensor.of(6f, 7f).view(1, 1, 2), Index.at(1));
    x.assign(Tensor.of(8f).view(1, 1, 1), Index.of(Tensor.of(0L)), Index.of(Tensor.of(1L)));
    assertArrayEquals(new float[] {5, 8, 6, 7}, x.toFloatArray());
  }

  private final Tensor x = Tensor.arange(24).view(2, 3, 4);
  private final Tensor i = Tensor.of(1L, 0L);
  private final Tensor j = Tensor.from(new long[] {2, -1}, 2, 1);

  private static void expect(Tensor actual, long[] shape, long... values) {
    assertArrayEquals(shape, actual.shape());
    assertArrayEquals(values, actual.toLongArray());
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  @Test
  void slicesAndPlacesAreViews() {
    expect(x.index(Index.at(1), Index.at(-1)), shape(4), 20, 21, 22, 23);
    Tensor part = x.index(Index.all(), Index.from(1), Index.all().step(2));
    expect(part, shape(2, 2, 2), 4, 6, 8, 10, 16, 18, 20, 22);
    assertSame(x.storage(), part.storage());
    expect(x.index(Index.ellipsis(), Index.at(0)), shape(2, 3), 0, 4, 8, 12, 16, 20);
    expect(
        x.index(Index.all(), Index.newAxis(), Index.at(0)),
        shape(2, 1, 4),
        0,
        1,
        2,
        3,
        12,
        13,
        14,
        15);
    expect(x.index(Index.at(0), Index.to(-1), Index.slice(-2, 100)), shape(2, 2), 2, 3, 6, 7);
    expect(x.index(), shape(2, 3, 4), x.toLongArray());
  }

  @Test
  void indexTensorsThatAreAdjacentStandWhereTheyStood() {
    expect(
        x.index(Index.all(), Index.of(j), Index.of(i)), shape(2, 2, 2), 9, 8, 9, 8, 21, 20, 21, 20);
    expect(x.index(Index.at(0), Index.all(), Index.of(j)), shape(3, 2, 1), 2, 3, 6, 7, 10, 11);
  }

  @Test
  void indexTensorsThatAreNotAdjacentStandInFront() {
    expect(
        x.index(Index.of(i), Index.all(), Index.of(Tensor.of(3L, 0L))),
        shape(2, 3),
        15,
        19,
        23,
        0,
        4,
        8);
  }

  @Test
  void masksSelectWhereTheyHold() {
    expect(x.index(Index.of(x.gt(20))), shape(3), 21, 22, 23);
    Tensor rows = x.index(Index.all(), Index.of(Tensor.of(true, false, true)));
    expect(rows.index(Index.at(1)), shape(2, 4), 12, 13, 14, 15, 20, 21, 22, 23);
    assertArrayEquals(
        shape(1, 2, 3, 4), x.index(Index.of(Tensor.full(DType.BOOL, shape(), 1))).shape());
    assertArrayEquals(
        shape(0, 2, 3, 4), x.index(Index.of(Tensor.full(DType.BOOL, shape(), 0))).shape());
    assertArrayEquals(shape(0), x.index(Index.of(x.gt(99))).shape());
  }

  @Test
  void valuesArePutOrAdded() {
    Tensor zeros = Tensor.zeros(DType.INT64, 3, 3);
    Tensor put =
        zeros.indexPut(
            Tensor.of(5L, 6L), false, Index.of(Tensor.of(0L, 2L)), Index.of(Tensor.of(1L, 1L)));
    expect(put, shape(3, 3), 0, 5, 0, 0, 0, 0, 0, 6, 0);
    Tensor sum =
        Tensor.zeros(DType.INT64, 3)
            .indexPut(Tensor.of(1L, 2L, 3L), true, Index.of(Tensor.of(1L, 1L, -1L)));
    expect(sum, shape(3), 0, 3, 3);
    expect(zeros, shape(3, 3), new long[9]);
  }

  @Test
  void assignmentWritesThroughViewsAndWhereMasksHold() {
    Tensor y = x.copy();
    assertSame(y, y.assign(-1, Index.at(0), Index.all(), Index.at(0)));
    y.assign(Tensor.of(7L, 8L), Index.at(1), Index.of(Tensor.of(0L, 2L)), Index.at(-1));
    y.assign(0, Index.of(y.gt(20)));
    expect(
        y,
        shape(2, 3, 4),
        -1,
        1,
        2,
        3,
        -1,
        5,
        6,
        7,
        -1,
        9,
        10,
        11,
        12,
        13,
        14,
        7,
        16,
        17,
        18,
        19,
        20,
        0,
        0,
        8);
    assertEquals(3, y.version());
  }

  @Test
  void gradientsFlowThroughSelectionAndAssignment() {
    Tensor w = Tensor.from(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).requiresGrad(true);
    Tensor v = Tensor.of(new double[] {7, 8}).requiresGrad(true);
    Index[] parts = {Index.of(Tensor.of(1L, 0L)), Index.of(Tensor.of(2L, 2L))};
    Gradcheck.check(in -> in[0].mul(in[0]).index(parts), w);
    Gradcheck.check(in -> in[0].mul(1).assign(in[1].mul(in[1]), parts).mul(in[0]), w, v);
    Gradcheck.checkSecond(in -> in[0].exp().indexPut(in[1].exp(), true, parts), w, v);
  }

  @Test
  void wrongPartsAreRefused() {
    assertRefused("place 2 is outside dimension 0 of shape (2, 3, 4)", Index.at(2));
    assertRefused("place -5 is outside dimension 2", Index.ellipsis(), Index.at(-5));
    assertRefused("place 9 is outside dimension 0", Index.of(Tensor.of(0L, 9L)));
    assertRefused(
        "the mask of shape (2) does not fit dimensions 1 and on",
        Index.all(),
        Index.of(Tensor.of(true, false)));
    assertRefused("about 4 dimensions", Index.at(0), Index.at(0), Index.at(0), Index.at(0));
    assertRefused("one ellipsis", Index.ellipsis(), Index.ellipsis());
    assertRefused("a step is at least 1", Index.all().step(0));
    assertRefused(
        "of shapes [(2), (3)] do not broadcast", Index.of(i), Index.of(Tensor.of(0L, 1L, 2L)));
    assertThrows(DTypeException.class, () -> x.index(Index.of(Tensor.of(1.0))));
    assertThrows(ShapeException.class, () -> x.indexPut(Tensor.of(1L, 2L, 3L), false, Index.of(i)));
    assertThrows(DTypeException.class, () -> x.indexPut(Tensor.of(1.5), false, Index.of(i)));
  }

  private void assertRefused(String part, Index... parts) {
    IndexException e = assertThrows(IndexException.class, () -> x.index(parts));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  @Test
  void scatteredElementsAreReducedAndShareTheGradient() {
    assertScatter("sum", true, new double[] {6, 15, 0}, new double[] {1, 1, 1}, 1, 1, 1, 1);
    assertScatter("sum", false, new double[] {3, 10, 0}, new double[] {0, 0, 1}, 1, 1, 1, 1);
    double third = 1.0 / 3;
    assertScatter(
        "mean",
        true,
        new double[] {2, 5, 0},
        new double[] {third, third, 1},
        third,
        third,
        third,
        third);
    assertScatter("mean", false, new double[] {1.5, 5, 0}, new double[] {0, 0, 1}, .5, .5, .5, .5);
    assertScatter(
        "amax", true, new double[] {3, 5, 0}, new double[] {1, third, 1}, 0, third, 0, third);
    // the 5 that takes no part makes the shares smaller, as in PyTorch
    assertScatter(
        "amax", false, new double[] {2, 5, 0}, new double[] {0, 0, 1}, 0, third, 1, third);
    assertScatter(
        "amin", true, new double[] {1, 5, 0}, new double[] {0, third, 1}, 1, third, 0, third);
  }

  private static void assertScatter(
      String reduce, boolean includeSelf, double[] values, double[] ofX, double... ofSource) {
    Tensor x = Tensor.of(new double[] {3, 5, 0}).requiresGrad(true);
    Tensor source = Tensor.of(new double[] {1, 5, 2, 5}).requiresGrad(true);
    Tensor y = x.scatterReduce(0, Tensor.of(0L, 1L, 0L, 1L), source, reduce, includeSelf);
    assertArrayEquals(values, y.toDoubleArray());
    List<Tensor> gradients = Autograd.grad(y.sum(), x, source);
    assertArrayEquals(ofX, gradients.get(0).toDoubleArray(), 1e-15);
    assertArrayEquals(ofSource, gradients.get(1).toDoubleArray(), 1e-15);
  }

  @Test
  void scatteredInfinitiesAndWrongReductions() {
    Tensor x = Tensor.of(new double[] {Double.NEGATIVE_INFINITY, 1});
    Tensor y =
        x.scatterReduce(
            0, Tensor.of(0L), Tensor.of(new double[] {Double.POSITIVE_INFINITY}), "amax", true);
    assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 1}, y.toDoubleArray());
    assertThrows(
        IllegalArgumentException.class,
        () -> x.scatterReduce(0, Tensor.of(0L), x.narrow(0, 0, 1), "median", true));
  }
}
