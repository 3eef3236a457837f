/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.gradsmith.nn.data.Dataset;
import org.gradsmith.nn.data.LabelledImages;
import org.gradsmith.nn.data.Mnist;
import org.gradsmith.nn.data.PixelScale;
import org.gradsmith.samples.digits.DrawnDigits;

/**
 * Digits to train on and others to test with.
 *
 * @param origin what they are and where they come from, in words
 * @param train the training set
 * @param test the test set
 */
public record DigitSets(String origin, Dataset train, Dataset test) {
  private static final int DRAWN_TRAIN = 16_000;
  private static final int DRAWN_TEST = 2_000;
  private static final long DRAWING_SEED = 1;

  /** Who has one set only tests with a fifth of it, always the same one. */
  private static final int TEST_PART = 5;

  private static final long SPLIT_SEED = 0;

  /** The MNIST files of a folder; where there is only one of the two sets, it is split. */
  public static DigitSets read(Path folder, PixelScale scale) throws IOException {
    Mnist mnist = Mnist.open(folder);
    if (!mnist.isOnePool()) {
      LabelledImages train = mnist.train().orElseThrow().scaled(scale);
      LabelledImages test = mnist.test().orElseThrow().scaled(scale);
      return new DigitSets("MNIST files in " + folder, train, test);
    }
    LabelledImages pool = mnist.pool().scaled(scale);
    int test = pool.size() / TEST_PART;
    List<Dataset> parts = pool.randomSplit(SPLIT_SEED, pool.size() - test, test);
    String origin =
        String.format(
            Locale.ROOT,
            "MNIST files in %s: only the %s set of %d images is there, split by a fixed seed",
            folder,
            mnist.train().isPresent() ? "training" : "test",
            pool.size());
    return new DigitSets(origin, parts.getFirst(), parts.getLast());
  }

  /** Digits that this program draws itself. */
  public static DigitSets drawn(PixelScale scale) {
    DrawnDigits digits = DrawnDigits.draw(DRAWN_TRAIN + DRAWN_TEST, DRAWING_SEED);
    LabelledImages images =
        new LabelledImages(
            digits.images(), digits.labels(), DrawnDigits.SIDE, DrawnDigits.SIDE, scale);
    return new DigitSets(
        "procedural digits, drawn by this program",
        part(images, 0, DRAWN_TRAIN),
        part(images, DRAWN_TRAIN, DRAWN_TEST));
  }

  /** At most so many images of each set, the first ones. */
  public DigitSets limited(int most) {
    return new DigitSets(
        origin,
        part(train, 0, Math.min(most, train.size())),
        part(test, 0, Math.min(most, test.size())));
  }

  private static Dataset part(Dataset images, int from, int count) {
    return images.subset(IntStream.range(from, from + count).toArray());
  }

  /** Origin and sizes: two sets with the same words hold the same images. */
  public String describe() {
    return String.format(
        Locale.ROOT, "%s; %d to train on, %d to test with", origin, train.size(), test.size());
  }
}
