/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.gradsmith.numeric.Derivatives.check;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/**
 * The reverse sweep reads elements of arrays again where nothing writes to them in between: these
 * programs do write, to the array itself, through another name, through a helper, or in another
 * turn.
 */
class ArraysWrittenLaterTest {
  private static final double[] X = {0.7, -1.3, 0.4, 1.1};

  /** Reads its argument only; too long to be put into the place of its calls. */
  @Differentiable(order = 2)
  static double energy(double[] x, int steps) {
    double sum = steps > 1000 ? energy(x, steps - 1) : 0;
    for (int i = 0; i + 1 < x.length; i++) {
      sum += x[i] * x[i] * x[i + 1];
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double writtenBehindACall(double[] given) {
    double[] x = given.clone();
    double before = energy(x, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = 2 * x[i] * before;
    }
    return before + energy(x, 2);
  }

  @Test
  void checkWrittenBehindACall() {
    check(ArraysWrittenLaterTest::writtenBehindACall, X);
  }

  @Differentiable(order = 2)
  static double argumentWritten(double[] x) {
    double before = energy(x, 1);
    x[1] = before * x[0];
    double after = energy(x, 1);
    x[0] = 0;
    return before * after;
  }

  @Test
  void checkArgumentWritten() {
    check(ArraysWrittenLaterTest::argumentWritten, X);
  }

  @Differentiable(order = 2)
  static double writtenThroughAnotherName(double[] x) {
    double[] same = x.length > 2 ? x : new double[2];
    double first = x[0] * x[1];
    same[0] = first * x[2];
    return first * x[0] * x[3];
  }

  @Test
  void checkWrittenThroughAnotherName() {
    check(ArraysWrittenLaterTest::writtenThroughAnotherName, X);
  }

  static void twice(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * x[i];
    }
  }

  @Differentiable(order = 2)
  static double writtenByAHelper(double[] given) {
    double[] x = new double[given.length];
    double sum = 0;
    for (int turn = 0; turn < 3; turn++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = given[i] + 0.5 * x[i];
      }
      sum += energy(x, turn);
      twice(x);
      sum += x[0] * x[turn];
    }
    return sum;
  }

  @Test
  void checkWrittenByAHelper() {
    check(ArraysWrittenLaterTest::writtenByAHelper, X);
  }

  @Differentiable(order = 2)
  static double writtenInTheNextTurn(double[] given) {
    double[] window = new double[2];
    double product = 1;
    for (int i = 0; i < given.length; i++) {
      window[i % 2] = given[i];
      product *= 1 + window[0] * window[1];
    }
    return product;
  }

  @Test
  void checkWrittenInTheNextTurn() {
    check(ArraysWrittenLaterTest::writtenInTheNextTurn, X);
  }

  @Differentiable(order = 2)
  static double anotherArrayInEachTurn(double[] given) {
    double sum = 0;
    for (int i = 0; i < given.length; i++) {
      double[] pair = new double[2];
      pair[0] = given[i] * sum;
      pair[1] = given[i];
      sum += energy(pair, i) + pair[0] * pair[1];
      pair[1] = sum;
      sum += pair[0] * pair[1];
    }
    return sum;
  }

  @Test
  void checkAnotherArrayInEachTurn() {
    check(ArraysWrittenLaterTest::anotherArrayInEachTurn, X);
  }
}
