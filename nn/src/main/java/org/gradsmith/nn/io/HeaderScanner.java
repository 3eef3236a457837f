/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

/**
 * Reads the few JSON tokens that a safetensors header may hold, without recursion, and refuses
 * everything else with the position. Grammar: RFC 8259; numbers are restricted to unsigned
 * integers.
 */
final class HeaderScanner {
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;
  private static final int DECIMAL = 10;
  private static final int CONTEXT = 12;

  private final String file;
  private final String text;
  private int position;

  HeaderScanner(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Consumes the character, after white space, if it comes next. */
  boolean accept(char wanted) {
    skipWhiteSpace();
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  /** Consumes the character, after white space, or refuses the header. */
  void expect(char wanted, String role) throws SafetensorsFormatException {
    if (!accept(wanted)) {
      throw problem("expected '%c' %s".formatted(wanted, role));
    }
  }

  /** Refuses anything but white space up to the end of the header. */
  void expectEnd() throws SafetensorsFormatException {
    skipWhiteSpace();
    if (position < text.length()) {
      throw problem("expected nothing but spaces after the closing '}'");
    }
  }

  /** A JSON string. */
  String string(String role) throws SafetensorsFormatException {
    expect('"', "to begin " + role);
    StringBuilder value = new StringBuilder();
    while (true) {
      char c = next("inside " + role);
      if (c == '"') {
        break;
      }
      if (c < ' ') {
        position--;
        throw problem("control character inside " + role);
      }
      value.append(c == '\\' ? escape(role) : c);
    }
    requirePairedSurrogates(value, role);
    return value.toString();
  }

  /** An integer from 0 to the largest signed 64-bit one. */
  long unsigned(String role) throws SafetensorsFormatException {
    skipWhiteSpace();
    int start = position;
    long value = 0;
    while (position < text.length() && isDigit(text.charAt(position))) {
      int digit = text.charAt(position) - '0';
      if (value > (Long.MAX_VALUE - digit) / DECIMAL) {
        throw problem(role + " does not fit into 63 bits");
      }
      value = value * DECIMAL + digit;
      position++;
    }
    if (position == start) {
      throw problem("expected an unsigned integer as " + role);
    }
    if (position - start > 1 && text.charAt(start) == '0') {
      position = start;
      throw problem(role + " has a leading zero");
    }
    if (position < text.length() && "+-.eE".indexOf(text.charAt(position)) >= 0) {
      throw problem(role + " is not an integer");
    }
    return value;
  }

  /** An exception that says what is wrong at the current position. */
  SafetensorsFormatException problem(String what) {
    int from = Math.min(position, text.length());
    int to = Math.min(from + CONTEXT, text.length());
    String found = from == text.length() ? "the end" : "'" + visible(from, to) + "'";
    return new SafetensorsFormatException(
        "%s: header, character %s: %s, found %s".formatted(file, from, what, found));
  }

  private String visible(int from, int to) {
    StringBuilder shown = new StringBuilder();
    for (char c : text.substring(from, to).toCharArray()) {
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return shown.toString();
  }

  private char escape(String role) throws SafetensorsFormatException {
    char c = next("inside " + role);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode(role);
      default -> {
        position--;
        throw problem("unknown escape inside " + role);
      }
    };
  }

  private char unicode(String role) throws SafetensorsFormatException {
    int code = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      char c = next("inside " + role);
      int digit = c < 128 ? Character.digit(c, HEX) : -1;
      if (digit < 0) {
        position--;
        throw problem("expected four hexadecimal digits inside " + role);
      }
      code = code * HEX + digit;
    }
    return (char) code;
  }

  private void requirePairedSurrogates(CharSequence value, String role)
      throws SafetensorsFormatException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw problem("half a surrogate pair in " + role);
      }
    }
  }

  private char next(String where) throws SafetensorsFormatException {
    if (position >= text.length()) {
      throw problem("the header ends " + where);
    }
    return text.charAt(position++);
  }

  private void skipWhiteSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
