/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                   | a command is missing
          fly                                  | fly
          train                                | say what to train: lenet, lstm or transformer
          train gpt                            | gpt
          train lenet --variant c              | 'c' is not one of a, b
          train lenet --epochs 0               | --epochs must be at least 1, not 0
          train lenet --epochs two             | 'two' is not an int
          train lenet --batch -1               | --batch must be at least 1, not -1
          train lenet --log-every 0            | --log-every must be at least 1, not 0
          train lenet --limit 0                | --limit must be at least 1, not 0
          train lenet --mode fast              | 'fast' is not one of off, on, require, verify
          train lenet --data nowhere           | --data: there is no folder nowhere
          train lenet --resume nothing         | --resume: there is no file nothing
          train lenet --colour red             | --colour
          train lstm --steps 0                 | --steps must be at least 1, not 0
          train lstm --batch 0                 | --batch must be at least 1, not 0
          train lstm --data texts              | --data
          train transformer --log-every 0      | --log-every must be at least 1, not 0
          train transformer --mode fast        | 'fast' is not one of off, on, require, verify
          train transformer --data nowhere     | --data: there is no file or folder nowhere
          inspect                              | CLASS
          gpu-verify --rounds 0                | --rounds must be at least 1, not 0
          gpu-verify --shapes 0                | --shapes must be at least 1, not 0
          gpu-verify --random -1               | --random must be at least 0, not -1
          gpu-verify --rows 1,-2               | --rows must be at least 0, not -2
          gpu-verify --seed one                | 'one' is not a long
          """)
  void badArgumentsGetOneLineTheUsageAndStatusTwo(String line, String problem) {
    Shell shell = Shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertEquals(2, shell.status(), shell.err());
    assertEquals("", shell.out());
    String first = shell.err().lines().findFirst().orElseThrow();
    assertTrue(first.startsWith("gradsmith: ") && first.contains(problem), shell.err());
    assertTrue(shell.err().lines().toList().get(1).startsWith("Usage: gradsmith"), shell.err());
    assertFalse(shell.err().contains("\tat "), shell.err());
  }

  @Test
  void helpAndVersionSucceed() {
    for (String[] line :
        new String[][] {{"--help"}, {"train", "--help"}, {"train", "lenet", "--help"}, {"-V"}}) {
      Shell shell = Shell.run(line);
      assertEquals(0, shell.status(), shell.err());
      assertEquals("", shell.err());
      assertFalse(shell.out().isBlank());
    }
    assertTrue(Shell.run("--help").out().contains("inspect"));
    assertTrue(Shell.run("train", "lenet", "--help").out().contains("--resume"));
    assertTrue(Shell.run("--version").out().startsWith("gradsmith "));
  }

  @Test
  void aFolderWithoutDigitsIsAnErrorOfOneLine() {
    Shell shell = Shell.run("train", "lenet", "--data", folder.toString());
    assertEquals(1, shell.status());
    assertEquals(1, shell.err().lines().count(), shell.err());
    assertTrue(shell.err().contains("holds no MNIST files"), shell.err());
  }

  @Test
  void theStackTraceIsThereForThoseWhoAsk() {
    Shell shell = Shell.run("train", "lenet", "--stacktrace", "--data", folder.toString());
    assertEquals(1, shell.status());
    assertTrue(shell.err().contains("\tat org.gradsmith."), shell.err());
  }

  @Test
  void aFileThatIsNoCheckpointIsAnErrorOfOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a checkpoint");
    Shell shell = Shell.run("train", "lenet", "--resume", file.toString());
    assertEquals(1, shell.status());
    assertEquals(1, shell.err().lines().count(), shell.err());
    assertTrue(shell.err().contains("notes.txt"), shell.err());
  }

  @Test
  void aClassThatIsNotThereIsAnErrorOfOneLine() {
    Shell shell = Shell.run("inspect", "com.example.Nowhere");
    assertEquals(1, shell.status());
    assertEquals(1, shell.err().lines().count(), shell.err());
    assertTrue(shell.err().contains("no class com.example.Nowhere"), shell.err());
  }

  @Test
  void aPageThatCannotBeWrittenIsAnErrorOfOneLine() {
    Shell shell =
        Shell.run("inspect", "org.gradsmith.samples.lenet.LeNetA", "--html", "nowhere/page.html");
    assertEquals(1, shell.status());
    assertEquals(1, shell.err().lines().count(), shell.err());
    assertTrue(shell.err().contains("give a file in a folder that is there"), shell.err());
  }
}
