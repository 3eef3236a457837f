/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A compiler that a machine may have. */
record Toolchain(String command) {
  /** Skips the test where the compiler is not on the PATH. */
  void assumePresent(String consequence) {
    boolean present =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    assumeTrue(present, "no " + command + " on the PATH: " + consequence);
  }

  /** Compiles {@code kernels.cu}, as NVRTC would on a card of the architecture. */
  void compileKernels(Path directory, String architecture, String scalar, String index) {
    run(
        directory,
        "-cubin",
        "-arch=" + architecture,
        "-DSCALAR=" + scalar,
        "-DINDEX=" + index,
        "-Werror=all-warnings",
        String.join(" ", CudaWriter.OPTIONS),
        "kernels.cu");
  }

  /** Runs the compiler, which must accept its input without a word. */
  void run(Path directory, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      assertEquals("", output, () -> "messages of " + String.join(" ", line));
      assertEquals(0, status, () -> "status of " + String.join(" ", line));
    } catch (IOException e) {
      throw new AssertionError(line + " did not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(line + " was interrupted", e);
    }
  }
}
