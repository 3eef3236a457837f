/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.ArrayList;
import java.util.List;

/** Text in pieces that fit into a class file: a constant takes at most 65535 bytes of UTF-8. */
public final class Chunks {
  private static final int LIMIT = 60_000;

  private Chunks() {}

  /** The pieces of a text, none of them longer than the limit; at least one. */
  public static List<String> split(String text) {
    List<String> chunks = new ArrayList<>();
    int start = 0;
    int bytes = 0;
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      int size = encodedSize(character);
      if (bytes + size > LIMIT) {
        chunks.add(text.substring(start, i));
        start = i;
        bytes = 0;
      }
      bytes += size;
      i += Character.charCount(character);
    }
    chunks.add(text.substring(start));
    return List.copyOf(chunks);
  }

  /** The text again. */
  public static String join(List<String> chunks) {
    return String.join("", chunks);
  }

  /** Bytes in the class file's form of UTF-8: zero takes two, a surrogate pair six. */
  private static int encodedSize(int character) {
    if (character > 0 && character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 6;
  }
}
