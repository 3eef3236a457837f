/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of vgvassilev/clad: what is kept for the reverse sweep of a loop, and of dead values. */
@SuppressWarnings("UnusedVariable")
class CladThreadsTest {
  /** 1865: a divisor that is written inline was not taken back from where it was kept. */
  @Differentiable(order = 2)
  static double sumOfReciprocals(double[] parameters, int n) {
    double a = parameters[0];
    double s = 0;
    for (int i = 0; i < n; i++) {
      double x = i + 1.0;
      s += 1 / (x + a * a);
    }
    return s;
  }

  @Differentiable(order = 2)
  static Tensor sumOfReciprocalsOnTensors(Tensor parameters, int n) {
    Tensor a = parameters.select(0, 0);
    Tensor s = scalar(0.0);
    for (int i = 0; i < n; i++) {
      double x = i + 1.0;
      s = s.add(a.mul(a).add(x).reciprocal());
    }
    return s;
  }

  @Test
  void thread1865() {
    for (int n = 0; n <= 4; n++) {
      check(
          CladThreadsTest::sumOfReciprocals,
          CladThreadsTest::sumOfReciprocalsOnTensors,
          new double[] {0.7},
          n);
    }
  }

  /** 474: parameters in the start and the condition of a loop over real numbers. */
  @Differentiable(order = 2)
  static double integralOfSquare(double lower, double upper) {
    double sum = 0;
    double points = 1000;
    double interval = (upper - lower) / points;
    for (double x = lower; x <= upper - interval / 2; x += interval) {
      sum += x * x * interval;
    }
    return sum;
  }

  @Test
  void thread474() {
    check(CladThreadsTest::integralOfSquare, 0.5, 2.0);
    Gradient gradient = Gradients.of(CladThreadsTest::integralOfSquare).gradient(0.5, 2.0);
    assertEquals(-0.25, gradient.number(0), 2e-2, "-lower^2");
    assertEquals(4, gradient.number(1), 2e-2, "upper^2");
  }

  /** 746: the condition of a loop assigns the result. */
  @Differentiable(order = 2)
  @SuppressWarnings("AssignmentExpression")
  static double assignedInTheCondition(double i, double j) {
    double res = 0;
    for (int c = 0; (res = i * j) != 0; ++c) {
      if (c == 1) {
        break;
      }
    }
    return res;
  }

  @Test
  void thread746() {
    check(CladThreadsTest::assignedInTheCondition, 3.0, 5.0);
    Gradient gradient = Gradients.of(CladThreadsTest::assignedInTheCondition).gradient(3.0, 5.0);
    assertEquals(5, gradient.number(0));
    assertEquals(3, gradient.number(1));
  }

  /** 1108: a value that nothing uses, and that is not a number, spoilt the gradient. */
  @Differentiable(order = 2)
  @SuppressWarnings("UnusedVariable")
  static double withUnusedArcCosine(double c, double a) {
    double angle = Math.acos(-c / a);
    return 2 * c * c * a;
  }

  /** The same where only part of a chain is used. */
  @Differentiable(order = 2)
  static double withRootThatIsOverwritten(double c, double a) {
    double root = Math.sqrt(c - a);
    root = root * root;
    root = c * a;
    return root + c;
  }

  @Test
  void thread1108() {
    check(CladThreadsTest::withUnusedArcCosine, 5.0, 3.0);
    Gradient gradient = Gradients.of(CladThreadsTest::withUnusedArcCosine).gradient(5.0, 3.0);
    assertEquals(60, gradient.number(0));
    assertEquals(50, gradient.number(1));
    check(CladThreadsTest::withRootThatIsOverwritten, 3.0, 5.0);
    check(CladThreadsTest::withRootThatIsOverwritten, 3.0, 3.0);
    assertTrue(
        Double.isFinite(
            Gradients.of(CladThreadsTest::withRootThatIsOverwritten).gradient(2.0, 2.0).number(0)));
  }
}
