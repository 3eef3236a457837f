/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.gradsmith.tensor.Recorded.expect;
import static org.gradsmith.tensor.Recorded.expectShape;
import static org.gradsmith.tensor.Recorded.gradient;
import static org.gradsmith.tensor.Recorded.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Special functions; the numbers are PyTorch's. */
class SpecialFunctionsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Tensor BESSEL_POINTS = tensor(0, 1e-08, 0.5, -2, 8, 34.9, 35.1, 100, 700);

  private static void check(UnaryOperator<Tensor> function, double... at) {
    Gradcheck.check(x -> function.apply(x[0]), tensor(at).requiresGrad(true));
    Gradcheck.checkSecond(x -> function.apply(x[0]), tensor(at).requiresGrad(true));
    Gradcheck.checkForward(x -> function.apply(x[0]), tensor(at).requiresGrad(true));
  }

  @Test
  void modifiedBesselFunctions() {
    expect(
        BESSEL_POINTS.i0(),
        1,
        0.9999999999999998,
        1.0634833707413236,
        2.279585302336067,
        427.56411572180474,
        97264251402698.78,
        118457393332326.61,
        1.0737517071310738e+42,
        1.5295933476718735e+302);
    expect(
        BESSEL_POINTS.i1(),
        0,
        4.9999999999999985e-09,
        0.25789430539089636,
        -1.5906368546373295,
        399.8731367825599,
        95860499226817.42,
        116757588731875.23,
        1.0683693903381625e+42,
        1.5285003902339006e+302);
    expect(
        BESSEL_POINTS.i0e(),
        1,
        0.99999999,
        0.6450352704491501,
        0.308508322553671,
        0.1434317818568503,
        0.06777598377987673,
        0.06758119344684495,
        0.03994437929909668,
        0.015081295651531355);
    expect(
        BESSEL_POINTS.i1e(),
        0,
        4.999999949999999e-09,
        0.15642080318487173,
        -0.2152692892489377,
        0.13414249329269812,
        0.06679781674181877,
        0.06661143697750693,
        0.03974415302513025,
        0.015070519444716846);
  }

  @Test
  void modifiedBesselFunctionsAtTheirEdges() {
    Tensor edges = tensor(-INFINITY, INFINITY, Double.NaN, -800, -0.0);
    expect(edges.i0(), Double.NaN, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, 1);
    expect(edges.i1e(), -0.0, 0, Double.NaN, -0.014098125406526996, 0);
    expectShape(Tensor.empty(0, 3).i0(), 0, 3);
    assertEquals(DType.FLOAT32, Tensor.of(1L, 2L).i0().dtype());
    expect(Tensor.of(3L).to(DType.INT32).i0().to(DType.FLOAT64), 4.880792617797852);
  }

  @Test
  void slopesOfBesselFunctionsNeedNoCaseAtZero() {
    expect(gradient(Tensor::i1, tensor(0, 2)), 0.5, 1.484266875017402);
    expect(gradient(Tensor::i0, tensor(0, 2)), 0, 1.5906368546373295);
    check(Tensor::i0, -1.5, 0, 0.7);
    check(Tensor::i1, -1.5, 0, 0.7);
    check(Tensor::i0e, -1.5, 0.7);
    check(Tensor::i1e, -1.5, 0.7);
  }

  @Test
  void entropyTerms() {
    Tensor x = tensor(-1, 0, 0.5, 2, Double.NaN, INFINITY);
    expect(
        x.entr(),
        Double.NEGATIVE_INFINITY,
        0,
        0.34657359027997264,
        -1.3862943611198906,
        Double.NaN,
        Double.NEGATIVE_INFINITY);
    expect(
        gradient(Tensor::entr, x),
        Double.NaN,
        Double.POSITIVE_INFINITY,
        -0.3068528194400547,
        -1.6931471805599454,
        Double.NaN,
        Double.NEGATIVE_INFINITY);
    check(Tensor::entr, 0.3, 1, 2.5);
  }

  @Test
  void sumsOfPowersOfTwo() {
    Tensor x = tensor(INFINITY, -INFINITY, 1000, 1, Double.NaN, -1e300);
    Tensor y = tensor(INFINITY, -INFINITY, 999, 2, 1, -1e300);
    expect(
        x.logaddexp2(y),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1000.5849625007212,
        2.584962500721156,
        Double.NaN,
        -1e+300);
    assertThrows(DTypeException.class, () -> Tensor.of(1L).logaddexp2(Tensor.of(1L)));
    check(a -> a.logaddexp2(tensor(1, 1)), 1, 2.5);
  }

  @Test
  void productsWithLogarithmsNearOne() {
    Tensor x = tensor(0, 0, 0, 1, 1, Double.NaN, 2);
    Tensor y = tensor(-1, INFINITY, Double.NaN, -1, -2, 1, 1e-18);
    expect(x.xlog1py(y), 0, 0, Double.NaN, Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, 2e-18);
    expect(tensor(2, 0).xlog1py(0.5), 0.8109302162163288, 0);
    // the slope by x is the logarithm, also where x is 0
    expect(gradient(a -> a.xlog1py(tensor(0.5, -1)), tensor(0, 0)), 0.4054651081081644, 0);
    check(a -> a.xlog1py(tensor(0.5, 3)), 0, 2.5);
    check(a -> tensor(0.5, 3).xlog1py(a), 0, 2.5);
  }

  @Test
  void normalDistributionAndMultivariateGamma() {
    expect(tensor(-3, 0, 1.5).ndtr(), 0.0013498980316301035, 0.5, 0.9331927987311419);
    expect(tensor(2.5, 4).multigammaln(1), 0.2846828704729192, 1.791759469228055);
    expect(tensor(2.5, 4).multigammaln(3), 1.8809954616117743, 5.402975080909175);
    assertThrows(IllegalArgumentException.class, () -> tensor(2.5).multigammaln(0));
    check(Tensor::ndtr, -1, 0.5);
    check(a -> a.multigammaln(3), 2.5, 4);
  }
}
