/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says what a program waits for where a compilation takes longer than a moment. */
final class SlowCompilation {
  private static final double NANOS_PER_SECOND = 1e9;

  private SlowCompilation() {}

  /**
   * Compiles, and tells of it in a line once it has taken so long, and in another one at its end.
   *
   * @param what names what is compiled, and for what
   */
  static byte[] watch(
      String what, Duration patience, Consumer<String> tell, Supplier<byte[]> compile) {
    long start = System.nanoTime();
    Thread watcher =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(patience);
                tell.accept("compiling " + what + " ...");
              } catch (InterruptedException _) {
                // it was quick
              }
            });
    try {
      return compile.get();
    } finally {
      watcher.interrupt();
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      if (seconds * NANOS_PER_SECOND > patience.toNanos()) {
        tell.accept(String.format(Locale.ROOT, "compiled %s in %.1f s", what, seconds));
      }
    }
  }
}
