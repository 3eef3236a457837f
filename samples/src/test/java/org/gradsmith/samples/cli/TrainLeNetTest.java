/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradsmith.samples.lenet.IdxFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command on few images, under a locale that writes numbers with a comma. */
final class TrainLeNetTest {
  @TempDir private Path folder;
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakGerman() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  private Shell train(String... options) throws Exception {
    Path data = folder.resolve("Bilder für den Test");
    if (!Files.exists(data)) {
      IdxFiles.write(Files.createDirectory(data), "t10k", 250, true);
    }
    List<String> line = new ArrayList<>(List.of("train", "lenet", "--data", data.toString()));
    line.addAll(List.of(options));
    return Shell.run(line.toArray(String[]::new));
  }

  private String save(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void printsTheLinesOfArticleB() throws Exception {
    Shell shell = train("--save", save("b.safetensors"), "--log-every", "10", "--seed", "3");
    assertEquals(0, shell.status(), shell.err());
    assertLine(
        shell,
        "Data: MNIST files in .*only the test set of 250 images.*200 to train on, 50 to test with");
    assertLine(shell, "Device: cpu.*");
    assertLine(shell, "\\[1,    10\\] loss: \\d+\\.\\d{3}");
    assertLine(shell, "\\[2,    20\\] loss: \\d+\\.\\d{3}");
    assertLine(shell, "\\[1/2\\] Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2}");
    assertLine(shell, "\\[2/2\\] Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2}");
    assertLine(shell, "Epoch 1/2 +\\d+ %  \\d+ of 200 images, \\d+ images/s");
    assertLine(shell, "Test: Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2} %");
    assertLine(shell, "Speed: \\d+ images/s trained, \\d+ images/s tested");
    assertLine(shell, "generated Java: .*LeNetB__AD\\.java");
    assertLine(shell, "generated CUDA: .*LeNetB__AD\\.cu");
    assertLine(shell, "Parameters: 44,426, trainable: 44,426");
    assertTrue(Files.exists(folder.resolve("b.safetensors")));
  }

  @Test
  void printsTheLinesOfArticleA() throws Exception {
    Shell shell =
        train("--variant", "a", "--epochs", "1", "--batch", "50", "--save", save("a.safetensors"));
    assertEquals(0, shell.status(), shell.err());
    assertLine(shell, "\\[1/1\\] Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2}");
    assertLine(shell, "Test: Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2} %");
    assertTrue(shell.out().lines().noneMatch(line -> line.startsWith("[1,")), shell.out());
  }

  @Test
  void theSameSeedGivesTheSameLosses() throws Exception {
    String[] options = {"--epochs", "1", "--limit", "80", "--seed", "5"};
    List<String> first = losses(train(concat(options, "--save", save("1.safetensors"))));
    List<String> again = losses(train(concat(options, "--save", save("2.safetensors"))));
    assertEquals(2, first.size());
    assertEquals(first, again);
  }

  @Test
  void aFinishedTrainingGoesOnWithMoreEpochs() throws Exception {
    String file = save("more.safetensors");
    assertEquals(0, train("--epochs", "1", "--save", file).status());
    Shell shell = train("--resume", file, "--epochs", "2", "--save", file);
    assertEquals(0, shell.status(), shell.err());
    assertLine(shell, "\\[2/2\\] Loss: .*");
    assertTrue(shell.out().lines().noneMatch(line -> line.startsWith("[1/2]")), shell.out());
  }

  @Test
  void whatContradictsTheCheckpointIsRefused() throws Exception {
    String file = save("c.safetensors");
    assertEquals(0, train("--epochs", "1", "--save", file).status());
    for (String[] contradiction :
        new String[][] {{"--variant", "a"}, {"--batch", "4"}, {"--seed", "9"}}) {
      Shell shell = train(concat(contradiction, "--resume", file, "--save", file));
      assertEquals(2, shell.status());
      assertTrue(shell.err().startsWith("gradsmith: " + contradiction[0] + " is "), shell.err());
    }
    Shell otherData = train("--resume", file, "--save", file, "--limit", "100");
    assertEquals(1, otherData.status());
    assertTrue(otherData.err().contains("other digits"), otherData.err());
  }

  private static List<String> losses(Shell shell) {
    assertEquals(0, shell.status(), shell.err());
    return shell.out().lines().filter(line -> line.contains("Loss: ")).toList();
  }

  private static String[] concat(String[] options, String... more) {
    return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static void assertLine(Shell shell, String pattern) {
    assertTrue(
        shell.out().lines().anyMatch(Pattern.compile(pattern).asMatchPredicate()),
        () -> "no line " + pattern + " in\n" + shell.out());
  }
}
