/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/**
 * A piece of Java in two dialects.
 *
 * @param numbers over {@code double}
 * @param tensors over tensors without dimensions
 */
record Piece(String numbers, String tensors) {
  static Piece same(String text) {
    return new Piece(text, text);
  }

  /** Puts pieces into the holes of a format, the same one in each dialect. */
  static Piece format(String format, Object... parts) {
    return formats(format, format, parts);
  }

  /** Puts pieces into the holes of a format that is another one over tensors. */
  static Piece formats(String numbers, String tensors, Object... parts) {
    return new Piece(fill(numbers, true, parts), fill(tensors, false, parts));
  }

  private static String fill(String format, boolean numbers, Object[] parts) {
    Object[] texts = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      texts[i] = parts[i] instanceof Piece piece ? piece.dialect(numbers) : parts[i];
    }
    return format.formatted(texts);
  }

  private String dialect(boolean overNumbers) {
    return overNumbers ? numbers : tensors;
  }
}
