/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Systems of equations, inverses, ranks and norms; expected numbers are PyTorch's. */
class LinearSystemsTest {
  private static final double CLOSE = 1e-12;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final long[] MATRICES = {-2, -1};

  private static Tensor values(long rows, double... values) {
    return Tensor.of(values).view(rows, values.length / rows);
  }

  private static Tensor symmetric() {
    return values(3, 2, -1, 0.5, -1, 3, 0.25, 0.5, 0.25, 1.5);
  }

  private static Tensor tall() {
    return values(4, 1, 2, 3, 4, 5, 6.5, 7, 8, 1, 0.5, -1, 2);
  }

  private static Tensor leaf(Tensor x) {
    return x.detach().copy().requiresGrad(true);
  }

  private static double[] gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  private static void check(UnaryOperator<Tensor> function, Tensor at) {
    Tensor x = leaf(at);
    Gradcheck.check(in -> function.apply(in[0]), x);
    Gradcheck.checkSecond(in -> function.apply(in[0]), x);
    Gradcheck.checkForward(in -> function.apply(in[0]), x);
  }

  @Test
  void leastSquaresOfTallMatrices() {
    Tensor a = leaf(tall());
    Tensor b = leaf(values(4, 1, 0, 2, -1, 3, 1, 4, 2));
    LeastSquares found = Linalg.lstsq(a, b);
    double[] solution = {
      2.3446512973859313, 1.3581556863123339,
      -1.7423073213079918, -1.0768785569595798,
      0.31609916079868905, -0.06810070415742214
    };
    assertArrayEquals(solution, found.solution().toDoubleArray(), CLOSE);
    double[] residuals = {2.190315423941379, 1.5421047554741147};
    assertArrayEquals(residuals, found.residuals().toDoubleArray(), CLOSE);
    assertEquals(3, found.rank().itemLong());
    found.solution().sum().backward();
    double[] ofA = {
      0.14625205847304357, -0.11294968948456363, 0.030519544001657906,
      -0.4797167731278576, 0.3662074751386351, -0.04468068756170146,
      -0.24805050610567503, 0.18857541890630602, -0.012964754892196395,
      -0.3876768138403266, 0.2945554697069177, -0.018083932301492744
    };
    assertArrayEquals(ofA, gradient(a), 1e-11);
    double[] ofB = {
      0.0035207871129542545, 0.0035207871129542545, 0.1035014951287741, 0.1035014951287741,
      0.07456351885791455, 0.07456351885791455, 0.12105720073309557, 0.12105720073309557
    };
    assertArrayEquals(ofB, gradient(b), CLOSE);
  }

  @Test
  void leastSquaresWithoutFullRankHaveTheLeastNorm() {
    Tensor a = values(3, 1, 2, 2, 4, 3, 6);
    LeastSquares found = Linalg.lstsq(a, Tensor.ones(DType.FLOAT64, 3));
    double[] solution = {0.08571428571428573, 0.17142857142857137};
    assertArrayEquals(solution, found.solution().toDoubleArray(), CLOSE);
    assertEquals(0, found.residuals().numel());
    assertEquals(1, found.rank().itemLong());
    Tensor wide = tall().transpose(0, 1);
    Tensor x = Linalg.lstsq(wide, Tensor.ones(DType.FLOAT64, 3)).solution();
    assertArrayEquals(new double[] {1, 1, 1}, wide.matmul(x).toDoubleArray(), CLOSE);
  }

