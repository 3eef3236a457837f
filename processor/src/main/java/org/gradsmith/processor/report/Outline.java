/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.Locale;

/** Lines of text under one another, with the user's line in front and blocks indented. */
final class Outline {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Adds a line; what goes on below hangs under it. */
  void line(int number, String content) {
    String margin = "  ".repeat(depth);
    String front = number > 0 ? String.format(Locale.ROOT, "%4d  ", number) : " ".repeat(6);
    String hanging = "\n" + " ".repeat(10) + margin;
    text.append(front).append(margin).append(content.strip().replace("\n", hanging)).append('\n');
  }

  /** Adds what lies in a block. */
  void block(Runnable inner) {
    depth++;
    inner.run();
    depth--;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
