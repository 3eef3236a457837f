/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.samples.cli.Main;

/** Libraries that g++ makes in place of CUDA's: kernels are compiled by it, and run on the CPU. */
final class GpuOnCpu {
  private static final Path HEADERS =
      Path.of("..", "kernel-gen", "src/test/resources/org/gradsmith/kernel/cuda");

  private GpuOnCpu() {}

  /** What a process did: its exit status, and what it printed. */
  record Outcome(int status, String out, String err) {}

  static boolean isPossible() {
    return isOnPath("g++") && System.getProperty("os.name").equals("Linux");
  }

  static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Skips the test where there is no g++. */
  static void assumePossible() {
    assumeTrue(isPossible(), "skipped: no g++ on the PATH, so nothing stands in for the GPU");
  }

  /** Builds the driver and the compiler into a folder, under the names of CUDA's. */
  static void build(Path folder) throws IOException, InterruptedException {
    Path versions =
        Files.writeString(
            folder.resolve("versions"), "libnvrtc.so.13 { global: nvrtc*; local: *; };");
    library(folder, "driver_on_cpu.cpp", "libcuda.so.1", List.of());
    library(
        folder,
        "nvrtc_on_cpu.cpp",
        "libnvrtc.so.13",
        List.of(
            "-Wl,--version-script=" + versions, "-DCUDA_ON_CPU=\"" + HEADERS.toRealPath() + "\""));
  }

  private static void library(Path folder, String source, String name, List<String> options)
      throws IOException, InterruptedException {
    Path file = folder.resolve(source);
    try (InputStream text = Objects.requireNonNull(GpuOnCpu.class.getResourceAsStream(source))) {
      Files.write(file, text.readAllBytes());
    }
    var line =
        new ArrayList<>(
            List.of("g++", "-std=c++17", "-O1", "-Wall", "-Wextra", "-shared", "-fPIC"));
    line.addAll(options);
    line.addAll(
        List.of("-Wl,-soname," + name, "-o", folder.resolve(name).toString(), file.toString()));
    Outcome outcome = run(line, Map.of(), folder);
    assertEquals("", outcome.out() + outcome.err(), () -> "messages for " + source);
    assertEquals(0, outcome.status());
  }

  /** Runs a command with additions to the environment. */
  static Outcome run(List<String> command, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".log");
    Path err = Files.createTempFile(folder, "err", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .directory(folder.toFile());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("caches").toString());
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Outcome(status, Files.readString(out), Files.readString(err));
  }

  /** Runs the command line in a process of its own, which finds the libraries of a folder. */
  static Outcome gradsmith(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return program(Main.class, folder, environment, arguments);
  }

  /** Runs a program in a process of its own, which finds the libraries of a folder. */
  static Outcome program(
      Class<?> program, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-Dgradsmith.nvrtc=" + folder,
            "-cp",
            absolute(System.getProperty("java.class.path")),
            program.getName()));
    command.addAll(arguments);
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", folder.toString());
    return run(command, all, folder);
  }

  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(":", -1)) {
      entries.add(entry.isEmpty() ? entry : Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(":", entries);
  }

  static void assertSays(Outcome outcome, int status, String... texts) {
    String all = outcome.out() + outcome.err();
    assertEquals(status, outcome.status(), all);
    for (String text : texts) {
      assertTrue(all.contains(text), () -> "'" + text + "' is not in\n" + all);
    }
  }
}
