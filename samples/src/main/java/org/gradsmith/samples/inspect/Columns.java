/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.ArrayList;
import java.util.List;

/** Lays two texts out side by side; lines that are too long go on below, indented. */
final class Columns {
  private static final String GAP = " | ";
  private static final String CONTINUED = "    ";

  private Columns() {}

  /** Lines of at most {@code width} characters; the left text gets what it needs, up to a half. */
  static List<String> sideBySide(List<String> left, List<String> right, int width) {
    int half = (width - GAP.length()) / 2;
    int longest = left.stream().mapToInt(String::length).max().orElse(0);
    int leftWidth = Math.min(half, longest);
    int rightWidth = width - GAP.length() - leftWidth;
    List<String> leftLines = wrap(left, leftWidth);
    List<String> rightLines = wrap(right, rightWidth);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < Math.max(leftLines.size(), rightLines.size()); i++) {
      String cell = i < leftLines.size() ? leftLines.get(i) : "";
      String other = i < rightLines.size() ? rightLines.get(i) : "";
      rows.add((cell + " ".repeat(leftWidth - cell.length()) + GAP + other).stripTrailing());
    }
    return rows;
  }

  /** The lines, those that are too long in several. */
  static List<String> wrap(List<String> lines, int width) {
    List<String> wrapped = new ArrayList<>();
    for (String line : lines) {
      String rest = line;
      while (rest.length() > width) {
        int cut = breakBefore(rest, width);
        wrapped.add(rest.substring(0, cut));
        String indent = rest.substring(0, rest.length() - rest.stripLeading().length());
        String next = rest.substring(cut).stripLeading();
        boolean first = !indent.endsWith(CONTINUED) || rest.equals(line);
        String indented = (first ? indent + CONTINUED : indent) + next;
        rest = indented.length() < rest.length() ? indented : next;
      }
      wrapped.add(rest);
    }
    return wrapped;
  }

  /** After the last blank that fits and has text before it, else in the middle of a word. */
  private static int breakBefore(String line, int width) {
    int text = line.length() - line.stripLeading().length();
    int blank = line.lastIndexOf(' ', width);
    return blank > text ? blank : width;
  }
}
