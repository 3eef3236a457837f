/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/**
 * Which way a run of a program goes. Generated programs report every condition and every function
 * with a kink; two runs with the same sum took the same branches and stayed on the same side of
 * every kink.
 */
public final class Trace {
  private static long sum;

  private Trace() {}

  /** Forgets what was reported. */
  static void start() {
    sum = 1;
  }

  /** A number for the way the run went. */
  static long way() {
    return sum;
  }

  private static void note(long what) {
    sum = sum * 1_000_003 + what + 7;
  }

  /** A condition. */
  public static boolean holds(boolean condition) {
    note(condition ? 1 : 0);
    return condition;
  }

  /** A number that was made an integer. */
  public static int whole(int value) {
    note(value);
    return value;
  }

  private static void side(double x, double y) {
    note(x < y ? 3 : x > y ? 4 : 5);
  }

  /** {@link Math#max(double, double)}. */
  public static double max(double x, double y) {
    side(x, y);
    return Math.max(x, y);
  }

  /** {@link Math#min(double, double)}. */
  public static double min(double x, double y) {
    side(x, y);
    return Math.min(x, y);
  }

  /** {@link Math#abs(double)}. */
  public static double abs(double x) {
    side(x, 0);
    return Math.abs(x);
  }

  /** {@link Math#signum(double)}. */
  public static double signum(double x) {
    side(x, 0);
    return Math.signum(x);
  }

  /** {@link Math#floor(double)}. */
  public static double floor(double x) {
    note((long) Math.floor(x));
    return Math.floor(x);
  }

  /** {@link Math#copySign(double, double)}. */
  public static double copySign(double x, double y) {
    side(x, 0);
    side(y, 0);
    return Math.copySign(x, y);
  }
}
