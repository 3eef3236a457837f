/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.processor.Option;
import org.junit.jupiter.api.Test;

final class OptionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "options.md");
  private static final List<String> MODULES =
      List.of("annotations", "kernel-gen", "processor", "runtime", "nn", "samples");

  /** A name in quotes, as code reads it: of at least two parts, none of which is a package. */
  private static final Pattern NAME = Pattern.compile("\"(gradsmith\\.[a-z.]+)\"");

  /** Names that are no properties. */
  private static final Set<String> FILES = Set.of("gradsmith.lock");

  /** A system property of a program that uses Gradsmith. */
  private record Property(String name, String values, String absent, String meaning) {}

  private static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "gradsmith.compiled",
              "on, off, require, verify",
              "on",
              "Whether modules run their compiled form: as soon as there is one, never, always (without one it is an exception), or both forms, compared."),
          new Property(
              "gradsmith.cpu",
              "auto, java",
              "auto",
              "Who computes on the CPU: oneDNN where it is there, or Java alone."),
          new Property(
              "gradsmith.threads",
              "a number",
              "that of processors",
              "How many threads compute on the CPU, callers included."),
          new Property(
              "gradsmith.memory.budget",
              "bytes, or with K, M or G behind",
              "nine tenths of the largest heap",
              "How much off-heap memory tensors may take before garbage is collected."),
          new Property(
              "gradsmith.memory.track",
              "true, false",
              "false",
              "Whether the memory report names the op and the line behind each tensor, from the start."),
          new Property(
              "gradsmith.anomaly",
              "true, false",
              "false",
              "Whether every op notes the user's line, and a gradient that becomes NaN is an exception."),
          new Property(
              "gradsmith.nvrtc",
              "a folder",
              "the toolkit of CUDA_HOME or CUDA_PATH, else where the system's loader looks",
              "Where the library NVRTC lies, which compiles kernels for the GPU."),
          new Property(
              "gradsmith.cache",
              "a folder, or off",
              "gradsmith in $XDG_CACHE_HOME or in ~/.cache",
              "Where kernels lie that were compiled for the GPU, so that another process need not compile them; several may share it."),
          new Property(
              "gradsmith.cache.size",
              "bytes, or with K, M or G behind",
              "256M",
              "How much may lie there; what was not used for longest goes first."),
          new Property(
              "gradsmith.stacktrace",
              "true, false",
              "false",
              "Whether the command line shows the stack trace of an exception."));

  @Test
  void thePageIsWrittenFromTheCode() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Options and properties

        Written by `OptionsPageTest`, which also compares this page with the code: every name that the code reads is here.

        ## Options of the processor

        Given to javac as `-Aname=value`, in Maven as `<arg>` among `<compilerArgs>`, in Gradle in `options.compilerArgs`.

        | option | values | without it | meaning |
        |---|---|---|---|
        """);
    for (Option option : Option.values()) {
      page.append(row("-A" + option.key(), option.choices(), option.absent(), option.meaning()));
    }
    page.append(
        """

        ## System properties

        Given to java as `-Dname=value`.

        | property | values | without it | meaning |
        |---|---|---|---|
        """);
    for (Property p : PROPERTIES) {
      page.append(row("-D" + p.name(), p.values(), p.absent(), p.meaning()));
    }
    Fixtures.assertGolden(PAGE, page.toString());
  }

  private static String row(String name, String values, String absent, String meaning) {
    return "| `%s` | %s | %s | %s |\n".formatted(name, values, absent, meaning);
  }

  @Test
  void everyNameInTheCodeIsOnThePage() throws IOException {
    Set<String> known = new TreeSet<>();
    Stream.of(Option.values()).map(Option::key).forEach(known::add);
    PROPERTIES.stream().map(Property::name).forEach(known::add);
    Set<String> read = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          read.addAll(
              NAME.matcher(Fixtures.text(file))
                  .results()
                  .map((MatchResult r) -> r.group(1))
                  .collect(Collectors.toSet()));
        }
      }
    }
    read.removeAll(FILES);
    assertEquals(known, read);
  }
}
