/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.ArrayList;
import java.util.List;

/**
 * The user's line behind each line of a generated source, read off the comments that show it. The
 * table stands in the source itself, on one line, so putting it in moves nothing.
 */
public final class LineTable {
  /** Stands in the source until the table is known. */
  public static final String PLACEHOLDER = "{lines}";

  private static final String COMMENT = "// ";

  private LineTable() {}

  /** The source with the table in place of the placeholder: pairs {@code generated=user}. */
  public static String fillIn(String source) {
    List<String> pairs = new ArrayList<>();
    List<String> lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripLeading();
      if (line.startsWith(COMMENT)) {
        int user = lineOf(line);
        if (user >= 0) {
          pairs.add((i + 1) + "=" + user);
        }
      }
    }
    return source.replace(PLACEHOLDER, String.join(" ", pairs));
  }

  /** The line in {@code // File.java:12: text}; negative if the comment is another one. */
  private static int lineOf(String comment) {
    int end = comment.indexOf(' ', COMMENT.length()) - 1;
    int colon = end < 0 ? -1 : comment.lastIndexOf(':', end - 1);
    if (colon <= COMMENT.length() || comment.charAt(end) != ':' || colon + 1 == end) {
      return -1;
    }
    String digits = comment.substring(colon + 1, end);
    return digits.chars().allMatch(Character::isDigit) ? Integer.parseInt(digits) : -1;
  }
}
