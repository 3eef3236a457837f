/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository that is the user's own, seen through links, but for {@code
 * org.gradsmith}, which holds what this build packed. So third-party artifacts need not be fetched
 * twice, and the user's repository never sees ours.
 */
record LocalRepository(Path folder) implements AutoCloseable {
  private static final String ORG = "org";
  private static final String GRADSMITH = "gradsmith";

  /** Links everything in the user's repository. */
  static LocalRepository over(Path users, Path folder) throws IOException {
    Path org = Files.createDirectories(folder.resolve(ORG));
    Files.createDirectories(users.resolve(ORG));
    link(users, folder, ORG);
    link(users.resolve(ORG), org, GRADSMITH);
    return new LocalRepository(folder);
  }

  private static void link(Path from, Path to, String without) throws IOException {
    for (Path entry : entries(from)) {
      if (!entry.getFileName().toString().equals(without)) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
      }
    }
  }

  /** Puts an artifact where Maven looks for it. */
  void install(String artifact, String version, String extension, Path file) throws IOException {
    Path to =
        Files.createDirectories(
            folder.resolve(ORG).resolve(GRADSMITH).resolve(artifact).resolve(version));
    Files.copy(file, to.resolve(artifact + "-" + version + "." + extension));
  }

  /** Removes the links, so that nothing that clears the folder can walk into the user's files. */
  @Override
  public void close() throws IOException {
    for (Path level : List.of(folder, folder.resolve(ORG))) {
      for (Path entry : entries(level)) {
        if (Files.isSymbolicLink(entry)) {
          Files.delete(entry);
        }
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