  @Test
  void pseudoinverse() {
    Tensor a = leaf(tall());
    Tensor p = Linalg.pinv(a);
    double[] expected = {
      -0.2837529339892621, -0.0675862512459397, 0.18243786373428467, 0.5540657856660548,
      0.22640751101250867, 0.05302080318960722, -0.027040931159769396, -0.4984084113051018,
      0.06086621008970769, 0.11806694318510658, -0.0808334137166007, 0.06539982637214255
    };
    assertArrayEquals(expected, p.toDoubleArray(), CLOSE);
    p.mul(Tensor.arange(DType.FLOAT64, 0, 12, 1).view(3, 4)).sum().backward();
    double[] slope = {
      -1.3802473715462358, 1.012058395752443, -0.10522979043000635,
      -0.1413925096354494, 0.03716369287035465, -0.2793880892272228,
      -0.002728465676230807, 0.042799154630104086, 0.133689421515795,
      0.010859673201743414, 0.07195808680126126, 0.26871320371999285
    };
    assertArrayEquals(slope, gradient(a), 1e-11);
    Tensor rankOne = values(2, 1, 2, 2, 4);
    double[] inverse = {0.04, 0.08, 0.08, 0.16};
    assertArrayEquals(inverse, Linalg.pinv(rankOne).toDoubleArray(), CLOSE);
    assertArrayEquals(inverse, Linalg.pinv(rankOne, 0, null, true).toDoubleArray(), CLOSE);
  }

  @Test
  void ranksCountWhatIsNotNegligible() {
    assertEquals(1, Linalg.matrixRank(values(3, 1, 2, 2, 4, 3, 6)).itemLong());
    assertEquals(3, Linalg.matrixRank(tall()).itemLong());
    Tensor fifth = Tensor.full(DType.FLOAT64, new long[0], 0.2);
    assertEquals(2, Linalg.matrixRank(tall(), null, fifth, false).itemLong());
    Tensor six = Tensor.full(DType.FLOAT64, new long[0], 6);
    assertEquals(1, Linalg.matrixRank(tall(), six, null, false).itemLong());
    assertEquals(3, Linalg.matrixRank(symmetric(), null, null, true).itemLong());
    assertEquals(0, Linalg.matrixRank(Tensor.zeros(DType.FLOAT64, 0, 3)).itemLong());
  }

  @Test
  void conditionNumbers() {
    Tensor a = symmetric();
    assertEquals(4.109609026488825, Linalg.cond(a).item(), 1e-11);
    assertEquals(0.24333214998176644, Linalg.cond(a, -2).item(), CLOSE);
    assertEquals(5.208333333333334, Linalg.cond(a, 1).item(), CLOSE);
    assertEquals(1.8970588235294117, Linalg.cond(a, -INFINITE).item(), CLOSE);
    assertEquals(5.373952112118685, Linalg.cond(a, MatrixNorm.FROBENIUS).item(), CLOSE);
    assertEquals(12.426470588235299, Linalg.cond(a, MatrixNorm.NUCLEAR).item(), 1e-11);
    Tensor stack = Tensor.stack(List.of(a, a.mul(0)), 0);
    double[] singular = {5.208333333333334, INFINITE};
    assertArrayEquals(singular, Linalg.cond(stack, INFINITE).toDoubleArray(), CLOSE);
  }

  @Test
  void normsOfStacksOfMatrices() {
    Tensor stack = Tensor.stack(List.of(tall(), tall().mul(2)), 1); // rows, stack, columns
    long[] dims = {0, 2};
    double[] orders = {1, -1, 2, -2, INFINITE, -INFINITE};
    double[] expected = {16, 12.5, 13.597513367188133, 1.1797229676284826, 16, 3.5};
    for (int i = 0; i < orders.length; i++) {
      double[] both = {expected[i], 2 * expected[i]};
      Tensor norm = Linalg.matrixNorm(stack, orders[i], dims, false);
      assertArrayEquals(both, norm.toDoubleArray(), 1e-11);
      assertArrayEquals(
          new long[] {1, 2, 1}, Linalg.matrixNorm(stack, orders[i], dims, true).shape());
    }
    double[] nuclear = {20.27413400066323, 40.54826800132646};
    assertArrayEquals(nuclear, Linalg.nuclearNorm(stack, dims, false).toDoubleArray(), 1e-11);
    double[] frobenius = {14.713938969562161, 29.427877939124322};
    assertArrayEquals(
        frobenius,
        Linalg.matrixNorm(stack, MatrixNorm.FROBENIUS, dims, false).toDoubleArray(),
        1e-11);
    check(x -> Linalg.nuclearNorm(x, dims, false), stack.div(4));
    check(x -> Linalg.matrixNorm(x, 2, dims, false), stack.div(4));
  }

