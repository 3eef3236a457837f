/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gradsmith.samples.progress.BarProgress;
import org.gradsmith.samples.progress.LineProgress;
import org.gradsmith.samples.progress.Progress;

/**
 * Where a command prints.
 *
 * @param out the stream
 * @param terminal the terminal behind it, if somebody sits there
 */
record Screen(PrintStream out, Optional<Console> terminal) {
  private static final String COLUMNS = "COLUMNS";
  private static final int USUAL_COLUMNS = 80;

  /** The screen behind a stream: a terminal only if the stream is the process's own. */
  static Screen of(PrintStream stream) {
    return new Screen(
        stream,
        Optional.ofNullable(System.console())
            .filter(console -> stream.equals(System.out) && console.isTerminal()));
  }

  PrintWriter writer() {
    return new PrintWriter(out, true, out.charset());
  }

  /** A bar on a terminal, plain lines elsewhere. */
  Progress.Display progress() {
    return terminal.isPresent() ? BarProgress.on(out, columns()) : LineProgress.on(out);
  }

  /** The terminal's width; 80 where there is none or it does not say. */
  int columns() {
    try {
      String columns = System.getenv(COLUMNS);
      return columns != null ? Integer.parseInt(columns) : sttyColumns();
    } catch (NumberFormatException | IOException _) {
      return USUAL_COLUMNS;
    }
  }

  private int sttyColumns() throws IOException {
    if (terminal.isEmpty()) {
      return USUAL_COLUMNS;
    }
    Process stty =
        new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = stty.inputReader(StandardCharsets.UTF_8)) {
      // "24 80": rows and columns; a terminal that does not know its size says 0.
      String[] size = Optional.ofNullable(output.readLine()).orElse("").trim().split(" ", -1);
      int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return columns > 0 ? columns : USUAL_COLUMNS;
    }
  }
}
