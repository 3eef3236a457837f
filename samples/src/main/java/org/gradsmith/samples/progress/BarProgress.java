/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.progress;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the last line of a terminal; other lines scroll by above it. */
public final class BarProgress implements Progress {
  private static final int REDRAW_MILLIS = 200;

  private final LastLine line;
  private final ProgressBar bar;

  private BarProgress(LastLine line, String name, String unit, long done, long total) {
    this.line = line;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .startsFrom(done, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" " + unit, 1)
            .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setConsumer(line)
            .build();
  }

  /** A display on a terminal of so many columns. */
  public static Display on(PrintStream terminal, int columns) {
    return (name, unit, done, total) ->
        new BarProgress(new LastLine(terminal, columns), name, unit, done, total);
  }

  @Override
  public void advance(long amount) {
    bar.stepBy(amount);
  }

  @Override
  public void line(String text) {
    line.above(text);
  }

  @Override
  public void close() {
    bar.close();
  }

  /**
   * The terminal's last line. The bar is drawn by a thread of its own, so every write happens under
   * one lock.
   */
  private static final class LastLine implements ProgressBarConsumer {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream terminal;
    private final int columns;
    private String shown = "";

    LastLine(PrintStream terminal, int columns) {
      this.terminal = terminal;
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public synchronized void accept(String rendered) {
      shown = rendered;
      terminal.print(ERASE + rendered);
      terminal.flush();
    }

    synchronized void above(String text) {
      terminal.print(ERASE + text + System.lineSeparator() + shown);
      terminal.flush();
    }

    @Override
    public synchronized void close() {
      shown = "";
      terminal.println();
    }
  }
}
