/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.gradsmith.numeric.Derivatives.check;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** Arrays of numbers: reading, writing, passing and returning them. */
class ElementsTest {
  @Differentiable(order = 2)
  static double sum(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** The sum of a copy. */
  @Differentiable(order = 2)
  static double sumOfCopy(double[] x) {
    double[] copy = x.clone();
    return sum(copy);
  }

  /** The sum, squared, under one name. */
  @Differentiable(order = 2)
  static double overwrittenSum(double[] x) {
    double y = sum(x);
    y = y * y;
    return y;
  }

  @Differentiable(order = 2)
  static double mean(double[] x) {
    return sum(x) / x.length;
  }

  @Differentiable(order = 2)
  static double sumOfEach(double[] x) {
    double sum = 0;
    for (double a : x) {
      sum += a;
    }
    return sum;
  }

  @Test
  void sums() {
    Points.vectors(ElementsTest::sum);
    Points.vectors(ElementsTest::sumOfCopy);
    Points.vectors(ElementsTest::overwrittenSum);
    Points.vectors(ElementsTest::mean);
    Points.vectors(ElementsTest::sumOfEach);
  }

  @Differentiable(order = 2)
  static double sumOfListed(double a) {
    double[] b = {1, a * a, 2};
    return sum(b);
  }

  @Differentiable(order = 2)
  static double sumOfListedProducts(double[] x) {
    double[] b = {1, x[0] * x[1] * x[2], 3};
    return sum(b);
  }

  @Differentiable(order = 2)
  static double listedAndRead(double a) {
    double[] x = {1.0, a, 3.0};
    return x[0] * x[1];
  }

  @Differentiable(order = 2)
  static double sumOfComputed(double a) {
    double[] x = new double[4];
    for (int i = 0; i < x.length; i++) {
      x[i] = a * i * 3;
    }
    return sum(x);
  }

  @Test
  void newArrays() {
    Points.numbers(ElementsTest::sumOfListed);
    Points.vectors(ElementsTest::sumOfListedProducts);
    Points.numbers(ElementsTest::listedAndRead);
    Points.numbers(ElementsTest::sumOfComputed);
  }

  @Differentiable(order = 2)
  static double productOfTwo(double[] x) {
    double a = x[0];
    double b = x[1];
    return a * b;
  }

  /** An argument is written, and read behind that. */
  @Differentiable(order = 2)
  static double sumBehindAWrite(double[] x) {
    double a = x[0];
    double b = x[1];
    x[0] = a * b;
    return sum(x);
  }

  @Differentiable(order = 2)
  static double productBehindAWrite(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.pow(x[i], 2.0);
    }
    x[0] = y[1] * y[2];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double sumOfCopiedElements(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return sum(y);
  }

  /** Each row of a table is filled with one number. */
  @Differentiable(order = 2)
  static double sumOfFilledRows(double[] x) {
    double[][] h = new double[x.length][3];
    for (int t = 0; t < h.length; t++) {
      for (int i = 0; i < h[t].length; i++) {
        h[t][i] = x[t] * x[t];
      }
    }
    double sum = 0;
    for (double[] row : h) {
      sum += sum(row);
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double sumBehindTheFirst(double[] x) {
    double sum = 0;
    for (int i = 1; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double sumOfEverySecond(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i += 2) {
      sum += x[i];
    }
    return sum;
  }

  @Test
  void readAndWritten() {
    Points.vectors(ElementsTest::productOfTwo);
    Points.vectors(ElementsTest::sumBehindAWrite);
    Points.vectors(ElementsTest::productBehindAWrite);
    Points.vectors(ElementsTest::sumOfCopiedElements);
    Points.vectors(ElementsTest::sumOfFilledRows);
    Points.vectors(ElementsTest::sumBehindTheFirst);
    Points.vectors(ElementsTest::sumOfEverySecond);
  }

  @Differentiable(order = 2)
  static double saxpyOfParts(double[] abc) {
    double a = abc[0];
    double b = abc[1];
    double c = abc[2];
    return a * b + c;
  }

  @Differentiable(order = 2)
  static double oneOfThree(double a, double b, double c, int i) {
    double[] x = {a, b, c};
    return x[i];
  }

  @Differentiable(order = 2)
  static double firstOfThree(double[] abc) {
    double a = abc[0];
    return a;
  }

  @Test
  void packedAndUnpacked() {
    Points.vectors(ElementsTest::saxpyOfParts);
    Points.vectors(ElementsTest::firstOfThree);
    for (int i = 0; i < 3; i++) {
      check(ElementsTest::oneOfThree, 0.5, -1.5, 2.0, i);
    }
  }

  /** Pushed and popped. */
  @Differentiable(order = 2)
  static double throughAStack(double a) {
    double[] stack = new double[3];
    int top = 0;
    double y = a * a;
    stack[top++] = a;
    double aa = stack[--top];
    double z = y * aa;
    z = z * aa;
    return z;
  }

  /** What comes off the stack is not used. */
  @Differentiable(order = 2)
  @SuppressWarnings("UnusedVariable")
  static double throughAUselessStack(double a) {
    double[] stack = new double[3];
    int top = 0;
    double b = a * a;
    stack[top++] = b;
    b = stack[--top];
    return a;
  }

  @Test
  void stacks() {
    Points.numbers(ElementsTest::throughAStack);
    Points.numbers(ElementsTest::throughAUselessStack);
  }

  /** Each row is the one before and a product of an input with a matrix. */
  @Differentiable(order = 2)
  static double recurrent(double[] inputs, double[] w) {
    int width = 3;
    double[][] h = new double[4][width];
    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < width; i++) {
        double sum = h[t][i];
        for (int j = 0; j < width; j++) {
          sum += inputs[t * width + j] * w[j * width + i];
        }
        h[t + 1][i] = sum;
      }
    }
    double all = 0;
    for (int t = 1; t < h.length; t++) {
      all += sum(h[t]);
    }
    return all;
  }

  @Test
  void recurrence() {
    check(ElementsTest::recurrent, Points.vector(9, 0.3), Points.vector(9, 1.1));
  }
}
