/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's line behind each line of a generated source, read off the comments that show it. The
 * table stands in the source itself, on one line, so putting it in moves nothing.
 */
public final class LineTable {
  /** Stands in the source until the table is known. */
  public static final String PLACEHOLDER = "{lines}";

  private static final Pattern COMMENT = Pattern.compile("^\\s*// \\S+:(\\d+): ");

  private LineTable() {}

  /** The source with the table in place of the placeholder: pairs {@code generated=user}. */
  public static String fillIn(String source) {
    List<String> pairs = new ArrayList<>();
    List<String> lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher comment = COMMENT.matcher(lines.get(i));
      if (comment.find()) {
        pairs.add((i + 1) + "=" + comment.group(1));
      }
    }
    return source.replace(PLACEHOLDER, String.join(" ", pairs));
  }
}
