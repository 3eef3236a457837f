/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.gradsmith.tensor.Recorded.expect;
import static org.gradsmith.tensor.Recorded.expectShape;
import static org.gradsmith.tensor.Recorded.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Shapes by name, and elements that move; the numbers are PyTorch's. */
class MovingTest {
  private static final Tensor X = tensor(0.0, 1, 2, 3, 4, 5).view(2, 3);

  private static void check(Function<Tensor[], Tensor> function, Tensor... inputs) {
    Tensor[] leaves = new Tensor[inputs.length];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = inputs[i].copy().requiresGrad(true);
    }
    Gradcheck.check(function, leaves);
    Gradcheck.checkForward(function, leaves);
  }

  @Test
  void shapesByName() {
    expectShape(X.swapaxes(0, 1), 3, 2);
    expectShape(X.unsqueeze(0).swapdims(0, -1), 3, 2, 1);
    expect(X.matrixTranspose(), 0, 3, 1, 4, 2, 5);
    expect(X.t().ravel(), 0, 3, 1, 4, 2, 5);
    expectShape(X.viewAs(Tensor.zeros(3, 2)), 3, 2);
    expectShape(X.t().reshapeAs(Tensor.zeros(6)), 6);
    expect(X.narrowCopy(1, 1, 2), 1, 2, 4, 5);
    assertThrows(ShapeException.class, () -> tensor(1.0).matrixTranspose());
  }

  @Test
  void atLeastSoManyDimensions() {
    Tensor number = Tensor.scalar(2.0);
    expectShape(number.atLeast1d(), 1);
    expectShape(number.atLeast2d(), 1, 1);
    expectShape(number.atLeast3d(), 1, 1, 1);
    expectShape(Tensor.zeros(4).atLeast2d(), 1, 4);
    expectShape(Tensor.zeros(4).atLeast3d(), 1, 4, 1);
    expectShape(Tensor.zeros(4, 5).atLeast3d(), 4, 5, 1);
    expectShape(Tensor.zeros(2, 3, 4, 5).atLeast3d(), 2, 3, 4, 5);
  }

  @Test
  void sectionsOfRowsColumnsAndDepth() {
    List<Tensor> columns = X.hsplit(3);
    expect(columns.get(1), 1, 4);
    expect(X.hsplit(1L).get(1), 1, 2, 4, 5);
    expect(Tensor.arange(4).hsplit(2).get(1).to(DType.FLOAT64), 2, 3);
    expect(X.vsplit(2).get(1), 3, 4, 5);
    expectShape(X.vsplit(0L, 1).get(0), 0, 3);
    expectShape(Tensor.zeros(2, 3, 4).dsplit(2).get(0), 2, 3, 2);
    expectShape(Tensor.zeros(2, 3, 4).dsplit(1L).get(1), 2, 3, 3);
    ShapeException e = assertThrows(ShapeException.class, () -> X.hsplit(2));
    assertTrue(e.getMessage().contains("2 equal sections"), e.getMessage());
    assertThrows(ShapeException.class, () -> Tensor.zeros(3).vsplit(3));
  }

  @Test
  void rollsAroundTheEnd() {
    expect(X.roll(1, 1), 2, 0, 1, 5, 3, 4);
    expect(X.roll(-4, 1), 1, 2, 0, 4, 5, 3);
    expect(X.roll(2), 4, 5, 0, 1, 2, 3);
    expect(X.roll(new long[] {1, 1}, new int[] {0, 1}), 5, 3, 4, 2, 0, 1);
    expectShape(Tensor.empty(0, 2).roll(1, 0), 0, 2);
    assertThrows(ShapeException.class, () -> X.roll(new long[] {1}, new int[] {0, 1}));
    check(t -> t[0].roll(new long[] {1, -1}, new int[] {0, 1}).square(), X);
  }

  @Test
  void flipsOneDimension() {
    expect(X.fliplr(), 2, 1, 0, 5, 4, 3);
    expect(X.flipud(), 3, 4, 5, 0, 1, 2);
    assertThrows(ShapeException.class, () -> Tensor.zeros(3).fliplr());
  }

  @Test
  void flattensOntoADiagonal() {
    Tensor y = tensor(1.0, 2).diagflat(1);
    expectShape(y, 3, 3);
    expect(y, 0, 1, 0, 0, 0, 2, 0, 0, 0);
    check(t -> t[0].diagflat(-1).square(), X);
  }

  @Test
  void takesWhatAnOrderFound() {
    Tensor y = tensor(3.0, 1, 2, 6, 5, 4).view(2, 3);
    expect(y.takeAlongDim(y.argsort(1, false), 1), 1, 2, 3, 4, 5, 6);
    expect(y.takeAlongDim(Tensor.of(2L, 0).view(1, 2), 1), 2, 3, 4, 6);
    expect(y.takeAlongDim(Tensor.of(5L, -1)), 4, 4);
    expect(y.takeAlongDim(Tensor.of(-1L).view(1, 1), 0), 6, 5, 4);
    assertThrows(ShapeException.class, () -> y.takeAlongDim(Tensor.of(0L), 1));
    check(t -> t[0].takeAlongDim(Tensor.of(2L, 0, 0).view(1, 3), 1).square(), y);
  }

  @Test
  void putsAtFlatPositions() {
    Tensor places = Tensor.of(0L, -1, 0);
    Tensor source = tensor(10.0, 20, 30);
    expect(X.put(places, source, true), 40, 1, 2, 3, 4, 25);
    expect(X.put(Tensor.of(1L, 4), tensor(7.0, 8), false), 0, 7, 2, 3, 8, 5);
    assertThrows(IndexException.class, () -> X.put(Tensor.of(6L), tensor(1.0), true));
    assertThrows(ShapeException.class, () -> X.put(places, tensor(1.0), true));
    assertThrows(DTypeException.class, () -> X.put(Tensor.of(1L), Tensor.of(1L), true));
    check(t -> t[0].put(places, t[1], true).square(), X, source);
  }

  @Test
  void writesIntoASliceOrADiagonalOfACopy() {
    Tensor two = tensor(8.0, 9).view(2, 1);
    expect(X.sliceScatter(two, 1, 1, 2, 1), 0, 8, 2, 3, 9, 5);
    expect(X.diagonalScatter(tensor(8.0, 9), 1, 0, 1), 0, 8, 2, 3, 4, 9);
    ShapeException e = assertThrows(ShapeException.class, () -> X.sliceScatter(two, 1, 0, 2, 1));
    assertTrue(e.getMessage().contains("has shape (2, 2)"), e.getMessage());
    check(t -> t[0].sliceScatter(t[1], 1, 0, 3, 2).square(), X, Tensor.ones(DType.FLOAT64, 2, 2));
    check(t -> t[0].diagonalScatter(t[1], 0, 0, 1).square(), X, tensor(1.0, 2));
  }

  @Test
  void membershipAndPlaces() {
    Tensor x = tensor(1.0, Double.NaN, 3);
    assertArrayEquals(new long[] {1, 0, 0}, x.isin(tensor(1.0, Double.NaN)).toLongArray());
    expectShape(x.isin(Tensor.empty(0)), 3);
    assertEquals(DType.BOOL, Tensor.of(1L, 2).isin(Tensor.of(2L)).dtype());
    assertArrayEquals(
        new long[] {0, 1, 1, 0}, Tensor.of(0L, 1, 1, 0).view(2, 2).argwhere().toLongArray());
  }

  @Test
  void longPartsAreScaledDown() {
    expect(X.renorm(2, 0, 3), 0, 1, 2, 1.2727921881357858, 1.6970562508477143, 2.121320313559643);
    expect(
        X.renorm(1, 1, 4),
        0,
        0.7999999840000003,
        1.1428571265306124,
        3,
        3.199999936000001,
        2.8571428163265313);
    assertThrows(IllegalArgumentException.class, () -> tensor(1.0).renorm(2, 0, 1));
    check(t -> t[0].renorm(2, 0, 3), X.add(1.0));
  }

  @Test
  void combinationsOfElements() {
    expect(tensor(1.0, 2, 3).combinations(2, false), 1, 2, 1, 3, 2, 3);
    expect(tensor(1.0, 2).combinations(2, true), 1, 1, 1, 2, 2, 2);
    expectShape(tensor(1.0, 2).combinations(3, false), 0, 3);
    expectShape(tensor(1.0, 2).combinations(0, false), 0);
    assertThrows(ShapeException.class, () -> X.combinations(2, false));
  }
}
