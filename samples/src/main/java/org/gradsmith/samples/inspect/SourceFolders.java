/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a class path entry's sources may lie: beside the classes, or where Maven and Gradle keep
 * them, in the project that the entry lies in or in a module of it.
 */
final class SourceFolders {
  private static final List<String> LAYOUTS =
      List.of(
          "src/main/java",
          "target/generated-sources/annotations",
          "target/classes",
          "src/test/java",
          "target/generated-test-sources/test-annotations",
          "target/test-classes",
          "build/generated/sources/annotationProcessor/java/main",
          "build/classes/java/main",
          "build/resources/main");

  private static final List<String> PROJECT_FILES =
      List.of("pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle");

  private final Set<Path> folders = new LinkedHashSet<>();

  private SourceFolders() {}

  /** The folders for an entry of the class path. */
  static SourceFolders of(Path entry) throws IOException {
    SourceFolders found = new SourceFolders();
    found.add(entry);
    for (Path above = entry.getParent(); above != null; above = above.getParent()) {
      if (isProject(above)) {
        found.addProject(above);
        for (Path module : modules(above)) {
          found.addProject(module);
        }
      }
    }
    return found;
  }

  private static List<Path> modules(Path project) throws IOException {
    List<Path> modules = new ArrayList<>();
    try (Stream<Path> children = Files.list(project)) {
      children.filter(SourceFolders::isProject).sorted().forEach(modules::add);
    }
    return modules;
  }

  private static boolean isProject(Path folder) {
    return PROJECT_FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  private void addProject(Path project) {
    LAYOUTS.forEach(layout -> add(project.resolve(layout)));
  }

  private void add(Path folder) {
    if (Files.isDirectory(folder)) {
      folders.add(folder);
    }
  }

  /** The first file of that name with package, {@code com/example/Net.java}. */
  Optional<Path> find(String name) {
    return folders.stream().map(f -> f.resolve(name)).filter(Files::isRegularFile).findFirst();
  }
}
