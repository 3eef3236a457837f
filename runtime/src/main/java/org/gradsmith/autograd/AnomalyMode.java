/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/**
 * Finds the user's lines: while it is on, every recorded op and every write in place notes the line
 * that asked for it, and a gradient that becomes NaN is reported by the op it comes from.
 */
public final class AnomalyMode {
  /** The system property that switches it on for the whole run. */
  public static final String PROPERTY = "gradsmith.anomaly";

  private static final boolean EVERYWHERE = Boolean.getBoolean(PROPERTY);
  private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> EVERYWHERE);

  private AnomalyMode() {}

  /** Whether lines are noted on this thread. */
  public static boolean isOn() {
    return HERE.get();
  }

  static GradMode.Scope on() {
    boolean outer = HERE.get();
    HERE.set(true);
    return () -> HERE.set(outer);
  }

  /** What messages say where the line is not known. */
  static String howToGetLines() {
    return "for the lines, run with -D%s=true or inside Autograd.detectAnomaly()"
        .formatted(PROPERTY);
  }
}
