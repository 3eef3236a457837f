/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.gradsmith.nn.data.Dataset;
import org.gradsmith.nn.data.PixelScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigitSetsTest {
  @TempDir private Path folder;

  @Test
  void bothSetsAreTakenAsTheyAre() throws IOException {
    IdxFiles.write(folder, "train", 40, false);
    IdxFiles.write(folder, "t10k", 25, true);
    DigitSets digits = DigitSets.read(folder, PixelScale.UNIT);
    assertEquals(
        "MNIST files in " + folder + "; 40 to train on, 25 to test with", digits.describe());
  }

  @Test
  void oneSetAloneIsSplitAlwaysTheSameWay() throws IOException {
    IdxFiles.write(folder, "t10k", 100, true);
    DigitSets digits = DigitSets.read(folder, PixelScale.UNIT);
    assertEquals(80, digits.train().size());
    assertEquals(20, digits.test().size());
    assertTrue(digits.origin().contains("only the test set of 100 images"), digits.origin());
    DigitSets again = DigitSets.read(folder, PixelScale.UNIT);
    assertArrayEquals(image(digits.train(), 7), image(again.train(), 7));
    Set<String> images = new HashSet<>();
    for (Dataset part : new Dataset[] {digits.train(), digits.test()}) {
      for (int i = 0; i < part.size(); i++) {
        assertTrue(images.add(Arrays.toString(image(part, i))), "an image occurs twice");
      }
    }
  }

  @Test
  void articleBSeesPixelsFromMinusOneToOne() throws IOException {
    IdxFiles.write(folder, "t10k", 10, false);
    float[] unit = image(DigitSets.read(folder, Recipe.A.scale()).train(), 0);
    float[] symmetric = image(DigitSets.read(folder, Recipe.B.scale()).train(), 0);
    for (int i = 0; i < unit.length; i++) {
      assertEquals(2 * unit[i] - 1, symmetric[i], 1e-6);
    }
  }

  @Test
  void aLimitTakesTheFirstImages() throws IOException {
    IdxFiles.write(folder, "t10k", 100, false);
    DigitSets digits = DigitSets.read(folder, PixelScale.UNIT);
    DigitSets few = digits.limited(30);
    assertEquals(30, few.train().size());
    assertEquals(20, few.test().size());
    assertArrayEquals(image(digits.train(), 29), image(few.train(), 29));
  }

  private static float[] image(Dataset images, int index) {
    return images.get(index).input().toFloatArray();
  }
}
