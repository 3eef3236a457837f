/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.gradsmith.arch.CopiedCheckout.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds of the same sources make the same jars. One is Maven's own; the other is the
 * launcher's, at a path with spaces and letters outside of ASCII, from another folder, under
 * another locale.
 */
@Tag("slow-build")
final class ReproducibleBuildTest {
  @TempDir private Path folder;

  @Test
  void mavenAndTheLauncherBuildTheSameJars() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(CopiedCheckout.maven()),
        () -> "skipped: no executable Maven at '" + CopiedCheckout.maven() + "' (run it by mvn)");
    Checkout checkout = Checkout.here();

    var first = CopiedCheckout.of(checkout, folder.resolve("first"));
    succeed(
        first.run(
            first.root(),
            Map.of("LC_ALL", "C.UTF-8"),
            List.of(
                CopiedCheckout.maven().toString(),
                "-B",
                "-Dmaven.test.skip=true",
                "-pl",
                "samples",
                "-am",
                "package")));

    var second = CopiedCheckout.of(checkout, folder.resolve(difficultName()));
    Outcome help =
        second.run(
            folder,
            Map.of("LC_ALL", "C", "TZ", "Asia/Kathmandu"),
            List.of(second.root().resolve("gradsmith").toString(), "--help"));
    succeed(help);
    assertTrue(help.output().contains("gradsmith"), help::output);

    assertEquals(first.jars().keySet(), second.jars().keySet());
    assertEquals(6, first.jars().size(), "one jar for each module");
    for (String generated : List.of("__AD.class", ".cu", ".kernels")) {
      assertTrue(
          entryNames(first).stream().anyMatch(name -> name.endsWith(generated)),
          () -> "no jar holds a file *" + generated + ", so nothing generated was compared");
    }
    assertAll(
        first.jars().entrySet().stream()
            .map(jar -> () -> assertSame(jar.getKey(), jar.getValue(), second)));
  }

  private static void assertSame(String name, Path jar, CopiedCheckout other) throws IOException {
    Path twin = other.root().resolve(name);
    if (Files.mismatch(jar, twin) >= 0) {
      assertEquals(List.of(), differences(jar, twin), name + ": entries that differ");
      throw new AssertionError(
          name + ": the entries are the same, but not their order or metadata");
    }
  }

  private static List<String> entryNames(CopiedCheckout checkout) throws IOException {
    var names = new ArrayList<String>();
    for (Path jar : checkout.jars().values()) {
      names.addAll(entries(jar).keySet());
    }
    return names;
  }

  private static List<String> differences(Path jar, Path twin) throws IOException {
    SortedMap<String, byte[]> ours = entries(jar);
    SortedMap<String, byte[]> theirs = entries(twin);
    var names = new ArrayList<String>();
    ours.forEach((name, bytes) -> {
      if (!Arrays.equals(bytes, theirs.get(name))) {
        names.add(name);
      }
    });
    theirs.keySet().stream().filter(name -> !ours.containsKey(name)).forEach(names::add);
    return names;
  }

  private static SortedMap<String, byte[]> entries(Path jar) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static void succeed(Outcome outcome) {
    assertEquals(0, outcome.status(), outcome::output);
  }

  /** Spaces, and letters outside of ASCII where this JVM can name such a file. */
  private static String difficultName() {
    String name = "zweite Übersetzung é 初";
    Charset files = Charset.forName(System.getProperty("sun.jnu.encoding"));
    return files.newEncoder().canEncode(name) ? name : "second build with spaces";
  }
}
