/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import com.palantir.javapoet.JavaFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.processor.GradsmithProcessor;

/**
 * What the processor adds to javac's time: 200 annotated classes of 20 statements, compiled with
 * the processor and without it, in turn, each time in a fresh virtual machine. The times are those
 * of javac alone, from its start to its end; the virtual machine's own start is in neither.
 */
public final class CompileTime {
  private static final int CLASSES = 200;
  private static final int ROUNDS = 9;
  private static final double TARGET = 2;

  /** One class of each artifact that the processor consists of. */
  private static final List<Class<?>> PROCESSOR =
      List.of(GradsmithProcessor.class, DType.class, Differentiable.class, JavaFile.class);

  private final Path folder;
  private final Path sources;

  private CompileTime(Path folder) throws IOException {
    this.folder = folder;
    this.sources = Files.createDirectory(folder.resolve("sources"));
  }

  /** Prints a line per round, then medians, their range and their ratio. */
  public static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    Path folder = Files.createTempDirectory("compile-time");
    try {
      new CompileTime(folder).measure(rounds);
    } finally {
      delete(folder);
    }
  }

  private void measure(int rounds) throws Exception {
    CompileTimeSources.write(sources, CLASSES);
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      without.add(compile(List.of("-proc:none")));
      with.add(
          compile(
              List.of(
                  "-processorpath",
                  processorPath(),
                  "-processor",
                  GradsmithProcessor.class.getName())));
      System.out.printf(
          Locale.ROOT,
          "round %d: %.2f s without the processor, %.2f s with it%n",
          round + 1,
          without.getLast(),
          with.getLast());
    }
    System.out.println(describe("without the processor", without));
    System.out.println(describe("with the processor", with));
    System.out.printf(
        Locale.ROOT,
        "ratio of the medians: %.2f (target: less than %.1f)%n",
        median(with) / median(without),
        TARGET);
  }

  /** Compiles once; the seconds that javac took. */
  private double compile(List<String> options) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CompileRun.class.getName(),
                sources.toString(),
                classes.toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (BufferedReader output = process.inputReader()) {
      lines = output.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("javac failed: " + String.join("\n", lines));
    }
    delete(classes);
    return Long.parseLong(lines.getLast()) * 1e-9;
  }

  private static String processorPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : PROCESSOR) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private static double median(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String describe(String name, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%-22s median %.2f s (%.2f .. %.2f)",
        name + ":",
        median(times),
        sorted.getFirst(),
        sorted.getLast());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
