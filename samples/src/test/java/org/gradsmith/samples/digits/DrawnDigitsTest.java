/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class DrawnDigitsTest {
  private static final int SIDE = DrawnDigits.SIDE;
  private static final int PIXELS = DrawnDigits.PIXELS;

  /** CRC-32 of the first 500 images and labels of seed 1. */
  private static final long DRAWN_WITH_SEED_1 = 3_050_762_465L;

  @Test
  void theSameSeedDrawsTheSameDigitsOnEveryMachine() {
    DrawnDigits digits = DrawnDigits.draw(500, 1);
    CRC32 sum = new CRC32();
    sum.update(digits.images());
    sum.update(digits.labels());
    assertEquals(DRAWN_WITH_SEED_1, sum.getValue());
  }

  @Test
  void aLargerSetStartsWithTheSmallerOne() {
    DrawnDigits few = DrawnDigits.draw(50, 3);
    DrawnDigits many = DrawnDigits.draw(200, 3);
    assertArrayEquals(few.images(), Arrays.copyOf(many.images(), 50 * PIXELS));
    assertArrayEquals(few.labels(), Arrays.copyOf(many.labels(), 50));
  }

  @Test
  void anotherSeedDrawsOtherDigits() {
    assertFalse(Arrays.equals(DrawnDigits.draw(50, 3).images(), DrawnDigits.draw(50, 4).images()));
  }

  @Test
  void everyDigitIsAboutAsFrequent() {
    int[] counts = new int[10];
    for (byte label : DrawnDigits.draw(5000, 1).labels()) {
      counts[label]++;
    }
    for (int digit = 0; digit < counts.length; digit++) {
      assertTrue(counts[digit] > 400 && counts[digit] < 600, digit + ": " + counts[digit]);
    }
  }

  /** The mean and the deviation of MNIST's pixels are 0.131 and 0.308. */
  @Test
  void pixelsAreDistributedAlmostAsInMnist() {
    double sum = 0;
    double squares = 0;
    byte[] images = DrawnDigits.draw(2000, 1).images();
    for (byte pixel : images) {
      double grey = Byte.toUnsignedInt(pixel) / 255.0;
      sum += grey;
      squares += grey * grey;
    }
    double mean = sum / images.length;
    assertEquals(0.131, mean, 0.03);
    assertEquals(0.308, Math.sqrt(squares / images.length - mean * mean), 0.06);
  }

  @Test
  void everyImageHoldsADigitInItsMiddle() {
    byte[] images = DrawnDigits.draw(2000, 1).images();
    for (int i = 0; i < 2000; i++) {
      long ink = 0;
      double x = 0;
      double y = 0;
      for (int p = 0; p < PIXELS; p++) {
        int grey = Byte.toUnsignedInt(images[i * PIXELS + p]);
        ink += grey;
        int row = p / SIDE;
        x += grey * (p % SIDE + 0.5);
        y += grey * (row + 0.5);
      }
      assertTrue(ink > 15 * 255, "image " + i + " is almost empty");
      assertEquals(SIDE / 2.0, x / ink, 5, "image " + i + " lies too far to one side");
      assertEquals(SIDE / 2.0, y / ink, 5, "image " + i + " lies too high or too low");
    }
  }

  /** Writes a sheet of thirty images per digit to look at: target/drawn-digits.png. */
  @Test
  void aContactSheetCanBeLookedAt() throws IOException {
    int perDigit = 30;
    DrawnDigits digits = DrawnDigits.draw(1000, 1);
    byte[] images = digits.images();
    byte[] labels = digits.labels();
    BufferedImage sheet =
        new BufferedImage(perDigit * SIDE, 10 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
    int[] shown = new int[10];
    for (int i = 0; i < labels.length; i++) {
      int column = shown[labels[i]]++;
      for (int p = 0; p < PIXELS && column < perDigit; p++) {
        int[] grey = {Byte.toUnsignedInt(images[i * PIXELS + p])};
        int x = column * SIDE + p % SIDE;
        sheet.getRaster().setPixel(x, labels[i] * SIDE + p / SIDE, grey);
      }
    }
    Path file = Files.createDirectories(Path.of("target")).resolve("drawn-digits.png");
    assertTrue(ImageIO.write(sheet, "png", file.toFile()));
    assertTrue(Arrays.stream(shown).min().orElseThrow() >= perDigit, Arrays.toString(shown));
  }
}
