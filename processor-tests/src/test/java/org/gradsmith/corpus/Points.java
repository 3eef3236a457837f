/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.gradsmith.numeric.Derivatives.tensor;

import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;

/** Where the programs of the corpus are checked: numbers of both signs, large and small. */
final class Points {
  private static final double[] SCALARS = {-2, -1.5, -1, -0.55, -0.1, 0.1, 0.5, 1, 1.6, 2};

  private Points() {}

  static <R> void numbers(Gradients.Function1<Double, R> method) {
    for (double a : SCALARS) {
      check(method, a);
    }
  }

  static <R> void positiveNumbers(Gradients.Function1<Double, R> method) {
    for (double a : SCALARS) {
      check(method, Math.abs(a) + 0.01);
    }
  }

  /** Numbers between -1 and 1. */
  static <R> void fractions(Gradients.Function1<Double, R> method) {
    for (double a : SCALARS) {
      check(method, a / 2.5);
    }
  }

  /** No two of a pair are equal, so that a comparison is not at its edge. */
  static <R> void pairs(Gradients.Function2<Double, Double, R> method) {
    for (double a : SCALARS) {
      for (double b : SCALARS) {
        check(method, a, b * 0.9 + 0.013);
      }
    }
  }

  static <R> void triples(Gradients.Function3<Double, Double, Double, R> method) {
    for (double a : SCALARS) {
      for (double b : new double[] {-1.5, 0.1, 2}) {
        for (double c : new double[] {-0.7, 1.3}) {
          check(method, a, b, c);
        }
      }
    }
  }

  static <R> void counts(Gradients.Function2<Double, Integer, R> method) {
    for (double a : SCALARS) {
      for (int n = 0; n <= 3; n++) {
        check(method, a, n);
      }
    }
  }

  static <R> void vectors(Gradients.Function1<double[], R> method) {
    for (int size : new int[] {3, 5, 10}) {
      check(method, vector(size, 0.4));
    }
  }

  static <R> void tensorScalars(Gradients.Function1<Tensor, R> method) {
    for (double a : SCALARS) {
      check(method, scalar(a));
    }
  }

  /** Tensors of one, two and three dimensions. */
  static <R> void tensors(Gradients.Function1<Tensor, R> method) {
    check(method, tensor(vector(5, 0.4)));
    check(method, matrix(2, 3, 0.9));
    check(method, Tensor.from(vector(2 * 3 * 2, 1.7), 2, 3, 2));
  }

  static <R> void positiveTensors(Gradients.Function1<Tensor, R> method) {
    check(method, tensor(vector(5, 0.4)).abs().add(0.1));
    check(method, matrix(2, 3, 0.9).abs().add(0.1));
  }

  /** Tensors of one shape. */
  static <R> void tensorPairs(Gradients.Function2<Tensor, Tensor, R> method) {
    check(method, tensor(vector(4, 0.4)), tensor(vector(4, 1.1)));
    check(method, matrix(2, 3, 0.9), matrix(2, 3, 0.2));
  }

  static Tensor matrix(int rows, int columns, double start) {
    return Tensor.from(vector(rows * columns, start), rows, columns);
  }

  /** Different numbers of both signs, none very small. */
  static double[] vector(int size, double start) {
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      double number = 1.3 * Math.sin(start + 1.9 * i);
      numbers[i] = number + Math.signum(number) * 0.05;
    }
    return numbers;
  }
}
