/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads inputs in the formats of the ADBench suite, which its docs/FileFormat.md describes. A file
 * that is too short, or has something else than numbers, throws an {@link IOException} that names
 * it.
 */
@SuppressWarnings({
  "ArrayRecordComponent",
  "StringSplitter"
}) // numbers as the objectives take them; fields are counted
public final class AdBenchFiles {
  private AdBenchFiles() {}

  /** A mixture of Gaussians, and where its gradient is taken. */
  public record MixtureInput(
      GaussianMixture mixture, double[] alphas, double[] means, double[] factors) {}

  /** Observations for a bundle adjustment. */
  public record BundleInput(
      double[] cameras, double[] points, double[] weights, int[] observations, double[] features) {}

  /** Measured points of a hand, and where the Jacobian is taken; no places in the simple form. */
  public record HandInput(HandTracking tracking, double[] pose, double[] places) {}

  /** Reads a {@code gmm_*.txt}. */
  public static MixtureInput mixture(Path file) throws IOException {
    Numbers numbers = Numbers.of(file);
    int d = numbers.integer();
    int k = numbers.integer();
    int n = numbers.integer();
    double[] alphas = numbers.take(k);
    double[] means = numbers.take(k * d);
    double[] factors = numbers.take(k * GaussianMixture.factorSize(d));
    double[] points = numbers.take(n * d);
    return new MixtureInput(
        new GaussianMixture(d, points, numbers.next(), numbers.integer()), alphas, means, factors);
  }

  /**
   * Reads a {@code ba*.txt}, which gives one camera, one point and one observation; all others are
   * the same, and the observations go through the cameras and points in turn.
   */
  public static BundleInput bundle(Path file) throws IOException {
    Numbers numbers = Numbers.of(file);
    int cameras = numbers.integer();
    int points = numbers.integer();
    int count = numbers.integer();
    double[] camera = numbers.take(BundleAdjustment.CAMERA);
    double[] point = numbers.take(3);
    double[] weight = numbers.take(1);
    double[] feature = numbers.take(2);
    int[] observations = new int[2 * count];
    for (int i = 0; i < count; i++) {
      observations[2 * i] = i % cameras;
      observations[2 * i + 1] = i % points;
    }
    return new BundleInput(
        repeated(camera, cameras),
        repeated(point, points),
        repeated(weight, count),
        observations,
        repeated(feature, count));
  }

  private static double[] repeated(double[] numbers, int times) {
    double[] all = new double[numbers.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = numbers[i % numbers.length];
    }
    return all;
  }

  /**
   * Reads a hand.
   *
   * @param model the folder of bones.txt, vertices.txt and triangles.txt
   * @param complicated whether the points belong to places in triangles
   */
  public static HandInput hand(Path model, Path file, boolean complicated) throws IOException {
    Numbers numbers = Numbers.of(file);
    int count = numbers.integer();
    int poseSize = numbers.integer();
    int[] correspondences = new int[count];
    double[] measured = new double[3 * count];
    for (int i = 0; i < count; i++) {
      correspondences[i] = numbers.integer();
      System.arraycopy(numbers.take(3), 0, measured, 3 * i, 3);
    }
    double[] places = complicated ? numbers.take(2 * count) : new double[0];
    double[] pose = numbers.take(poseSize);
    return new HandInput(new HandTracking(hand(model), correspondences, measured), pose, places);
  }

  private static HandModel hand(Path folder) throws IOException {
    List<String> bones = lines(folder.resolve("bones.txt"));
    int size = HandModel.TRANSFORM;
    int[] parents = new int[bones.size()];
    double[] relatives = new double[size * bones.size()];
    double[] inverses = new double[size * bones.size()];
    for (int i = 0; i < parents.length; i++) {
      String[] fields = bones.get(i).split(":");
      parents[i] = Integer.parseInt(fields[1].strip());
      for (int j = 0; j < size; j++) {
        relatives[size * i + j] = Double.parseDouble(fields[2 + j]);
        inverses[size * i + j] = Double.parseDouble(fields[18 + j]);
      }
    }
    List<String> lines = lines(folder.resolve("vertices.txt"));
    double[] vertices = new double[3 * lines.size()];
    double[] weights = new double[parents.length * lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(":");
      for (int j = 0; j < 3; j++) {
        vertices[3 * i + j] = Double.parseDouble(fields[j]);
      }
      int followed = Integer.parseInt(fields[8]);
      for (int j = 0; j < followed; j++) {
        int bone = Integer.parseInt(fields[9 + 2 * j]);
        weights[parents.length * i + bone] = Double.parseDouble(fields[10 + 2 * j]);
      }
    }
    int[] triangles =
        lines(folder.resolve("triangles.txt")).stream()
            .flatMap(line -> Arrays.stream(line.split(":")))
            .mapToInt(field -> Integer.parseInt(field.strip()))
            .toArray();
    return new HandModel(parents, relatives, inverses, vertices, weights, triangles);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  /** The numbers of a file, one after another. */
  private static final class Numbers {
    private final Path file;
    private final String[] words;
    private int next;

    private Numbers(Path file, String[] words) {
      this.file = file;
      this.words = words;
    }

    static Numbers of(Path file) throws IOException {
      return new Numbers(file, Files.readString(file).strip().split("\\s+"));
    }

    double next() throws IOException {
      if (next == words.length) {
        throw new IOException(
            "%s ends after %d numbers, where more are expected".formatted(file, next));
      }
      String word = words[next++];
      try {
        return Double.parseDouble(word);
      } catch (NumberFormatException e) {
        throw new IOException("%s: '%s' is not a number".formatted(file, word), e);
      }
    }

    int integer() throws IOException {
      return (int) next();
    }

    double[] take(int count) throws IOException {
      double[] numbers = new double[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = next();
      }
      return numbers;
    }
  }
}
