/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.Locale;

/** Numbers of bytes as people write and read them. */
public final class ByteSize {
  private ByteSize() {}

  /**
   * {@code 512m}, {@code 8g}, {@code 1073741824}.
   *
   * @param property the name of the property that has the text, for the message
   * @throws IllegalArgumentException if it is no positive number of bytes
   */
  public static long parse(String property, String text) {
    String digits = text.strip().toLowerCase(Locale.ROOT);
    long unit = 1;
    if (!digits.isEmpty()) {
      unit =
          switch (digits.charAt(digits.length() - 1)) {
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            case 'g' -> 1L << 30;
            case 't' -> 1L << 40;
            default -> 1;
          };
      digits = unit == 1 ? digits : digits.substring(0, digits.length() - 1);
    }
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), unit);
      if (value > 0) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException _) {
      // reported below
    }
    throw new IllegalArgumentException(
        "-D%s=%s is not a number of bytes; write it like 512m or 8g".formatted(property, text));
  }

  /** {@code 1.5 GiB}. */
  static String text(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / (double) (1 << 10));
    }
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
  }
}
