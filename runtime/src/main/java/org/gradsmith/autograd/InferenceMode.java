/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/**
 * Whether this thread computes for inference: nothing is recorded, and the tensors made meanwhile
 * never take part in a graph, so that nobody counts the writes to them.
 */
public final class InferenceMode {
  private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> false);

  /** Whether any thread ever entered the mode; spares the others a look at their own state. */
  private static volatile boolean used;

  private InferenceMode() {}

  /** Whether tensors made now on this thread are inference tensors. */
  public static boolean isOn() {
    return used && HERE.get();
  }

  /** Switches the mode, and recording to its opposite, until the scope is closed. */
  static GradMode.Scope set(boolean on) {
    used = true;
    boolean outer = HERE.get();
    HERE.set(on);
    GradMode.Scope recording = GradMode.set(!on);
    return () -> {
      recording.close();
      HERE.set(outer);
    };
  }
}
