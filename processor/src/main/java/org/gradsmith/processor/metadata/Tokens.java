/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.ArrayList;
import java.util.List;

/** The words, numbers, signs and quoted strings of a text, one after the other. */
final class Tokens {
  private static final String END = "end of text";

  private final List<String> tokens;
  private int next;

  Tokens(String text) {
    this.tokens = scan(text);
  }

  /** The next token, which stays. Quoted strings begin with a quotation mark. */
  String peek() {
    return next < tokens.size() ? tokens.get(next) : END;
  }

  /** Takes the next token. */
  String take() {
    String token = peek();
    next++;
    return token;
  }

  /** Takes the next token if it is the expected one. */
  boolean takeIf(String expected) {
    boolean found = peek().equals(expected);
    if (found) {
      next++;
    }
    return found;
  }

  void expect(String expected) {
    String token = take();
    if (!token.equals(expected)) {
      throw new UnreadableIr("expected " + expected + ", found " + token);
    }
  }

  String string() {
    String token = take();
    if (!token.startsWith("\"")) {
      throw new UnreadableIr("expected a string, found " + token);
    }
    return token.substring(1);
  }

  String word() {
    String token = take();
    if (!Character.isJavaIdentifierStart(token.codePointAt(0))) {
      throw new UnreadableIr("expected a name, found " + token);
    }
    return token;
  }

  long number() {
    String token = take();
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw new UnreadableIr("expected a number, found " + token, e);
    }
  }

  boolean atEnd() {
    return next >= tokens.size();
  }

  /** A string in quotation marks, on one line. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static List<String> scan(String text) {
    List<String> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '"') {
        StringBuilder content = new StringBuilder("\"");
        i = scanString(text, i + 1, content);
        tokens.add(content.toString());
      } else {
        int end = i + Character.charCount(c);
        boolean negative = c == '-' && end < text.length() && isDigit(text.charAt(end));
        if (negative || Character.isJavaIdentifierPart(c)) {
          while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
          }
        }
        tokens.add(text.substring(i, end));
        i = end;
      }
    }
    return tokens;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int scanString(String text, int start, StringBuilder content) {
    int i = start;
    while (i < text.length() && text.charAt(i) != '"') {
      char c = text.charAt(i++);
      if (c == '\\' && i < text.length()) {
        char escaped = text.charAt(i++);
        content.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
      } else {
        content.append(c);
      }
    }
    if (i == text.length()) {
      throw new UnreadableIr("a string has no end");
    }
    return i + 1;
  }
}
