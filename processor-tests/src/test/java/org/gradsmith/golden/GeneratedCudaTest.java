/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden CUDA files compile for the devices that are asked for. */
@Tag("nvcc")
class GeneratedCudaTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"LeNetA, sm_80", "LeNetA, sm_90", "LeNetB, sm_80", "LeNetB, sm_90"})
  void compiles(String net, String architecture) throws IOException, InterruptedException {
    assumeTrue(isOnPath("nvcc"), "skipped: no nvcc on the PATH");
    Path source = folder.resolve(net + ".cu");
    Files.copy(Path.of("src", "test", "resources", "golden", net + "__AD.cu"), source);
    Path log = folder.resolve("log");
    List<String> command =
        List.of(
            "nvcc",
            "-cubin",
            "-arch=" + architecture,
            CudaWriter.OPTIONS.getFirst(),
            "-Werror=all-warnings",
            "-o",
            folder.resolve("out.cubin").toString(),
            source.toString());
    Process nvcc =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(true, nvcc.waitFor(5, TimeUnit.MINUTES), "nvcc did not end");
    assertEquals(0, nvcc.exitValue(), () -> read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }
}
