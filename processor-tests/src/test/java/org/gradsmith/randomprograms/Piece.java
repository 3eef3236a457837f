/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Arrays;
import java.util.function.Function;

/**
 * A piece of Java in three dialects.
 *
 * @param numbers over {@code double}
 * @param tensors over tensors without dimensions
 * @param traced over {@code double}, with every branch reported to {@link Trace}
 */
record Piece(String numbers, String tensors, String traced) {
  static Piece same(String text) {
    return new Piece(text, text, text);
  }

  /** Puts pieces into the holes of a format, the same one in each dialect. */
  static Piece format(String format, Object... parts) {
    return dialects(format, format, format, parts);
  }

  /** Puts pieces into the holes of a format that is another one over tensors. */
  static Piece formats(String numbers, String tensors, Object... parts) {
    return dialects(numbers, tensors, numbers, parts);
  }

  /** Puts pieces into the holes of three formats. */
  static Piece dialects(String numbers, String tensors, String traced, Object... parts) {
    return new Piece(
        fill(numbers, Piece::numbers, parts),
        fill(tensors, Piece::tensors, parts),
        fill(traced, Piece::traced, parts));
  }

  private static String fill(String format, Function<Piece, String> dialect, Object[] parts) {
    return format.formatted(
        Arrays.stream(parts)
            .map(p -> p instanceof Piece piece ? dialect.apply(piece) : p)
            .toArray());
  }
}
