/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where downloaded data is kept for the current user: {@code $XDG_CACHE_HOME/gradsmith} or {@code
 * ~/.cache/gradsmith} (XDG Base Directory Specification 0.8), on Windows {@code
 * %LOCALAPPDATA%\gradsmith}, on macOS {@code ~/Library/Caches/gradsmith}.
 */
public final class CacheFolder {
  private static final String NAME = "gradsmith";

  private CacheFolder() {}

  /** The folder for the current user; it may not exist yet. */
  public static Path ofUser() {
    return of(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", "."));
  }

  static Path of(Map<String, String> environment, String osName, String home) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return absolute(environment, "LOCALAPPDATA")
          .orElse(Path.of(home, "AppData", "Local"))
          .resolve(NAME);
    }
    Path standard =
        os.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
    return absolute(environment, "XDG_CACHE_HOME").orElse(standard).resolve(NAME);
  }

  /** Relative paths are to be ignored, says the specification. */
  private static Optional<Path> absolute(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    try {
      return Optional.of(Path.of(value)).filter(Path::isAbsolute);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
