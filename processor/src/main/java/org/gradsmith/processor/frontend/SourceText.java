/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

/** Java source on one line: comments left out, white space folded. */
final class SourceText {
  private final StringBuilder line = new StringBuilder();
  private final String source;
  private int at;

  private SourceText(String source) {
    this.source = source;
  }

  /** The text as one line. */
  static String fold(String source) {
    SourceText text = new SourceText(source);
    while (text.at < source.length()) {
      text.step();
    }
    return text.line.toString().strip();
  }

  private void step() {
    if (source.startsWith("//", at)) {
      int end = source.indexOf('\n', at);
      at = end < 0 ? source.length() : end;
    } else if (source.startsWith("/*", at)) {
      int end = source.indexOf("*/", at + 2);
      at = end < 0 ? source.length() : end + 2;
      space();
    } else if (source.startsWith("\"\"\"", at)) {
      copyTo(endOfLiteral("\"\"\""));
    } else if (source.charAt(at) == '"' || source.charAt(at) == '\'') {
      copyTo(endOfLiteral(source.substring(at, at + 1)));
    } else if (Character.isWhitespace(source.charAt(at))) {
      at++;
      space();
    } else {
      word();
    }
  }

  /** A chain of calls that was broken before its dots reads on without a space. */
  private void word() {
    char c = source.charAt(at++);
    int last = line.length() - 1;
    boolean selects =
        c == '.' && at < source.length() && Character.isJavaIdentifierStart(source.charAt(at));
    if (last >= 0 && line.charAt(last) == ' ' && (selects || c == ')')) {
      line.setLength(last);
    }
    line.append(c);
  }

  private void space() {
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) != ' ' && line.charAt(last) != '(') {
      line.append(' ');
    }
  }

  private int endOfLiteral(String quote) {
    int i = at + quote.length();
    while (i < source.length() && !source.startsWith(quote, i)) {
      i += source.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + quote.length(), source.length());
  }

  private void copyTo(int end) {
    String literal = source.substring(at, end);
    line.append(literal.startsWith("\"\"\"") ? literal.replaceAll("\\s+", " ") : literal);
    at = end;
  }
}
