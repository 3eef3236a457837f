/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The objectives at larger and random points, where the differences of their values are known. */
class ObjectivesTest {
  private static final double STEP = 1e-5;

  /** A scalar function of several arrays. */
  private interface Objective {
    double at(double[][] arguments);
  }

  /** Compares with the central difference in one random direction. */
  private static void assertSlope(Objective objective, double[][] point, double[][] gradient) {
    Random random = new Random(11);
    double slope = 0;
    double[][] ahead = new double[point.length][];
    double[][] behind = new double[point.length][];
    for (int i = 0; i < point.length; i++) {
      ahead[i] = point[i].clone();
      behind[i] = point[i].clone();
      for (int j = 0; j < point[i].length; j++) {
        double direction = random.nextGaussian();
        slope += direction * gradient[i][j];
        ahead[i][j] += STEP * direction;
        behind[i][j] -= STEP * direction;
      }
    }
    double difference = (objective.at(ahead) - objective.at(behind)) / (2 * STEP);
    assertEquals(difference, slope, 2e-6 * Math.max(1, Math.abs(difference)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gmm_d2_K5.txt", "gmm_d10_K5.txt", "gmm_d10_K25.txt"})
  void mixturesOfTheSuite(String name) throws IOException {
    Path file = Path.of("..", "..", "shared", "data", "adbench").resolve(name);
    assumeTrue(Files.exists(file), "skipped: there is no " + file);
    AdBenchFiles.MixtureInput input = AdBenchFiles.mixture(file);
    try (var _ = Mode.REQUIRE.scope()) {
      Gradient gradient =
          Gradients.of(input.mixture()::objective)
              .gradient(input.alphas(), input.means(), input.factors());
      assertSlope(
          a -> input.mixture().objective(a[0], a[1], a[2]),
          new double[][] {input.alphas(), input.means(), input.factors()},
          new double[][] {gradient.array(0), gradient.array(1), gradient.array(2)});
    }
  }

  @Test
  void bundleOfTwoCameras() {
    Random random = new Random(5);
    double[] cameras = random.doubles(2 * BundleAdjustment.CAMERA, -0.5, 0.5).toArray();
    cameras[0] = 0;
    cameras[1] = 0;
    cameras[2] = 0; // no rotation: the other branch
    cameras[6] = 3;
    double[] points = random.doubles(9, 1, 2).toArray();
    double[] weights = {0.8, 1.1, 0.4};
    int[] observations = {0, 0, 1, 1, 1, 2};
    double[] features = random.doubles(6, -1, 1).toArray();
    Gradient gradient =
        Gradients.of(BundleAdjustment::objective)
            .gradient(cameras, points, weights, observations, features);
    // where there is no rotation the function is not differentiable along it: left out
    double[] ofCameras = gradient.array(0).clone();
    assertSlope(
        a -> {
          double[] turned = a[0].clone();
          System.arraycopy(cameras, 0, turned, 0, 3);
          return BundleAdjustment.objective(turned, a[1], a[2], observations, features);
        },
        new double[][] {cameras, points, weights},
        new double[][] {withoutFirst(ofCameras, 3), gradient.array(1), gradient.array(2)});
  }

  private static double[] withoutFirst(double[] numbers, int count) {
    double[] rest = numbers.clone();
    java.util.Arrays.fill(rest, 0, count, 0);
    return rest;
  }

  @Test
  void handOfARandomShape() {
    Random random = new Random(7);
    int bones = 22;
    int vertices = 6;
    int[] parents = new int[bones];
    for (int i = 0; i < bones; i++) {
      parents[i] = i % 4 == 1 ? 0 : i - 1;
    }
    HandModel model =
        new HandModel(
            parents,
            random.doubles(12L * bones, -0.6, 0.6).toArray(),
            random.doubles(12L * bones, -0.6, 0.6).toArray(),
            random.doubles(3L * vertices, -1, 1).toArray(),
            random.doubles((long) bones * vertices).map(w -> w < 0.7 ? 0 : w).toArray(),
            new int[] {0, 1, 2, 3, 4, 5});
    HandTracking tracking = new HandTracking(model, new int[] {0, 1}, random.doubles(6).toArray());
    double[] pose = random.doubles(HandTracking.POSE, -1, 1).toArray();
    double[] places = {0.2, 0.3, 0.5, 0.1};
    double[] cotangent = {1, -2, 0.5, 0.3, 1.5, -1};
    Gradients errors =
        Gradients.of(
            (Gradients.Function3<HandTracking, double[], double[], double[]>) HandTracking::errors);
    Gradient gradient = errors.vjp(cotangent, tracking, pose, places);
    assertSlope(
        a -> {
          double[] found = tracking.errors(a[0], a[1]);
          double sum = 0;
          for (int i = 0; i < found.length; i++) {
            sum += cotangent[i] * found[i];
          }
          return sum;
        },
        new double[][] {pose, places},
        new double[][] {gradient.array(1), gradient.array(2)});
    assertTrue(((double[]) Objects.requireNonNull(gradient.value())).length == 6);
  }
}
