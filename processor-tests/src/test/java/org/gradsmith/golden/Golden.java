/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text files that generated text must equal, byte by byte. {@code -Dgolden.update=true} writes them
 * anew; a build server refuses that.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static void assertGolden(String name, String actual) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        assertFalse("true".equals(System.getenv("CI")), "golden files are not written by CI");
        Files.createDirectories(FOLDER);
        Files.writeString(file, actual);
      }
      assertTrue(
          Files.exists(file),
          file + " is missing; run the test with -Dgolden.update=true and look at the file");
      assertEquals(
          Files.readString(file),
          actual,
          () -> file + " differs; if that is meant, run the test with -Dgolden.update=true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