  @Test
  void theGradientOfADeterminantIsTheCofactors() {
    Tensor a = leaf(values(2, 1, 2, 2, 4));
    Linalg.det(a).backward();
    assertArrayEquals(new double[] {4, -2, -2, 1}, gradient(a), CLOSE);
    for (Tensor x :
        List.of(
            Tensor.ones(DType.FLOAT64, 3, 3),
            values(3, 1, 2, 3, 2, 4, 6, 1, 0, 1),
            Tensor.zeros(DType.FLOAT64, 2, 2),
            symmetric(),
            Tensor.eye(TensorOptions.of(DType.FLOAT64), 3, 3))) {
      check(Linalg::det, x);
    }
    assertEquals(1, Linalg.det(Tensor.zeros(DType.FLOAT64, 0, 0)).item());
  }

  @Test
  void triangularSystemsAndCholeskysFactor() {
    Tensor factor = Linalg.cholesky(symmetric(), false);
    Tensor b = values(3, 1, 2, 3);
    double[] expected = {0.38235294117647056, 0.6470588235294118, 1.764705882352941};
    assertArrayEquals(expected, Linalg.choleskySolve(b, factor, false).toDoubleArray(), CLOSE);
    assertArrayEquals(
        expected, Linalg.choleskySolve(b, factor.transpose(0, 1), true).toDoubleArray(), CLOSE);
    assertArrayEquals(
        expected, Linalg.choleskyInverse(factor, false).matmul(b).toDoubleArray(), CLOSE);
    assertArrayEquals(
        expected, Linalg.luSolve(Linalg.lu(symmetric()), b, true).toDoubleArray(), CLOSE);
    Tensor row = Linalg.luSolve(Linalg.lu(symmetric()), b.transpose(0, 1), false);
    assertArrayEquals(expected, row.toDoubleArray(), CLOSE);
    check(x -> Linalg.solveTriangular(x, b, true, true, true), symmetric());
    check(x -> Linalg.solveTriangular(x, b.transpose(0, 1), false, false, false), symmetric());
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 1, 1);
    Tensor one = Tensor.ones(DType.FLOAT64, 1, 1);
    assertEquals(INFINITE, Linalg.solveTriangular(zeros, one, true, true, false).item());
  }

  @Test
  void kroneckerAndVandermonde() {
    Tensor kron = Linalg.kron(values(2, 1, 2, 3, 4), values(2, 0, 1, 1, 0));
    double[] expected = {0, 1, 0, 2, 1, 0, 2, 0, 0, 3, 0, 4, 3, 0, 4, 0};
    assertArrayEquals(expected, kron.toDoubleArray());
    assertArrayEquals(
        new double[] {1, 2, 4, 1, 0, 0},
        Linalg.vander(Tensor.of(new double[] {2, 0}), 3).toDoubleArray());
  }

  @Test
  void derivativesOfSolutions() {
    Tensor b = values(4, 1, 0, 2, -1, 3, 1, 4, 2);
    check(x -> Linalg.lstsq(x, b).solution(), tall().div(4));
    check(x -> Linalg.pinv(x.matmul(x.transpose(0, 1)), 1e-9), tall().div(8));
    check(Linalg::cond, tall().div(4));
    check(x -> Linalg.cond(x, MatrixNorm.NUCLEAR), symmetric());
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    ShapeException thrown =
        assertThrows(
            ShapeException.class, () -> Linalg.lstsq(tall(), Tensor.ones(DType.FLOAT64, 3, 1)));
    assertEquals("lstsq: a (4, 3) has 4 rows, but b (3, 1) has 3", thrown.getMessage());
    assertThrows(ShapeException.class, () -> Linalg.cond(tall(), 1));
    assertThrows(ShapeException.class, () -> Linalg.pinv(tall(), 0, null, true));
    assertThrows(ShapeException.class, () -> Linalg.matrixNorm(tall(), 2, new long[] {0}, false));
    assertThrows(
        ShapeException.class,
        () -> Linalg.matrixNorm(Tensor.zeros(DType.FLOAT64, 0, 3), -2, MATRICES, false));
  }
}
