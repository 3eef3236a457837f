/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that this package has written: objects as maps, arrays as lists, texts, numbers as
 * {@code Long}, truth values, and {@code null} as an empty text.
 */
final class JsonReader {
  private final String text;
  private int next;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value behind a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.space();
    if (reader.next < text.length()) {
      throw reader.broken();
    }
    return value;
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException("no JSON at character " + next);
  }

  private void space() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private boolean take(char c) {
    space();
    boolean isNext = next < text.length() && text.charAt(next) == c;
    next += isNext ? 1 : 0;
    return isNext;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw broken();
    }
  }

  private Object value() {
    if (take('{')) {
      return members();
    }
    if (take('[')) {
      return elements();
    }
    return take('"') ? quoted() : word();
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    while (!take('}')) {
      if (!members.isEmpty()) {
        expect(',');
      }
      expect('"');
      String name = quoted();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    while (!take(']')) {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value());
    }
    return elements;
  }

  private char character() {
    if (next >= text.length()) {
      throw broken();
    }
    return text.charAt(next++);
  }

  private String quoted() {
    StringBuilder quoted = new StringBuilder();
    for (char c = character(); c != '"'; c = character()) {
      quoted.append(c == '\\' ? escaped() : c);
    }
    return quoted.toString();
  }

  private char escaped() {
    char c = character();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> {
        int from = next;
        next += 4;
        if (next > text.length()) {
          throw broken();
        }
        yield (char) Integer.parseInt(text.substring(from, next), 16);
      }
      default -> c;
    };
  }

  private Object word() {
    int from = next;
    while (next < text.length()
        && (Character.isLetterOrDigit(text.charAt(next)) || text.charAt(next) == '-')) {
      next++;
    }
    String word = text.substring(from, next);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "";
      default -> {
        try {
          yield Long.parseLong(word);
        } catch (NumberFormatException _) {
          throw broken();
        }
      }
    };
  }
}
