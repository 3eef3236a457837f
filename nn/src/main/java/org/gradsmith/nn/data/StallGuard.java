/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that delivers nothing for too long, so that its reader does not wait for ever.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream stream;
  private final Duration limit;
  private final Thread thread;
  private volatile long lastSign = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream stream, Duration limit) {
    this.stream = stream;
    this.limit = limit;
    this.thread = Thread.ofVirtual().name("gradsmith-download-guard").start(this::watch);
  }

  /** Something arrived. */
  void alive() {
    lastSign = System.nanoTime();
  }

  /** Fails if the end of the stream was this guard's doing. */
  void check() throws IOException {
    if (stalled) {
      throw new IOException("sends nothing for " + limit.toMillis() + " ms");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        long left = limit.toNanos() - (System.nanoTime() - lastSign);
        if (left <= 0) {
          stalled = true;
          stream.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException _) {
      // The stream ended before this guard had to act.
    } catch (IOException _) {
      // The reader sees the closed stream, or whatever broke it.
    }
  }
}
