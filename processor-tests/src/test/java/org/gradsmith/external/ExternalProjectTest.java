/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of {@code samples/template}, built and run as its README says. */
final class ExternalProjectTest {
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final String PARENT = "gradsmith-parent";
  private static final List<String> MODULES =
      List.of("annotations", "kernel-gen", "processor", "runtime", "nn");
  private static final long LIMIT_MINUTES = 10;

  @TempDir private Path temporary;
  private Path project;
  private LocalRepository repository;

  /** How a command ended and what it printed. */
  private record Outcome(int status, String output) {}

  @BeforeEach
  void copyTheTemplateAndInstallTheArtifacts() throws IOException {
    Path root = root();
    for (String module : MODULES) {
      assumeTrue(
          isPacked(root.resolve(module)),
          () -> "skipped: " + module + " is not packed, or not since its last change (mvn verify)");
    }
    project = Files.createDirectory(temporary.resolve("mein Prüfling"));
    copy(root.resolve("samples/template"), project);
    repository = LocalRepository.over(usersRepository(), temporary.resolve("repository"));
    repository.install(PARENT, VERSION, "pom", root.resolve("pom.xml"));
    for (String module : MODULES) {
      String artifact = "gradsmith-" + module;
      repository.install(artifact, VERSION, "pom", root.resolve(module).resolve("pom.xml"));
      repository.install(artifact, VERSION, "jar", jar(root.resolve(module)));
    }
  }

  @AfterEach
  void removeTheLinks() throws IOException {
    if (repository != null) {
      repository.close();
    }
  }

  @Test
  void trainsWithGeneratedCodeOnly() throws IOException, InterruptedException {
    Outcome outcome = maven("package", "exec:exec", "-Dgradsmith.compiled=require");
    assertEquals(0, outcome.status(), outcome.output());
    assertTrue(outcome.output().contains("after 300 steps"), outcome.output());
    assertTrue(
        Files.exists(
            project.resolve("target/generated-sources/annotations/com/example/RingNet__AD.java")));
    assertTrue(Files.exists(project.resolve("target/classes/com/example/RingNet__AD.cu")));
  }

  @Test
  void agreesWithTheEagerTape() throws IOException, InterruptedException {
    Outcome outcome = maven("package", "exec:exec", "-Dgradsmith.compiled=verify");
    assertEquals(0, outcome.status(), outcome.output());
  }

  @Test
  void saysWhichLinesAreMissingWhereTheProcessorDidNotRun()
      throws IOException, InterruptedException {
    Path pom = project.resolve("pom.xml");
    String text = Files.readString(pom);
    String without =
        text.replaceAll("(?s)<annotationProcessorPaths>.*</annotationProcessorPaths>", "");
    assertNotEquals(text, without);
    Files.writeString(pom, without);
    Outcome outcome = maven("package", "exec:exec");
    assertNotEquals(0, outcome.status(), outcome.output());
    for (String expected :
        List.of("RingNet", "<annotationProcessorPaths>", "gradsmith-processor")) {
      assertTrue(outcome.output().contains(expected), outcome.output());
    }
    assertFalse(outcome.output().contains("after 300 steps"), outcome.output());
  }

  private Outcome maven(String... goals) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(mavenCommand().toString());
    command.addAll(List.of("-B", "-Dstyle.color=never", "--no-transfer-progress"));
    command.add("-Dmaven.repo.local=" + repository.folder());
    command.addAll(List.of(goals));
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MAVEN_") && !name.equals("MAVEN_OPTS"));
    Path log = temporary.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String output = new String(Files.readAllBytes(log), Charset.defaultCharset());
    assertTrue(ended, () -> "Maven did not end: " + output);
    return new Outcome(process.exitValue(), output);
  }

  private static Path mavenCommand() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    String name = windows ? "mvn.cmd" : "mvn";
    List<Path> places = new ArrayList<>();
    String home = System.getProperty("gradsmith.maven.home");
    if (home != null) {
      places.add(Path.of(home, "bin", name));
    }
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      places.add(Path.of(folder, name));
    }
    List<Path> found = places.stream().filter(Files::isExecutable).toList();
    assumeTrue(!found.isEmpty(), "skipped: there is no Maven (" + name + ") on the PATH");
    return found.getFirst();
  }

  private static Path usersRepository() {
    String given = System.getProperty("gradsmith.maven.repository");
    return given == null
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(given);
  }

  private static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("samples/template"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no checkout of Gradsmith around " + start);
  }

  private static Path jar(Path module) {
    return module.resolve("target/gradsmith-" + module.getFileName() + "-" + VERSION + ".jar");
  }

  /** Whether the jar is there and younger than the classes that should be in it. */
  private static boolean isPacked(Path module) throws IOException {
    if (!Files.exists(jar(module))) {
      return false;
    }
    try (Stream<Path> classes = Files.walk(module.resolve("target/classes"))) {
      long youngest =
          classes
              .filter(Files::isRegularFile)
              .mapToLong(file -> file.toFile().lastModified())
              .max()
              .orElse(0);
      return jar(module).toFile().lastModified() >= youngest;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("target") && !relative.toString().isEmpty()) {
          Files.copy(file, to.resolve(relative));
        }
      }
    }
  }
}
