/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradsmith.samples.lenet.IdxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: there is no kill -INT on Windows")
final class InterruptedTrainingTest {
  @TempDir private Path folder;

  /** Ctrl-C sends SIGINT: this test does the same to a real process. */
  @Test
  @Timeout(120)
  void controlCLeavesACheckpointThatCanBeGoneOnWith() throws Exception {
    assumeFalse(
        ignoresInterrupts(), "skipped: this process ignores SIGINT, so its children do as well");
    Path data = Files.createDirectory(folder.resolve("data"));
    IdxFiles.write(data, "t10k", 1000, false);
    Path file = folder.resolve("wörk in progress.safetensors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", "lenet", "--data", data.toString(), "--epochs", "500"));
    command.addAll(List.of("--log-every", "5", "--save", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      boolean interrupted = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith("[1,") && !interrupted) {
          interrupted = true;
          kill(process.pid());
        }
      }
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process did not end");
    String all = String.join("\n", output);
    assertEquals(130, process.exitValue(), all);
    assertTrue(all.contains("Interrupted in epoch"), all);
    assertTrue(all.contains("Go on with: ./gradsmith train lenet --resume"), all);
    assertTrue(Files.isRegularFile(file), all);

    Shell resumed =
        Shell.run(
            "train",
            "lenet",
            "--data",
            data.toString(),
            "--resume",
            file.toString(),
            "--epochs",
            "1",
            "--save",
            folder.resolve("end.safetensors").toString());
    assertEquals(0, resumed.status(), resumed.err());
    assertTrue(resumed.out().contains("Test: Loss: "), resumed.out());
  }

  /** A shell without job control starts its background processes like that. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    // The mask has a bit per signal, from 1; SIGINT is 2.
    return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
  }

  private static void kill(long pid) throws Exception {
    int status = new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
    assertEquals(0, status);
  }
}
