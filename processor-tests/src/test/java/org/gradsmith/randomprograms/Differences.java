/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Optional;

/**
 * Central differences, extrapolated to a step of zero (Ridders 1982, Accurate computation of F'(x)
 * and F'(x) F''(x)).
 */
final class Differences {
  private static final int ROWS = 5;
  private static final double SHRINK = 2;

  private Differences() {}

  /** A function of the distance from a place; not a number where it takes another branch. */
  interface Local {
    double at(double step);
  }

  /**
   * The derivative and its error; empty where no step stays within the branch, or none is accurate.
   */
  static Optional<double[]> derivative(Local function) {
    for (double step : new double[] {1e-2, 1e-3, 1e-4, 1e-5}) {
      if (Double.isFinite(function.at(step)) && Double.isFinite(function.at(-step))) {
        double[] found = ridders(function, step);
        if (found[1] <= 1e-5 * Math.max(1, Math.abs(found[0]))) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  private static double[] ridders(Local function, double first) {
    double[][] table = new double[ROWS][ROWS];
    double best = Double.NaN;
    double error = Double.POSITIVE_INFINITY;
    double step = first;
    for (int i = 0; i < ROWS; i++) {
      table[0][i] = (function.at(step) - function.at(-step)) / (2 * step);
      double factor = SHRINK * SHRINK;
      for (int j = 1; j <= i; j++) {
        table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
        factor *= SHRINK * SHRINK;
        double difference =
            Math.max(
                Math.abs(table[j][i] - table[j - 1][i]),
                Math.abs(table[j][i] - table[j - 1][i - 1]));
        if (difference <= error) {
          error = difference;
          best = table[j][i];
        }
      }
      step /= SHRINK;
    }
    return new double[] {best, error};
  }
}
