/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What was wrong once, each under its symptom. */
@SuppressWarnings("AssignmentExpression")
class SymptomsTest {
  @Differentiable(order = 2)
  static Tensor overwritten(Tensor x) {
    Tensor h = x.mul(x);
    h = h.mul(h.sin());
    h = h.add(h.mul(h));
    x = x.mul(h);
    return x.mul(x);
  }

  @Test
  void tensorsOverwrittenOutsideOfLoopsKeepTheirAdjoints() {
    check(SymptomsTest::overwritten, tensor(0.3, -0.7, 1.2));
  }

  @Differentiable(order = 2)
  static double countedInTheCondition(double x) {
    double y = 0;
    while (x++ < 3) {
      y += x * x;
    }
    return y * x;
  }

  @Differentiable(order = 2)
  static double countedInAnOperand(double x) {
    return x * ++x + x-- * x;
  }

  @Test
  void numbersCountedInsideExpressionsKeepTheirAdjoints() {
    check(SymptomsTest::countedInTheCondition, 0.4);
    check(SymptomsTest::countedInAnOperand, 0.4);
  }

  @Differentiable(order = 2)
  static double assignedInOperands(double x, double y) {
    double z;
    double w = x * (x = y * y) + (z = x * y) * z;
    return Math.pow(x, x = 2) + w * (y += x * y);
  }

  @Differentiable(order = 2)
  static Tensor tensorAssignedInAnOperand(Tensor x) {
    Tensor y;
    return x.mul(y = x.sin()).add(y.mul(x = y.mul(y))).mul(x);
  }

  @Test
  void operandsHaveTheValueOfTheirTurn() {
    check(SymptomsTest::assignedInOperands, 0.7, 1.3);
    check(SymptomsTest::tensorAssignedInAnOperand, tensor(0.4, -1.1));
  }

  private static double doubled(double[] numbers) {
    numbers[0] = numbers[0] * 2;
    return numbers[0];
  }

  @Differentiable(order = 2)
  static double readBeforeACallThatWrites(double[] numbers) {
    double[] copy = {numbers[0], numbers[1]};
    int i = 0;
    return copy[0] * doubled(copy) + copy[i] * copy[++i] * i;
  }

  @Test
  void elementsAreReadBeforeACallThatWritesThem() {
    check(SymptomsTest::readBeforeACallThatWrites, new double[] {0.7, 1.5});
  }

  @Differentiable(order = 2)
  static double fromInitializers(double x, double y) {
    double[] row = {x * y, 2, y};
    double[][] table = {{x, y}, {1, 2}, row, new double[] {Math.sin(x)}};
    double sum = 0;
    for (double[] r : table) {
      for (double v : r) {
        sum += v * v * (1 + sum);
      }
    }
    return sum;
  }

  @Test
  void elementsGivenWithTheArrayKeepTheirAdjoints() {
    check(SymptomsTest::fromInitializers, 0.3, -0.8);
  }

  @Differentiable(order = 2)
  static double overwrittenInOneBranch(double x, double y) {
    double r = Math.sqrt(x);
    double q = r * r * r;
    if (y > 0) {
      q = y * x;
    }
    return q * x;
  }

  @Test
  void numbersOverwrittenInOneBranchCountInTheOther() {
    check(SymptomsTest::overwrittenInOneBranch, 1.5, 0.5);
    check(SymptomsTest::overwrittenInOneBranch, 1.5, -0.5);
  }

  @Differentiable(order = 2)
  static double throughLibraryCopies(double[] x, double a) {
    double[] y = x.clone();
    double[] z = Arrays.copyOf(y, y.length + 2);
    double[] w = Arrays.copyOfRange(z, 1, z.length + 1);
    Arrays.fill(y, a * a);
    Arrays.fill(z, 1, 3, 2);
    System.arraycopy(w, 0, w, 1, w.length - 1);
    System.arraycopy(y, 1, z, 3, 2);
    double sum = 0;
    for (double[] part : new double[][] {y, z, w}) {
      for (int i = 0; i < part.length; i++) {
        sum += part[i] * part[i] * (i + 1);
      }
    }
    return sum;
  }

  @Test
  void copiesMadeByTheLibraryKeepTheirAdjoints() {
    check(SymptomsTest::throughLibraryCopies, new double[] {0.5, -1.5, 2}, 0.75);
  }
}
