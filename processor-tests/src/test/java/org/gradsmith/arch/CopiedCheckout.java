/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of the checkout without anything that was built, and the commands that run in it. */
record CopiedCheckout(Path root) {
  private static final Set<String> NOT_COPIED = Set.of("target", ".git", ".idea", ".vscode");
  private static final Path MAVEN_COMMANDS =
      Path.of(System.getProperty("gradsmith.maven.home", ""), "bin");

  /** What a command printed, and its exit status. */
  record Outcome(int status, String output) {}

  static CopiedCheckout of(Checkout original, Path root) throws IOException {
    Path checkout = original.root();
    Files.walkFileTree(
        checkout,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_COPIED.contains(requireNonNull(folder.getFileName()).toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copyOf(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, copyOf(file));
            return FileVisitResult.CONTINUE;
          }

          private Path copyOf(Path original) {
            return root.resolve(checkout.relativize(original).toString());
          }
        });
    return new CopiedCheckout(root);
  }

  /**
   * Runs a command in {@code folder}; it finds the Maven and the local repository of this build.
   */
  Outcome run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("gradsmith-build", ".log");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> variables = builder.environment();
      variables.putAll(environment);
      variables.merge(
          "PATH", MAVEN_COMMANDS.toString(), (path, maven) -> maven + File.pathSeparator + path);
      variables.put(
          "MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("gradsmith.maven.repository"));
      int status = builder.start().waitFor();
      return new Outcome(status, Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** The Maven that runs this test, or what its path would be. */
  static Path maven() {
    return MAVEN_COMMANDS.resolve("mvn");
  }

  /** The jars of the modules, by path relative to the root. */
  SortedMap<String, Path> jars() throws IOException {
    var jars = new TreeMap<String, Path>();
    for (Path module : children(root)) {
      Path target = module.resolve("target");
      if (Files.isDirectory(target)) {
        for (Path file : children(target)) {
          if (file.toString().endsWith(".jar")) {
            jars.put(root.relativize(file).toString(), file);
          }
        }
      }
    }
    return jars;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }
}
