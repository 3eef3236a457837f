/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  @TempDir private Path folder;

  @Test
  void readsBothPairsPackedOrNot() throws IOException {
    write("train-images-idx3-ubyte", IdxBytes.images(12));
    write("train-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(12)));
    write("t10k-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.images(3)));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(3));
    Mnist mnist = Mnist.open(folder);
    assertTrue(Mnist.isIn(folder));
    assertFalse(mnist.isOnePool());
    assertEquals(12, mnist.train().orElseThrow().size());
    assertEquals(3, mnist.test().orElseThrow().size());
    assertThrows(IllegalStateException.class, mnist::pool);
  }

  @Test
  void takesOnePairAsPool() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.images(20));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(20));
    Mnist mnist = Mnist.open(folder);
    assertTrue(mnist.isOnePool());
    assertEquals(20, mnist.pool().size());
    List<Dataset> parts = mnist.pool().randomSplit(1, 15, 5);
    assertEquals(15, parts.get(0).size());
    assertEquals(5, parts.get(1).size());
  }

  @Test
  void scalesPixels() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.images(256));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(256));
    LabelledImages unit = Mnist.open(folder).pool();
    LabelledImages symmetric = unit.scaled(PixelScale.SYMMETRIC);
    Batch batch = unit.batch(0, 51, 255);
    assertArrayEquals(new long[] {3, 1, 28, 28}, batch.input().shape());
    assertEquals(DType.INT64, batch.target().dtype());
    assertArrayEquals(new long[] {0, 1, 5}, batch.target().toLongArray());
    float[] pixels = batch.input().toFloatArray();
    assertEquals(0f, pixels[0]);
    assertEquals(0.2f, pixels[28 * 28]);
    assertEquals(1f, pixels[2 * 28 * 28]);
    float[] around = symmetric.batch(0, 51, 255).input().toFloatArray();
    assertEquals(-1f, around[0]);
    assertEquals((0.2f - 0.5f) / 0.5f, around[28 * 28]);
    assertEquals(1f, around[3 * 28 * 28 - 1]);
  }

  @Test
  void givesSingleSamples() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.images(3));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(3));
    Sample sample = Mnist.open(folder).pool().get(2);
    assertArrayEquals(new long[] {1, 28, 28}, sample.input().shape());
    assertArrayEquals(new long[] {}, sample.target().shape());
    assertEquals(2, sample.target().itemLong());
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertFalse(Mnist.isIn(folder));
    String none = message(assertThrows(FileNotFoundException.class, () -> Mnist.open(folder)));
    assertTrue(none.contains("train-images-idx3-ubyte and train-labels-idx1-ubyte"), none);
    write("t10k-images-idx3-ubyte", IdxBytes.images(3));
    String half = message(assertThrows(FileNotFoundException.class, () -> Mnist.open(folder)));
    assertTrue(half.endsWith("neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz"), half);
  }

  @Test
  void refusesFilesThatDoNotBelongTogether() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.images(3));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(4));
    String text = message(assertThrows(IdxFormatException.class, () -> Mnist.open(folder)));
    assertTrue(text.contains("holds 3 images: the two do not belong together"), text);
  }

  @Test
  void refusesImagesOfAnotherSize() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.file(8, new int[] {1, 2, 2}, new byte[4]));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(1));
    String text = message(assertThrows(IdxFormatException.class, () -> Mnist.open(folder)));
    assertTrue(text.endsWith("sizes are [1, 2, 2], but MNIST images are [N, 28, 28]"), text);
  }

  @Test
  void refusesLabelsAboveNine() throws IOException {
    write("t10k-images-idx3-ubyte", IdxBytes.images(2));
    write("t10k-labels-idx1-ubyte", IdxBytes.file(8, new int[] {2}, new byte[] {9, 10}));
    String text = message(assertThrows(IdxFormatException.class, () -> Mnist.open(folder)));
    assertTrue(text.endsWith("label 1 is 10; labels are 0 to 9"), text);
  }

  @Test
  void readsTheRealDigits() throws IOException {
    Path shared = Path.of("..", "..", "shared", "data", "mnist").toAbsolutePath().normalize();
    assumeTrue(Mnist.isIn(shared), "skipped: no MNIST files in " + shared);
    LabelledImages digits = Mnist.open(shared).pool();
    assertEquals(10_000, digits.size());
    // The first test digits, as the database's page shows them.
    int[] first = new int[10];
    for (int i = 0; i < first.length; i++) {
      first[i] = digits.label(i);
    }
    assertArrayEquals(new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9}, first);
  }

  private void write(String name, byte... content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private static String message(Exception thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
