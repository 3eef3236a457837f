/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Central differences, extrapolated to a step of zero (Ridders 1982, Accurate computation of F'(x)
 * and F'(x) F''(x)).
 */
final class Differences {
  private static final int ROWS = 5;
  private static final double SHRINK = 2;

  /** How much smaller the steps are by which an estimate is checked. */
  private static final double FINER = 1024;

  /** Units in the last place by which rounding inside a function may move its value. */
  private static final double ROUNDED = 16;

  private Differences() {}

  /** A function of the distance from a place; not a number where it takes another branch. */
  interface Local {
    double at(double step);
  }

  /**
   * A derivative, and how far off it may be.
   *
   * @param resolved whether the steps can tell the derivative
   */
  record Estimate(double derivative, double error, BooleanSupplier resolved) {
    /**
     * Compares with what was found otherwise, and fails if that is another number.
     *
     * @return whether the numbers could be compared
     */
    boolean check(double found, String what) {
      boolean agrees =
          Math.abs(derivative - found) <= 10 * error + 1e-6 * Math.max(1, Math.abs(derivative));
      if (!agrees && resolved.getAsBoolean()) {
        throw new Disagreement(
            "%s is %s, by differences %s (to %s)".formatted(what, found, derivative, error));
      }
      return agrees;
    }
  }

  /**
   * The derivative; empty where no step stays within the branch, or none is accurate.
   *
   * @param rough whether the function rounds to {@code float} on its way
   */
  static Optional<Estimate> derivative(Local function, boolean rough) {
    double accuracy = rough ? 1e-3 : 1e-5;
    for (double step : rough ? new double[] {3e-2, 1e-2} : new double[] {1e-2, 1e-3, 1e-4, 1e-5}) {
      if (Double.isFinite(function.at(step)) && Double.isFinite(function.at(-step))) {
        Estimate found = ridders(function, step);
        if (found.error() <= accuracy * Math.max(1, Math.abs(found.derivative()))) {
          return Optional.of(
              rough
                  ? new Estimate(
                      found.derivative(),
                      1e-3 * Math.max(1, Math.abs(found.derivative())),
                      () -> true)
                  : new Estimate(
                      found.derivative(), found.error(), () -> isResolved(function, found, step)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether much smaller steps give the same, but for what rounding adds. They do not where the
   * function turns many times within a step, such as the sine of a number near 1e13 beside a term
   * that grows: larger steps agree on that term alone.
   */
  private static boolean isResolved(Local function, Estimate found, double step) {
    double small = step / FINER;
    double ahead = function.at(small);
    double behind = function.at(-small);
    double rounding = ROUNDED * Math.ulp(Math.max(Math.abs(ahead), Math.abs(behind))) / small;
    double difference = Math.abs((ahead - behind) / (2 * small) - found.derivative());
    return difference <= rounding + 10 * found.error();
  }

  private static Estimate ridders(Local function, double first) {
    double[][] table = new double[ROWS][ROWS];
    double best = Double.NaN;
    double error = Double.POSITIVE_INFINITY;
    double step = first;
    for (int i = 0; i < ROWS; i++) {
      double ahead = function.at(step);
      double behind = function.at(-step);
      table[0][i] = (ahead - behind) / (2 * step);
      // What rounding the two values may have added to their difference.
      double rounding = Math.ulp(Math.max(Math.abs(ahead), Math.abs(behind))) / step;
      double factor = SHRINK * SHRINK;
      for (int j = 1; j <= i; j++) {
        table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
        factor *= SHRINK * SHRINK;
        double difference =
            Math.max(
                rounding,
                Math.max(
                    Math.abs(table[j][i] - table[j - 1][i]),
                    Math.abs(table[j][i] - table[j - 1][i - 1])));
        if (difference <= error) {
          error = difference;
          best = table[j][i];
        }
      }
      step /= SHRINK;
    }
    return new Estimate(best, error, () -> true);
  }
}
