/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final String HOME = Path.of("home").toAbsolutePath().toString();
  private static final String OTHER = Path.of("other").toAbsolutePath().toString();

  @Test
  void followsTheXdgSpecification() {
    assertEquals(Path.of(HOME, ".cache", "gradsmith"), CacheFolder.of(Map.of(), "Linux", HOME));
    assertEquals(
        Path.of(OTHER, "gradsmith"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", OTHER), "Linux", HOME));
  }

  @Test
  void ignoresARelativeXdgFolder() {
    assertEquals(
        Path.of(HOME, ".cache", "gradsmith"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "cache"), "Linux", HOME));
  }

  @Test
  void knowsWindowsAndMac() {
    assertEquals(
        Path.of(OTHER, "gradsmith"),
        CacheFolder.of(Map.of("LOCALAPPDATA", OTHER), "Windows 11", HOME));
    assertEquals(
        Path.of(HOME, "AppData", "Local", "gradsmith"),
        CacheFolder.of(Map.of(), "Windows 11", HOME));
    assertEquals(
        Path.of(HOME, "Library", "Caches", "gradsmith"),
        CacheFolder.of(Map.of(), "Mac OS X", HOME));
  }

  @Test
  void isAbsoluteForTheCurrentUser() {
    assertTrue(CacheFolder.ofUser().isAbsolute());
  }
}
