/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The MNIST digits, or another set in the same files (Fashion-MNIST, KMNIST): 28 by 28 grey images
 * of ten classes, on the unit scale. LeCun, Cortes, Burges: The MNIST database of handwritten
 * digits.
 *
 * @param train the training set, if it is there
 * @param test the test set, if it is there; at least one of the two is
 */
public record Mnist(Optional<LabelledImages> train, Optional<LabelledImages> test) {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int IMAGES_RANK = 3;
  private static final String TRAIN = "train";
  private static final String TEST = "t10k";

  public Mnist {
    if (train.isEmpty() && test.isEmpty()) {
      throw new IllegalArgumentException("neither a training set nor a test set");
    }
  }

  /**
   * Reads the files {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
   * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte} of a folder, each with or without
   * {@code .gz}. One of the two pairs may be missing.
   */
  public static Mnist open(Path folder) throws IOException {
    Optional<LabelledImages> train = readPair(folder, TRAIN);
    Optional<LabelledImages> test = readPair(folder, TEST);
    if (train.isEmpty() && test.isEmpty()) {
      throw new FileNotFoundException(
          "%s holds no MNIST files; expected %s and %s, %s and %s, or one of the pairs, each with or"
                  .formatted(folder, images(TRAIN), labels(TRAIN), images(TEST), labels(TEST))
              + " without .gz");
    }
    return new Mnist(train, test);
  }

  /** Whether a folder holds both files of at least one pair. */
  public static boolean isIn(Path folder) {
    return isPairIn(folder, TRAIN) || isPairIn(folder, TEST);
  }

  /** Whether there is only one of the sets, which callers split themselves. */
  public boolean isOnePool() {
    return train.isEmpty() || test.isEmpty();
  }

  /** The only set there is. */
  public LabelledImages pool() {
    if (!isOnePool()) {
      throw new IllegalStateException("there are two sets: use train() and test()");
    }
    return train.or(() -> test).orElseThrow();
  }

  private static boolean isPairIn(Path folder, String prefix) {
    return find(folder, images(prefix)).isPresent() && find(folder, labels(prefix)).isPresent();
  }

  private static Optional<LabelledImages> readPair(Path folder, String prefix) throws IOException {
    Optional<Path> images = find(folder, images(prefix));
    Optional<Path> labels = find(folder, labels(prefix));
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    if (images.isEmpty() || labels.isEmpty()) {
      String missing = images.isEmpty() ? images(prefix) : labels(prefix);
      throw new FileNotFoundException(
          "%s holds %s, but neither %s nor %s.gz"
              .formatted(
                  folder, images.or(() -> labels).orElseThrow().getFileName(), missing, missing));
    }
    return Optional.of(read(images.orElseThrow(), labels.orElseThrow()));
  }

  private static LabelledImages read(Path imageFile, Path labelFile) throws IOException {
    Idx images = Idx.read(imageFile);
    Idx labels = Idx.read(labelFile);
    int[] shape = images.shape();
    if (shape.length != IMAGES_RANK || shape[1] != SIDE || shape[2] != SIDE) {
      throw new IdxFormatException(
          "%s: sizes are %s, but MNIST images are [N, %s, %s]"
              .formatted(imageFile, Arrays.toString(shape), SIDE, SIDE));
    }
    if (labels.shape().length != 1 || labels.count() != images.count()) {
      throw new IdxFormatException(
          "%s: sizes are %s, but %s holds %s images: the two do not belong together"
              .formatted(labelFile, Arrays.toString(labels.shape()), imageFile, images.count()));
    }
    byte[] classes = labels.bytes();
    for (int i = 0; i < classes.length; i++) {
      if (Byte.toUnsignedInt(classes[i]) >= CLASSES) {
        throw new IdxFormatException(
            "%s: label %s is %s; labels are 0 to %s"
                .formatted(labelFile, i, Byte.toUnsignedInt(classes[i]), CLASSES - 1));
      }
    }
    return new LabelledImages(images.bytes(), classes, SIDE, SIDE, PixelScale.UNIT);
  }

  private static Optional<Path> find(Path folder, String name) {
    Path plain = folder.resolve(name);
    Path packed = folder.resolve(name + ".gz");
    if (Files.isRegularFile(plain)) {
      return Optional.of(plain);
    }
    return Files.isRegularFile(packed) ? Optional.of(packed) : Optional.empty();
  }

  private static String images(String prefix) {
    return prefix + "-images-idx3-ubyte";
  }

  private static String labels(String prefix) {
    return prefix + "-labels-idx1-ubyte";
  }
}
