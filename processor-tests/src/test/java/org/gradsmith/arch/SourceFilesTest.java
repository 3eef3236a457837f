/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every Java source of the checkout. */
final class SourceFilesTest {
  private static final Checkout CHECKOUT = Checkout.here();
  private static final int LIMIT_MAIN = 400;
  private static final int LIMIT_TEST = 600;
  private static final String HEADER =
      "/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */";

  @Test
  void thereAreSources() {
    assertFalse(CHECKOUT.javaSources().isEmpty());
  }

  @Test
  void everyFileStartsWithTheLicenseHeader() throws IOException {
    var without = new ArrayList<Path>();
    for (Path source : CHECKOUT.javaSources()) {
      if (!lines(source).getFirst().equals(HEADER)) {
        without.add(source);
      }
    }
    assertEquals(List.of(), without, "files without the header; ./gradsmith format adds it");
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    var wrong = new TreeSet<Path>();
    for (String module : Checkout.MODULES) {
      for (Path source : Checkout.javaFiles(CHECKOUT.mainSources(module))) {
        Path info = source.resolveSibling("package-info.java");
        if (!Files.exists(info) || !saysWhatItIs(Files.readAllLines(info))) {
          wrong.add(CHECKOUT.root().relativize(info));
        }
      }
    }
    assertEquals(
        new TreeSet<Path>(), wrong, "missing, without documentation, or without @NullMarked");
  }

  private static boolean saysWhatItIs(List<String> info) {
    return info.contains("@NullMarked")
        && info.stream().anyMatch(line -> line.startsWith("///") || line.startsWith("/**"));
  }

  /**
   * Large files grow because everything fits into them. The list of exceptions names each with its
   * length, and only shrinks: an entry that allows more than its file needs fails as well.
   */
  @Test
  void filesStaySmall() throws IOException {
    Map<String, Integer> exceptions = sizeExceptions();
    var problems = new ArrayList<String>();
    for (Path source : CHECKOUT.javaSources()) {
      String name = source.toString().replace('\\', '/');
      int limit = name.contains("/src/main/") ? LIMIT_MAIN : LIMIT_TEST;
      int size = lines(source).size();
      Integer allowed = exceptions.remove(name);
      if (allowed == null ? size > limit : size > allowed) {
        problems.add(
            name + " has " + size + " lines, more than " + (allowed == null ? limit : allowed));
      } else if (allowed != null && size <= limit) {
        problems.add(name + " fits in " + limit + " lines now: delete its entry");
      } else if (allowed != null && size < allowed) {
        problems.add(name + " shrank: lower its entry to " + size);
      }
    }
    exceptions.keySet().forEach(name -> problems.add(name + " does not exist: delete its entry"));
    assertEquals("", String.join("\n", problems));
  }

  private static Map<String, Integer> sizeExceptions() throws IOException {
    var exceptions = new LinkedHashMap<String, Integer>();
    Path list =
        CHECKOUT.root().resolve("processor-tests/src/test/resources/arch/size-exceptions.txt");
    for (String line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split(" +", -1);
        exceptions.put(words[0], Integer.valueOf(words[1]));
      }
    }
    return exceptions;
  }

  private static List<String> lines(Path source) throws IOException {
    return Files.readAllLines(CHECKOUT.root().resolve(source));
  }
}
