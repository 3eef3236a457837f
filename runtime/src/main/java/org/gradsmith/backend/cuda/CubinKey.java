/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * All that decides what a compiler makes of a text.
 *
 * @param source the text
 * @param architecture {@code sm_90}
 * @param options what the compiler is told besides
 * @param compiler its name and version
 */
record CubinKey(String source, String architecture, List<String> options, String compiler) {
  /** What takes in another file, wherever it stands: a comment that has the word costs little. */
  private static final String OTHER_FILES = "include";

  CubinKey {
    options = List.copyOf(options);
  }

  /**
   * Whether nothing else decides. Other files may, where the text or an option asks for them; what
   * these contain is not known here.
   */
  boolean isWhole() {
    return !source.contains(OTHER_FILES)
        && options.stream()
            .noneMatch(option ->
                option.startsWith("-" + OTHER_FILES) || option.startsWith("--pre-" + OTHER_FILES));
  }

  /** A name for files: the SHA-256 of everything, in hexadecimal. */
  String name() {
    MessageDigest digest = sha256();
    add(digest, compiler);
    add(digest, architecture);
    add(digest, Integer.toString(options.size()));
    options.forEach(option -> add(digest, option));
    add(digest, source);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds a text and its length, so that it cannot run into the next one. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
