/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.progress;

/** One run from 0 to a known total, shown to somebody. */
public interface Progress extends AutoCloseable {
  /** So many more are done. */
  void advance(long amount);

  /** Prints a line of the program's own. */
  void line(String text);

  /** Ends the display. */
  @Override
  void close();

  /** Begins to show runs. */
  @FunctionalInterface
  interface Display {
    /** A run called {@code name} over {@code total} units, of which {@code done} are done. */
    Progress start(String name, String unit, long done, long total);
  }
}
