/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * NVRTC's own library on a Linux machine.
 *
 * @param major the major version of CUDA that it belongs to
 * @param files what has to be loaded, in this order; empty where the system's loader finds it
 */
record NvrtcLibrary(int major, List<Path> files) {
  /** The versions that JCuda's classes fit, the newest first: it knows the newest devices. */
  private static final List<Integer> MAJORS = List.of(13, 12);

  private static final List<String> VARIABLES = List.of("CUDA_HOME", "CUDA_PATH");
  private static final List<String> FOLDERS = List.of("lib64", "lib");

  /**
   * Looks for the library: in the given folder and nowhere else; without one, in the folders of a
   * toolkit that the environment names, then where the system's loader looks.
   *
   * @throws IOException if the given folder has none, or cannot be read
   */
  static Optional<NvrtcLibrary> find(@Nullable String folder, Map<String, String> environment)
      throws IOException {
    if (folder != null) {
      Optional<NvrtcLibrary> named = in(Path.of(folder));
      if (named.isEmpty()) {
        throw new IOException("no libnvrtc.so of version 12 or 13 in " + folder);
      }
      return named;
    }
    for (String variable : VARIABLES) {
      String home = environment.getOrDefault(variable, "");
      for (String libraries : FOLDERS) {
        Path place = Path.of(home, libraries);
        if (!home.isEmpty() && Files.isDirectory(place)) {
          Optional<NvrtcLibrary> found = in(place);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return MAJORS.stream()
        .filter(NvrtcLibrary::loads)
        .findFirst()
        .map(major -> new NvrtcLibrary(major, List.of()));
  }

  /** The library with its built-ins, without which nothing compiles. */
  private static Optional<NvrtcLibrary> in(Path folder) throws IOException {
    for (int major : MAJORS) {
      Path library = folder.resolve(name(major));
      if (Files.isRegularFile(library)) {
        List<Path> files = new ArrayList<>(builtins(folder, major));
        files.add(library);
        return Optional.of(new NvrtcLibrary(major, files));
      }
    }
    return Optional.empty();
  }

  private static List<Path> builtins(Path folder, int major) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file ->
              String.valueOf(file.getFileName()).startsWith("libnvrtc-builtins.so." + major + "."))
          .sorted()
          .toList();
    }
  }

  private static String name(int major) {
    return "libnvrtc.so." + major;
  }

  @SuppressWarnings("restricted") // native access was checked before
  private static boolean loads(int major) {
    try {
      SymbolLookup.libraryLookup(name(major), Arena.global());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Loads the files: what asks for them by name is then satisfied. */
  @SuppressWarnings("restricted") // native access was checked before
  void load() {
    files.forEach(file -> System.load(file.toAbsolutePath().toString()));
  }

  /** The name by which others ask for it. */
  String name() {
    return name(major);
  }
}
