/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.gradsmith.tensor.Recorded.expect;
import static org.gradsmith.tensor.Recorded.expectShape;
import static org.gradsmith.tensor.Recorded.tensor;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.Gradcheck;
import org.junit.jupiter.api.Test;

/** Covariances, areas, quantiles and histograms; the numbers are PyTorch's. */
class SampleStatisticsTest {
  private static final Tensor X = tensor(0.5, 2, -1, 3, 1, 4, 1.5, -2).view(2, 4);

  private static Tensor leaf(Tensor x) {
    return x.copy().requiresGrad(true);
  }

  @Test
  void covariances() {
    Tensor frequencies = Tensor.of(1L, 2, 0, 1);
    Tensor weights = tensor(0.5, 1, 2, 0.25);
    expect(X.cov(), 3.0625, -1.3541666666666667, -1.3541666666666667, 6.0625);
    expect(X.cov(0, frequencies, null), 0.796875, -0.65625, -0.65625, 6.1875);
    expect(
        X.cov(1, null, weights),
        3.475000000000001,
        0.8071428571428574,
        0.8071428571428574,
        3.828571428571429);
    expect(
        X.cov(1, frequencies, weights),
        0.6726190476190477,
        0.10714285714285716,
        0.10714285714285716,
        5.357142857142857);
    expectShape(X.select(0, 0).cov(), new long[0]);
    expect(X.select(0, 0).cov(), 3.0625);
    expect(tensor(1.0).cov(), Double.NaN);
    assertThrows(ShapeException.class, () -> X.unsqueeze(0).cov());
    assertThrows(ShapeException.class, () -> X.cov(1, Tensor.of(1L), null));
    Gradcheck.check(t -> t[0].cov(), leaf(X));
    Gradcheck.check(t -> t[0].cov(1, frequencies, t[1]), leaf(X), leaf(weights));
  }

  @Test
  void correlations() {
    expect(X.corrcoef(), 1, -0.3142738130175488, -0.3142738130175488, 1);
    expect(X.select(0, 0).corrcoef(), 1);
    Gradcheck.check(t -> t[0].corrcoef().narrow(0, 0, 1).narrow(1, 1, 1), leaf(X));
  }

  @Test
  void areasUnderCurves() {
    Tensor places = tensor(0.0, 1, 3, 4);
    expect(X.trapezoid(), 2.75, 5);
    expect(X.trapezoid(0.5, 0), 0.375, 1.5, 0.125, 0.25);
    expect(X.trapezoid(places, 1), 3.25, 7.75);
    expect(X.cumulativeTrapezoid(2, 1), 2.5, 3.5, 5.5, 5, 10.5, 10);
    expect(X.cumulativeTrapezoid(places, 1), 1.25, 2.25, 3.25, 2.5, 8, 7.75);
    expect(tensor(3.0).trapezoid(), 0);
    expectShape(Tensor.empty(2, 0).trapezoid(), 2);
    assertThrows(ShapeException.class, () -> X.trapezoid(tensor(1.0, 2), 1));
    assertThrows(ShapeException.class, () -> Tensor.scalar(1.0).trapezoid());
    Gradcheck.check(t -> t[0].trapezoid(t[1], 1), leaf(X), leaf(places));
  }

  @Test
  void quantilesWithoutNaN() {
    double nan = Double.NaN;
    Tensor y = tensor(nan, 1, 3, 2, nan, nan, 5, nan, nan).view(3, 3);
    expect(y.nanquantile(0.3), 1.9);
    expect(y.nanquantile(0.5, 0, false), 3.5, 1, 3);
    expect(y.select(1, 1).narrow(0, 1, 2).nanquantile(0.5), Double.NaN);
    expectShape(y.nanquantile(0.5, 1, true), 3, 1);
    assertThrows(IllegalArgumentException.class, () -> y.nanquantile(1.5));
    assertThrows(DTypeException.class, () -> Tensor.of(1L, 2).nanquantile(0.5));
    Gradcheck.check(t -> t[0].nanquantile(0.3, 1, false), leaf(X));
  }

  @Test
  void severalQuantilesAtOnce() {
    Tensor q = tensor(0.0, 0.4, 0.7);
    expect(
        X.quantile(q, 1, false, Interpolation.LINEAR),
        -1,
        -2,
        0.8000000000000003,
        1.1,
        2.0999999999999996,
        1.7499999999999991);
    expect(X.quantile(q, 1, false, Interpolation.LOWER), -1, -2, 0.5, 1, 2, 1.5);
    expect(X.quantile(q, 1, false, Interpolation.HIGHER), -1, -2, 2, 1.5, 3, 4);
    expect(X.quantile(q, 1, false, Interpolation.MIDPOINT), -1, -2, 1.25, 1.25, 2.5, 2.75);
    expect(X.quantile(q, 1, false, Interpolation.NEAREST), -1, -2, 0.5, 1, 2, 1.5);
    expectShape(X.quantile(q, 1, true, Interpolation.LINEAR), 3, 2, 1);
    Tensor infinite = tensor(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
    expect(infinite.quantile(q, 0, false, Interpolation.LINEAR), 1, Double.NaN, Double.NaN);
    Tensor unknown = tensor(Double.NaN, 2, 1);
    expect(unknown.quantile(q, 0, false, Interpolation.LOWER), Double.NaN, Double.NaN, Double.NaN);
    Tensor inner = tensor(0.4, 0.7);
    Gradcheck.check(t -> t[0].quantile(t[1], 1, false, Interpolation.LINEAR), leaf(X), leaf(inner));
  }

  @Test
  void histograms() {
    CountsAndEdges found = X.histogram(3, 0, 3, null, false);
    expect(found.counts(), 1, 2, 2);
    expect(found.edges(), 0, 1, 2, 3);
    Tensor weight = tensor(1.0, 2, 3, 4, 5, 6, 7, 8).view(2, 4);
    Tensor edges = tensor(-2.0, 0, 1.5, 4);
    expect(
        X.histogram(edges, weight, true).counts(),
        0.1527777777777778,
        0.1111111111111111,
        0.2111111111111111);
    expect(X.histogram(2, 0, 0, null, false).counts(), 3, 5);
    expect(tensor(Double.NaN).histogram(1, 0, 1, null, false).counts(), 0);
    assertThrows(IllegalArgumentException.class, () -> X.histogram(0, 0, 1, null, false));
    DTypeException e =
        assertThrows(DTypeException.class, () -> Tensor.of(1L).histogram(1, 0, 1, null, false));
    assertTrue(e.getMessage().contains("histogram"), e.getMessage());
  }

  @Test
  void theProductOfVectors() {
    expect(tensor(1.0, 2).vdot(tensor(3.0, 4)), 11);
    expect(tensor(1.0, 2).vdot(tensor(0.0, 0)), 0);
  }
}
