/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What CUDA's tools tell of kernels: nvcc, which asks ptxas, of registers, spills and shared
 * memory; cuobjdump of machine instructions. They are looked for on the path, and need no GPU.
 *
 * @param note what was used, or which tool was not found
 * @param kernels one for each entry of the text
 */
record GpuStatistics(String note, List<Kernel> kernels) {
  private static final String ARCHITECTURE = "sm_90";
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
  private static final Pattern FUNCTION = Pattern.compile("\\s*Function : (\\w+)");
  private static final Pattern INSTRUCTION = Pattern.compile("\\s*/\\*[0-9a-f]{4,}\\*/\\s.*;.*");

  /**
   * One kernel.
   *
   * @param spills bytes that are stored and loaded for want of registers
   * @param shared bytes of shared memory
   * @param instructions of the machine, where cuobjdump was found
   */
  record Kernel(
      String name, int registers, int spills, int shared, Optional<Integer> instructions) {}

  /** Compiles a text of CUDA C, if nvcc is there. */
  static GpuStatistics of(String cuda) throws IOException {
    Optional<Path> nvcc = tool("nvcc");
    if (nvcc.isEmpty()) {
      return new GpuStatistics(
          "nvcc was not found on the path, so there are no statistics of PTX and SASS.", List.of());
    }
    Path folder = Files.createTempDirectory("inspect");
    try {
      Path source = Files.writeString(folder.resolve("kernels.cu"), cuda);
      Path cubin = folder.resolve("kernels.cubin");
      Output compiled =
          run(
              folder,
              List.of(
                  nvcc.get().toString(),
                  "-std=c++17",
                  "--fmad=false",
                  "-arch=" + ARCHITECTURE,
                  "-cubin",
                  "-Xptxas",
                  "-v",
                  "-o",
                  cubin.toString(),
                  source.toString()));
      if (compiled.status() != 0) {
        return new GpuStatistics(
            "nvcc did not compile the text: " + compiled.lines().stream().findFirst().orElse(""),
            List.of());
      }
      Optional<Path> dump = tool("cuobjdump");
      List<String> sass =
          dump.isEmpty()
              ? List.of()
              : run(folder, List.of(dump.get().toString(), "-sass", cubin.toString())).lines();
      return new GpuStatistics(
          "Compiled by nvcc for "
              + ARCHITECTURE
              + ", float32."
              + (dump.isEmpty() ? " cuobjdump was not found, so SASS is not counted." : ""),
          read(compiled.lines(), sass));
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Reads what ptxas and cuobjdump print. */
  static List<Kernel> read(List<String> ptxas, List<String> sass) {
    List<Kernel> kernels = new ArrayList<>();
    String name = "";
    int spills = 0;
    for (String line : ptxas) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.find()) {
        name = entry.group(1);
        spills = 0;
      }
      Matcher spilled = SPILLS.matcher(line);
      if (spilled.find()) {
        spills = Integer.parseInt(spilled.group(1)) + Integer.parseInt(spilled.group(2));
      }
      Matcher used = REGISTERS.matcher(line);
      if (used.find() && !name.isEmpty()) {
        Matcher shared = SHARED.matcher(line);
        kernels.add(
            new Kernel(
                name,
                Integer.parseInt(used.group(1)),
                spills,
                shared.find() ? Integer.parseInt(shared.group(1)) : 0,
                instructions(name, sass)));
      }
    }
    return kernels;
  }

  private static Optional<Integer> instructions(String kernel, List<String> sass) {
    int count = 0;
    boolean inside = false;
    boolean found = false;
    for (String line : sass) {
      Matcher function = FUNCTION.matcher(line);
      if (function.matches()) {
        inside = function.group(1).equals(kernel);
        found |= inside;
      } else if (inside && INSTRUCTION.matcher(line).matches()) {
        count++;
      }
    }
    return found ? Optional.of(count) : Optional.empty();
  }

  private record Output(int status, List<String> lines) {}

  private static Output run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = reader.lines().toList();
      return new Output(process.waitFor(), lines);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InspectionException("interrupted while " + command.getFirst() + " ran");
    }
  }

  private static Optional<Path> tool(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
