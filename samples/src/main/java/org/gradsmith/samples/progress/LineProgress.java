/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.progress;

import java.io.PrintStream;
import java.util.Locale;

/** A plain line every ten percent. */
public final class LineProgress implements Progress {
  private static final int PARTS = 10;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream out;
  private final String name;
  private final String unit;
  private final long before;
  private final long total;
  private final long start = System.nanoTime();
  private long done;

  private LineProgress(PrintStream out, String name, String unit, long done, long total) {
    this.out = out;
    this.name = name;
    this.unit = unit;
    this.before = done;
    this.done = done;
    this.total = total;
  }

  /** A display that prints to the stream. */
  public static Display on(PrintStream out) {
    return (name, unit, done, total) -> new LineProgress(out, name, unit, done, total);
  }

  @Override
  public void advance(long amount) {
    long tenths = tenths();
    done += amount;
    if (tenths() > tenths) {
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      line(
          String.format(
              Locale.ROOT,
              "%s %3d %%  %d of %d %s, %.0f %s/s",
              name,
              done * 100 / total,
              done,
              total,
              unit,
              (done - before) / seconds,
              unit));
    }
  }

  private long tenths() {
    return done * PARTS / total;
  }

  @Override
  public void line(String text) {
    out.println(text);
  }

  @Override
  public void close() {
    out.flush();
  }
}
