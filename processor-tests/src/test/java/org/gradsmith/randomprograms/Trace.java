/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/**
 * Which way a run of a program goes. Programs that were made {@link Traced} report every condition
 * and every function with a kink; two runs with the same sum took the same branches and stayed on
 * the same side of every kink.
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

  /** What a condition looks at, or a number that was made an integer. */
  public static void note(int what) {
    sum = sum * 1_000_003 + what + 7;
  }

  /** Two integers that a condition compares. */
  public static void note(int one, int other) {
    note(one);
    note(other);
  }

  private static void side(double x, double y) {
    note(Double.compare(x, y));
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
    note((int) Math.floor(x));
    return Math.floor(x);
  }

  /** {@link Math#ceil(double)}. */
  public static double ceil(double x) {
    note((int) Math.ceil(x));
    return Math.ceil(x);
  }

  /** {@link Math#copySign(double, double)}. */
  public static double copySign(double x, double y) {
    side(x, 0);
    side(y, 0);
    return Math.copySign(x, y);
  }

  /** {@link Math#clamp(double, double, double)}. */
  public static double clamp(double x, double least, double most) {
    side(x, least);
    side(x, most);
    return Math.clamp(x, least, most);
  }
}
