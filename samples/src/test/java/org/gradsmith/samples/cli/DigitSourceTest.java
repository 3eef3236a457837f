/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradsmith.nn.data.PixelScale;
import org.gradsmith.samples.lenet.DigitSets;
import org.gradsmith.samples.lenet.IdxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which digits are taken where nobody sits at a terminal. */
final class DigitSourceTest {
  @TempDir private Path cache;

  private DigitSets find(Optional<Path> folder) throws Exception {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new DigitSource(cache, Screen.of(out)).find(folder, false, PixelScale.UNIT);
  }

  @Test
  void withoutAnyDataTheProgramDraws() throws Exception {
    DigitSets digits = find(Optional.empty());
    assertEquals("procedural digits, drawn by this program", digits.origin());
    assertEquals(16_000, digits.train().size());
    assertEquals(2_000, digits.test().size());
  }

  @Test
  void theCacheIsTakenWhereBothSetsAreInIt() throws Exception {
    IdxFiles.write(cache, "train", 20, true);
    assertTrue(find(Optional.empty()).origin().startsWith("procedural"));
    IdxFiles.write(cache, "t10k", 10, true);
    assertEquals("MNIST files in " + cache, find(Optional.empty()).origin());
  }

  @Test
  void aFolderThatIsNamedComesFirst() throws Exception {
    IdxFiles.write(cache, "train", 20, true);
    IdxFiles.write(cache, "t10k", 10, true);
    Path named = Files.createDirectory(cache.resolve("named"));
    IdxFiles.write(named, "train", 30, false);
    DigitSets digits = find(Optional.of(named));
    assertTrue(digits.origin().startsWith("MNIST files in " + named), digits.origin());
    assertEquals(24, digits.train().size());
  }
}
