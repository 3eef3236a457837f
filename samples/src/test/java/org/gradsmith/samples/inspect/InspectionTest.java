/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectionTest {
  private static final String SAMPLES = System.getProperty("java.class.path");
  private static final String USERS_NET =
      """
      package com.example;

      import org.gradsmith.annotation.Differentiable;

      class Outer {
        static class Net {
          void other() {}

          @Differentiable
          double forward(double x) {
            return x * x; // the body
          }
        }
      }
      """;
  private static final String COMPANION =
      """
      package com.example;

      class Outer$Net__AD {}
      """;

  @TempDir private Path folder;

  @Test
  void showsForwardAndWhatWasGeneratedFromIt() throws IOException {
    try (ClassPath path = ClassPath.open(SAMPLES)) {
      for (String name : List.of("org.gradsmith.samples.lenet.LeNetB", "LeNetB")) {
        Inspection found = Inspection.of(path, name);
        assertEquals("org.gradsmith.samples.lenet.LeNetB", found.className());
        assertContains(found.methods(), "@Differentiable");
        assertContains(found.methods(), "h = h.view(-1, 16 * 4 * 4);");
        assertContains(found.java(), "class LeNetB__AD");
        assertContains(found.kernels(), "__global__");
      }
    }
  }

  @Test
  void findsClassSourceAndCompanionOfAUsersOwnProject() throws IOException {
    Path classes = compile(Map.of("Outer", USERS_NET, "Outer$Net__AD", COMPANION));
    try (ClassPath path = ClassPath.open(classes.toString())) {
      Inspection found = Inspection.of(path, "com.example.Outer.Net");
      assertEquals("com.example.Outer$Net", found.className());
      assertEquals(
          List.of(
              "   9     @Differentiable",
              "  10     double forward(double x) {",
              "  11       return x * x; // the body",
              "  12     }"),
          found.methods().lines());
      assertContains(found.java(), "class Outer$Net__AD {}");
      assertEquals("none: nothing in this method fuses", found.kernels().place());
    }
  }

  /** A forward with control flow has another kind of class beside it. */
  @Test
  void findsTheSweepOfAForwardWithALoop() throws IOException {
    String sweep = COMPANION.replace("Net__AD", "Net__forward");
    Path classes = compile(Map.of("Outer", USERS_NET, "Outer$Net__forward", sweep));
    try (ClassPath path = ClassPath.open(classes.toString())) {
      for (String name : List.of("com.example.Outer.Net", "Outer$Net")) {
        Inspection found = Inspection.of(path, name);
        assertEquals("com.example.Outer$Net", found.className());
        assertContains(found.java(), "class Outer$Net__forward {}");
      }
    }
  }

  @Test
  void aJarWithoutSourcesSaysSo() throws IOException {
    Path classes = compile(Map.of("Outer", USERS_NET, "Outer$Net__AD", COMPANION));
    Path jar = folder.resolve("far away").resolve("net.jar");
    Files.createDirectories(jar.getParent());
    pack(classes, jar);
    try (ClassPath path = ClassPath.open(jar.getParent() + "/*")) {
      Inspection found = Inspection.of(path, "com.example.Outer$Net");
      assertEquals(List.of(), found.java().lines());
      assertTrue(
          found.java().place().startsWith("com/example/Outer$Net__AD.java was not found beside"),
          found.java().place());
    }
  }

  @Test
  void aClassThatTheProcessorDidNotSeeSaysSo() throws IOException {
    Path classes = compile(Map.of("Outer", USERS_NET));
    assertRefused(classes, "com.example.Outer.Net", "the processor did not run");
    assertRefused(classes, "com.example.Outer", "has no @Differentiable method");
    assertRefused(classes, "com.example.Unknown", "no class com.example.Unknown");
  }

  @Test
  void wideTerminalsShowTheTextsSideBySide() throws IOException {
    try (ClassPath path = ClassPath.open(SAMPLES)) {
      Inspection found = Inspection.of(path, "LeNetB");
      List<String> wide = found.page(180, 160);
      assertTrue(wide.stream().anyMatch(l -> l.contains("--- forward ---") && l.contains(" | ")));
      assertTrue(wide.stream().skip(4).allMatch(line -> line.length() <= 180));
      List<String> narrow = found.page(159, 160);
      assertTrue(narrow.containsAll(found.java().lines()));
      assertTrue(narrow.containsAll(found.kernels().lines()));
    }
  }

  @Test
  void theReportTellsWhatRunsAndWhatIsKept() throws IOException {
    try (ClassPath path = ClassPath.open(SAMPLES)) {
      List<String> lenet = Inspection.of(path, "org.gradsmith.samples.lenet.LeNetA").page(400, 500);
      assertTrue(
          lenet.contains(
              "  22  op conv2d: x, conv1Weight -> conv1Conv2d; moves 21952·N + 216 bytes, operations: 84672·N"),
          () -> String.join("\n", lenet));
      assertTrue(
          lenet.contains(
              "bytes kept: 13424·N before fusion, 13424·N after (operands taken as float32)"));
      List<String> cell = Inspection.of(path, "org.gradsmith.samples.lstm.LstmCell").page(400, 500);
      assertTrue(
          cell.contains(
              "kernels, forward: 10 before fusion, 3 after; reverse: 21 before, 2 after; calls: 6"));
      assertTrue(cell.contains("--- intermediate representation, outlined ---"));
    }
  }

  private static void assertContains(Inspection.Listing listing, String text) {
    assertTrue(
        listing.lines().stream().anyMatch(line -> line.contains(text)),
        () -> "no '" + text + "' in " + listing);
  }

  private static void assertRefused(Path classes, String name, String reason) throws IOException {
    try (ClassPath path = ClassPath.open(classes.toString())) {
      Exception refused = assertThrows(InspectionException.class, () -> Inspection.of(path, name));
      assertTrue(refused.toString().contains(reason), refused.toString());
    }
  }

  /** Compiles classes of com.example, in Maven's layout, without any processor. */
  private Path compile(Map<String, String> sources) throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Path sourceFolder =
        Files.createDirectories(project.resolve("src/main/java").resolve("com/example"));
    Path classes = Files.createDirectories(project.resolve("target/classes"));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = sourceFolder.resolve(source.getKey() + ".java");
      Files.writeString(file, source.getValue());
      String[] arguments = {"-proc:none", "-cp", SAMPLES, "-d", classes + "", file + ""};
      assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    }
    return classes;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = inside.getPath("/").resolve(classes.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }
}
