/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** Branches that overwrite, in a row, and in each other. */
class BranchesTest {
  @Differentiable(order = 2)
  static double overwriting(double a) {
    if (a > 0) {
      a = a * 3.0;
    } else {
      a = a * 2.0;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double overwritingOneOfThree(double a) {
    if (a > 0) {
      a = a * 3.0;
    } else if (0 > a) {
      a = a * 2.0;
    } else {
      a = 1.0 * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double nested(double a) {
    if (a > 0) {
      if (a < 1.2) {
        a = a * a;
      }
    } else {
      a = 3.0 * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double nestedBehindAnAssignment(double a) {
    if (a > 0) {
      a = a * 3.0;
      if (a < 4) {
        a = a * a;
      } else {
        a = a * 2.0;
      }
    }
    return a;
  }

  @Differentiable(order = 2)
  static double inARow(double a) {
    if (a > 0) {
      a = a * a;
    }
    a = a + a;
    if (a < 0) {
      a = 3.0 * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double ofTwoVariables(double a, double b) {
    if (a > b) {
      a = a * a;
    } else {
      a = a * b;
    }
    return a;
  }

  /** Conditions over what is being computed, and a constant that depends on one. */
  @Differentiable(order = 2)
  static double conditionsOverResults(double a) {
    double b;
    if (a * a / 3.0 > 0.5) {
      b = 3.0;
    } else {
      b = 4.0;
    }
    a = a * b;
    if (a < b - a * b) {
      a = a * a;
    } else if (a > b + 0.25 * a) {
      if (a / 2.0 < 2) {
        a = a / b;
      } else {
        a = a * b;
      }
    } else {
      a = -a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double rootOfMagnitude(double a) {
    double r;
    if (a >= 0) {
      r = Math.sqrt(a);
    } else {
      r = Math.sqrt(-a);
    }
    return r;
  }

  @Differentiable(order = 2)
  static double powerOfMagnitude(double a, double b) {
    if (a >= 0) {
      a = Math.pow(a, b);
    } else {
      a = Math.pow(-a, b);
    }
    return a;
  }

  private static double product(double a, double b) {
    return a * b * b;
  }

  @Differentiable(order = 2)
  static double callInEachBranch(double a, double b) {
    double o;
    if (a > b) {
      o = product(a, b);
    } else {
      o = product(b, a);
    }
    return o;
  }

  @Test
  void ofOneNumber() {
    Points.numbers(BranchesTest::overwriting);
    Points.numbers(BranchesTest::overwritingOneOfThree);
    Points.numbers(BranchesTest::nested);
    Points.numbers(BranchesTest::nestedBehindAnAssignment);
    Points.numbers(BranchesTest::inARow);
    Points.numbers(BranchesTest::conditionsOverResults);
    Points.numbers(BranchesTest::rootOfMagnitude);
  }

  @Test
  void ofTwoNumbers() {
    Points.pairs(BranchesTest::ofTwoVariables);
    Points.pairs(BranchesTest::powerOfMagnitude);
    Points.pairs(BranchesTest::callInEachBranch);
  }
}
