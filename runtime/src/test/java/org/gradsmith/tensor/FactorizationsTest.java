/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Matrices taken apart; expected numbers are PyTorch's. */
class FactorizationsTest {
  private static final double CLOSE = 1e-12;

  private static Tensor symmetric() {
    return Tensor.of(new double[] {2, -1, 0.5, -1, 3, 0.25, 0.5, 0.25, 1.5}).view(3, 3);
  }

  private static Tensor tall() {
    return Tensor.of(new double[] {1, 2, 3, 4, 5, 6.5, 7, 8, 1, 0.5, -1, 2}).view(4, 3);
  }

  private static Tensor leaf(Tensor x) {
    return x.detach().copy().requiresGrad(true);
  }

  private static double[] gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance);
  }

  @Test
  void qrHasTheSignsOfLapack() {
    QrDecomposition found = Linalg.qr(tall());
    double[] q = {
      -0.12285902336679033, 0.45428469810354993, 0.3608209968269655,
      -0.4914360934671611, 0.17551908790364293, 0.699912678472593,
      -0.860013163567532, -0.1032465222962608, -0.4791885821568893,
      -0.06142951168339514, -0.8672707872885882, 0.38769672876178085
    };
    double[] r = {
      -8.139410298049851,
      -9.521574310926248,
      -4.5457838645712405,
      0,
      1.8274634446438167,
      0.6659400688108912,
      0,
      0,
      5.928100275919423
    };
    assertArrayEquals(q, found.q().toDoubleArray(), CLOSE);
    assertArrayEquals(r, found.r().toDoubleArray(), CLOSE);
  }

  @Test
  void qrOfWideMatricesTurnsTheOtherColumns() {
    QrDecomposition found = Linalg.qr(tall().transpose(0, 1));
    double[] r = {
      -3.7416573867739418,
      -8.953251604066217,
      -6.948792289723032,
      -1.2026755886059097,
      0,
      1.7576363999091829,
      6.9899066077313154,
      -0.43686916298320755,
      0,
      0,
      -4.1055439748564115,
      1.9007148031742636
    };
    assertArrayEquals(r, found.r().toDoubleArray(), CLOSE);
    assertClose(tall().transpose(0, 1), found.q().matmul(found.r()), CLOSE);
  }

  @Test
  void completeQIsSquareAndHasNoGradient() {
    Tensor a = leaf(tall());
    QrDecomposition found = Linalg.qr(a, true);
    double[] last = {0.805195182359607, -0.4876534203022982, 0.14175971520415687, 0.30620098484098};
    assertArrayEquals(last, found.q().select(1, 3).toDoubleArray(), CLOSE);
    assertArrayEquals(new long[] {4, 3}, found.r().shape());
    Tensor sum = found.q().sum();
    AutogradException thrown = assertThrows(AutogradException.class, sum::backward);
    assertTrue(thrown.getMessage().contains("use the reduced Q"), thrown.getMessage());
  }

  @Test
  void qrHasPyTorchsGradient() {
    Tensor a = leaf(tall());
    QrDecomposition found = Linalg.qr(a);
    Tensor ofQ = found.q().mul(Tensor.arange(DType.FLOAT64, 0, 12, 1).view(4, 3)).sum();
    Tensor ofR = found.r().mul(Tensor.arange(DType.FLOAT64, 0, 9, 1).view(3, 3)).sum();
    ofQ.add(ofR).backward();
    double[] expected = {
      -16.5547703896681, 10.015774524604142, 5.411357198401204,
      -21.970353185328793, 13.553000141305032, 5.191762672758205,
      15.331133371605322, -10.670120048356027, -5.981900733195196,
      -5.763500940508108, 4.647309901236223, -1.1678467063347018
    };
    assertArrayEquals(expected, gradient(a), 1e-11);
  }

  @Test
  void eighReadsOneTriangle() {
    Tensor lower =
        symmetric().tril(0).add(Tensor.full(DType.FLOAT64, new long[] {3, 3}, 9).triu(1));
    double[] values = {0.8806936062370841, 1.9999999999999993, 3.619306393762916};
    assertArrayEquals(values, Linalg.eigvalsh(lower).toDoubleArray(), CLOSE);
    assertArrayEquals(values, Linalg.eigvalsh(lower.transpose(0, 1), true).toDoubleArray(), CLOSE);
    Eigendecomposition found = Linalg.eigh(symmetric());
    double[] first = {0.6385798321369754, 0.3802392415900798, 0.6690544948977722};
    assertArrayEquals(first, found.vectors().select(1, 0).abs().toDoubleArray(), CLOSE);
    Tensor scaled = found.vectors().mul(found.values());
    assertClose(symmetric(), scaled.matmul(found.vectors().transpose(0, 1)), CLOSE);
  }

  @Test
  void eighHasPyTorchsSymmetricGradient() {
    Tensor a = leaf(symmetric());
    Tensor weights = Tensor.of(new double[] {1, 2, 3});
    Linalg.eigvalsh(a).mul(weights).sum().backward();
    double[] ofValues = {
      1.8740867683896172, -0.6925227738571059, 0.4406963106363406,
      -0.6925227738571061, 2.5729052038272426, 0.23293947847920896,
      0.4406963106363406, 0.23293947847920896, 1.5530080277831402
    };
    assertArrayEquals(ofValues, gradient(a), CLOSE);
    Tensor b = leaf(symmetric());
    Linalg.eigh(b).vectors().select(1, 0).abs().mul(weights).sum().backward();
    double[] ofVectors = {
      0.4485008680261404, 0.10951667803146699, -0.03456281586035566,
      0.10951667803146699, -0.028595831788781535, 0.14447897118678266,
      -0.03456281586035565, 0.14447897118678266, -0.41990503623735886
    };
    assertArrayEquals(ofVectors, gradient(b), CLOSE);
  }

  @Test
  void eigenvaluesOfLargerMatricesAddUp() {
    Tensor x = Tensor.arange(DType.FLOAT64, 0, 2 * 40 * 40, 1).sin().view(2, 40, 40);
    Tensor a = x.add(x.transpose(-2, -1));
    Eigendecomposition found = Linalg.eigh(a);
    Tensor v = found.vectors();
    assertClose(a, v.mul(found.values().unsqueeze(-2)).matmul(v.transpose(-2, -1)), 1e-11);
    Tensor identity = Tensor.eye(TensorOptions.like(a), 40, 40).expand(2, 40, 40);
    assertClose(identity, v.transpose(-2, -1).matmul(v), 1e-12);
  }

  @Test
  void svdOfStacksAndOfMatricesWithoutFullRank() {
    double[] values = {13.597513367188133, 5.496897665846616, 1.1797229676284822};
    assertArrayEquals(values, Linalg.svdvals(tall()).toDoubleArray(), 1e-11);
    Tensor ones = Tensor.ones(DType.FLOAT64, 4, 3);
    Tensor stack = Tensor.stack(java.util.List.of(tall(), ones), 0);
    for (boolean full : new boolean[] {true, false}) {
      SingularValueDecomposition found = Linalg.svd(stack, full);
      assertArrayEquals(new long[] {2, 4, full ? 4 : 3}, found.u().shape());
      Tensor first = found.u().narrow(-1, 0, 3).mul(found.s().unsqueeze(-2));
      assertClose(stack, first.matmul(found.vt()), 1e-12);
      Tensor gram = found.u().transpose(-2, -1).matmul(found.u());
      int k = full ? 4 : 3;
      assertClose(Tensor.eye(TensorOptions.like(gram), k, k).expand(2, k, k), gram, 1e-12);
    }
  }

  @Test
  void derivativesOfAllResultsTogether() {
    Tensor square = tall().narrow(0, 0, 3).div(4);
    Tensor wide = tall().transpose(0, 1).div(4);
    Tensor stack = Tensor.stack(java.util.List.of(square, symmetric()), 0);
    check(a -> product(Linalg.qr(a).q(), Linalg.qr(a).r().square()), tall().div(4));
    check(a -> Linalg.qr(a).r().square(), wide);
    check(
        a -> product(Linalg.svd(a, false).u().square(), Linalg.svd(a, false).vt().square()), stack);
    check(a -> Linalg.svdvals(a).square(), wide);
    check(
        a -> {
          Eigendecomposition found = Linalg.eigh(a.add(a.transpose(-2, -1)));
          return found.vectors().square().mul(found.values().unsqueeze(-2));
        },
        stack);
    check(a -> product(Linalg.lu(a).l(), Linalg.lu(a).u().square()), square);
    check(a -> Linalg.lu(a).l(), tall().div(4));
    check(a -> Linalg.lu(a).u(), wide);
  }

  private static Tensor product(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  private static void check(java.util.function.UnaryOperator<Tensor> function, Tensor at) {
    Tensor x = leaf(at);
    Gradcheck.check(in -> function.apply(in[0]), x);
    Gradcheck.checkSecond(in -> function.apply(in[0]), x);
    Gradcheck.checkForward(in -> function.apply(in[0]), x);
  }

  @Test
  void luHasThePivotsOfLapack() {
    LuDecomposition found = Linalg.lu(tall());
    double[] p = {0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0};
    double[] u = {7, 8, 1, 0, -1.5714285714285714, 1.9285714285714286, 0, 0, 6.454545454545455};
    assertArrayEquals(p, found.p().toDoubleArray());
    assertArrayEquals(u, found.u().toDoubleArray(), CLOSE);
    assertClose(tall(), found.p().matmul(found.l()).matmul(found.u()), CLOSE);
  }

  @Test
  void nothingIsFactoredIntoNothing() {
    for (long[] shape : new long[][] {{0, 3}, {3, 0}, {0, 0}, {0, 2, 3}}) {
      Tensor none = Tensor.zeros(DType.FLOAT64, shape);
      long rows = none.size(-2);
      long columns = none.size(-1);
      long rank = Math.min(rows, columns);
      assertEquals(rank, Linalg.qr(none).q().size(-1));
      assertEquals(rows, Linalg.svd(none).u().size(-1));
      assertEquals(columns, Linalg.svd(none).vt().size(-2));
      assertEquals(rank, Linalg.svdvals(none).size(-1));
      assertArrayEquals(none.shape(), Linalg.lu(none).p().matmul(none).shape());
    }
    assertEquals(0, Linalg.eigvalsh(Tensor.zeros(DType.FLOAT64, 0, 0)).numel());
    assertEquals(0, Linalg.eigvalsh(Tensor.zeros(DType.FLOAT64, 0, 2, 2)).numel());
  }

  @Test
  void float32StaysFloat32() {
    Tensor a = symmetric().to(DType.FLOAT32);
    assertEquals(DType.FLOAT32, Linalg.eigvalsh(a).dtype());
    assertEquals(DType.FLOAT32, Linalg.qr(a).q().dtype());
    assertEquals(DType.FLOAT32, Linalg.svd(a).vt().dtype());
    assertEquals(3.619306393762916, Linalg.eigvalsh(a).toDoubleArray()[2], 1e-6);
  }

  @Test
  void errorsNameTheMatrixAndTheReason() {
    Tensor notANumber = symmetric().mul(Double.NaN);
    assertMessage(
        "svd of x (3, 3): matrix 0 has the element NaN in row 0, column 0",
        assertThrows(MatrixException.class, () -> Linalg.svdvals(notANumber)));
    assertMessage(
        "eigh of x (4, 3): matrices of shape (4, 3) are not square",
        assertThrows(ShapeException.class, () -> Linalg.eigh(tall())));
    Tensor integers = Tensor.of(1L, 2L).view(1, 2);
    assertMessage(
        "qr: is defined for floating dtypes",
        assertThrows(DTypeException.class, () -> Linalg.qr(integers)));
    Tensor vector = Tensor.of(new double[] {1, 2});
    assertMessage(
        "qr: takes matrices (..., M, N), but the tensor has shape (2)",
        assertThrows(ShapeException.class, () -> Linalg.qr(vector)));
    Tensor negative = symmetric().neg();
    assertMessage(
        "cholesky of a (3, 3): matrix 0 is not positive definite",
        assertThrows(MatrixException.class, () -> Linalg.cholesky(negative, false)));
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 2, 2);
    assertMessage(
        "inverse of x (2, 2): matrix 0 is singular",
        assertThrows(MatrixException.class, () -> Linalg.inv(zeros)));
  }

  private static void assertMessage(String beginning, TensorException thrown) {
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(beginning), message);
  }
}
