/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in, and its modules in the order of the build. */
record Checkout(Path root) {
  static final List<String> MODULES =
      List.of("annotations", "kernel-gen", "processor", "runtime", "nn", "samples");

  /** The nearest folder above the working directory that holds the modules. */
  static Checkout here() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("kernel-gen/pom.xml"))) {
        return new Checkout(folder);
      }
    }
    throw new IllegalStateException("no checkout of Gradsmith around " + start);
  }

  Path classes(String module) {
    return root.resolve(module).resolve("target/classes");
  }

  Path mainSources(String module) {
    return root.resolve(module).resolve("src/main/java");
  }

  /** The Java sources under all {@code src} folders, main and test, relative to the root. */
  List<Path> javaSources() {
    return Stream.concat(MODULES.stream(), Stream.of("processor-tests"))
        .flatMap(module ->
            Stream.of("main", "test").map(kind -> root.resolve(module + "/src/" + kind + "/java")))
        .filter(Files::isDirectory)
        .flatMap(folder -> javaFiles(folder).stream())
        .map(root::relativize)
        .toList();
  }

  static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
