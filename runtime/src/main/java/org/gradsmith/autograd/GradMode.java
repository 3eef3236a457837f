/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/** Whether ops are recorded on this thread. */
public final class GradMode {
  private static final ThreadLocal<Boolean> ENABLED = ThreadLocal.withInitial(() -> true);

  private GradMode() {}

  /** Whether an op run now on this thread is recorded if an operand requires a gradient. */
  public static boolean isEnabled() {
    return ENABLED.get();
  }

  /** Switches recording until the scope is closed. */
  public static Scope set(boolean enabled) {
    boolean outer = ENABLED.get();
    ENABLED.set(enabled);
    return () -> ENABLED.set(outer);
  }

  /** Ends when closed, on the thread that opened it. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
