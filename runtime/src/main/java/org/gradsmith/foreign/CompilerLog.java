/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The errors in what NVRTC says about a source, with the user's lines. Its form:
 *
 * <pre>
 * snake.cu(4): error: identifier "nothing" is undefined
 *   return x + nothing * 2;
 *              ^
 * </pre>
 */
final class CompilerLog {
  private static final Pattern ERROR =
      Pattern.compile("(?<file>.+)\\((?<line>\\d+)\\): (?<text>(?:catastrophic )?error.*)");

  private static final Pattern AT_END = Pattern.compile("At end of source: (?<text>error.*)");

  private static final Pattern CARET = Pattern.compile("\\s*\\^\\s*");

  private CompilerLog() {}

  /**
   * The errors, each in a line with its place, and below it the line of the source with a caret.
   */
  static List<String> errors(KernelSource source, String log) {
    List<String> lines = log.lines().toList();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher error = ERROR.matcher(lines.get(i));
      Matcher atEnd = AT_END.matcher(lines.get(i));
      if (error.matches()) {
        errors.add(error(source, error, lines.subList(i + 1, lines.size())));
      } else if (atEnd.matches()) {
        int last = Math.toIntExact(Math.max(1, source.text().lines().count()));
        errors.add("%s, at its end: %s".formatted(source.line(last), atEnd.group("text")));
      }
    }
    return errors;
  }

  private static String error(KernelSource source, Matcher error, List<String> below) {
    boolean own = error.group("file").equals(source.file());
    int number = Integer.parseInt(error.group("line"));
    String place = own ? source.line(number) : error.group("file") + ":" + number;
    String text = place + ": " + error.group("text");
    if (below.size() > 1 && CARET.matcher(below.get(1)).matches()) {
      return text
          + "\n"
          + below.get(0)
          + "\n"
          + below.get(1); // the compiler quotes the line itself
    }
    return own
        ? text + source.text().lines().skip(number - 1L).findFirst().map("\n  "::concat).orElse("")
        : text;
  }
}
