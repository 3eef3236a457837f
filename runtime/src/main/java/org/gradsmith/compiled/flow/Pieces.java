/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayDeque;

/** Pieces of memory for the numbers that sweeps keep; each thread has those that it gave back. */
final class Pieces {
  /** Numbers in a piece: 32 KiB, so that a piece is in the first-level cache while it is in use. */
  static final int SIZE = 4096;

  /** Pieces that a thread holds at most: 32 MiB. */
  private static final int MOST = 1024;

  private static final ThreadLocal<ArrayDeque<double[]>> FREE =
      ThreadLocal.withInitial(ArrayDeque::new);

  private Pieces() {}

  static double[] take() {
    double[] free = FREE.get().pollLast();
    return free == null ? new double[SIZE] : free;
  }

  static void give(double[] piece) {
    ArrayDeque<double[]> free = FREE.get();
    if (free.size() < MOST) {
      free.addLast(piece);
    }
  }
}
