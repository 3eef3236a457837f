/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (and a polite kill) wait until the training has finished its step and written a
 * checkpoint. The virtual machine ends when its shutdown hooks do, with the status of the signal:
 * 130 for Ctrl-C.
 */
public final class Interruption implements AutoCloseable {
  /** Longer than any step and any checkpoint; after it the process ends without one. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForTraining, "checkpoint-at-shutdown");
  private volatile boolean requested;

  private Interruption() {}

  /** From now on, until closed, the end of the process waits. */
  public static Interruption awaited() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void waitForTraining() {
    requested = true;
    try {
      boolean _ = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process is about to end. */
  public boolean isRequested() {
    return requested;
  }

  /** The training is over or saved: the process may end. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The process began to end just now, with nothing left to wait for.
      }
    }
  }
}
