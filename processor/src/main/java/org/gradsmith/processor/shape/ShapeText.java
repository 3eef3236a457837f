/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.SourceVersion;

/**
 * The text of {@code @Shape}: entries separated by commas, each a number, a name, or dots in front.
 */
public final class ShapeText {
  private static final String DOTS = "...";

  private ShapeText() {}

  /** The entries, in order. */
  public static List<String> entries(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** Whether an entry stands for any number of dimensions. */
  public static boolean isOpen(String entry) {
    return DOTS.equals(entry);
  }

  /** Whether an entry is a number. */
  public static boolean isNumber(String entry) {
    return !entry.isEmpty()
        && entry.length() < 19
        && entry.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** What is wrong with a text, if anything. */
  public static Optional<String> fault(String text) {
    List<String> entries = entries(text);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      if (isOpen(entry) && i > 0) {
        return Optional.of("'...' can only be the first entry");
      }
      if (!isOpen(entry) && !isNumber(entry) && !SourceVersion.isIdentifier(entry)) {
        return Optional.of("'" + entry + "' is neither a number nor a name");
      }
    }
    return Optional.empty();
  }
}
