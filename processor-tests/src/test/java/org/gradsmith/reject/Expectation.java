/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.reject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * A problem at a place: columns from the first to the last character of the wrong tree, or to the
 * end of its line if the tree goes on behind it.
 *
 * @param text what stands behind the code in the comment: a part of the message; or the whole
 *     message
 */
record Expectation(int line, int column, int end, String code, String text) {
  /** {@code // ^^^^ AD101 part of the message}, under the guilty line. */
  private static final Pattern COMMENT =
      Pattern.compile("^(\\s*//\\s*)(\\^+) (AD\\d{3})(?: (.*))?$");

  /** The expectations in the comments of a program, in the order of lines. */
  static List<Expectation> in(String program) {
    List<Expectation> expectations = new ArrayList<>();
    String[] lines = program.split("\n", -1);
    int guilty = 0;
    for (int i = 0; i < lines.length; i++) {
      Matcher comment = COMMENT.matcher(lines[i]);
      if (comment.matches()) {
        int column = comment.group(1).length() + 1;
        String text = comment.group(4) == null ? "" : comment.group(4);
        expectations.add(
            new Expectation(
                guilty + 1, column, column + comment.group(2).length(), comment.group(3), text));
      } else {
        guilty = i;
      }
    }
    return expectations;
  }

  /** What javac reported. */
  static Expectation of(Diagnostic<? extends JavaFileObject> diagnostic, String program) {
    if (diagnostic.getStartPosition() == Diagnostic.NOPOS) {
      return new Expectation(0, 0, 0, "", diagnostic.getMessage(Locale.ROOT));
    }
    int start = (int) diagnostic.getStartPosition();
    int lineStart = program.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = program.indexOf('\n', start);
    int end = Math.min((int) diagnostic.getEndPosition(), lineEnd);
    String message = diagnostic.getMessage(Locale.ROOT);
    return new Expectation(
        (int) program.substring(0, start + 1).lines().count(),
        start - lineStart + 1,
        end - lineStart + 1,
        message.substring(0, Math.min(5, message.length())),
        message);
  }

  boolean isMetBy(Expectation actual) {
    return line == actual.line
        && column == actual.column
        && end == actual.end
        && code.equals(actual.code)
        && actual.text.contains(text);
  }

  /** The place, short. */
  String where() {
    return String.format(Locale.ROOT, ":%d:%d: ", line, column);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "line %d, columns %d to %d: %s %s", line, column, end - 1, code, text);
  }
}
