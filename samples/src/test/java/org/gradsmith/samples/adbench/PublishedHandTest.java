/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import static org.gradsmith.samples.adbench.Nearness.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.compiled.ValueAndTangent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The hand of ADBench with the values and Jacobians that its tests expect. The model and those
 * tests are in a checkout of microsoft/ADBench, which {@code -Dgradsmith.adbench=FOLDER} names.
 */
class PublishedHandTest {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?(e[-+]?\\d+)?");

  private Path checkout;

  @BeforeEach
  void findTheModel() {
    String folder = System.getProperty("gradsmith.adbench");
    assumeTrue(
        folder != null,
        "skipped: -Dgradsmith.adbench does not name a checkout of microsoft/ADBench");
    checkout = Path.of(folder);
  }

  @Test
  void pointsOfVertices() throws IOException {
    AdBenchFiles.HandInput hand =
        AdBenchFiles.hand(
            checkout.resolve("data/hand/model"), checkout.resolve("data/hand/test.txt"), false);
    List<double[]> columns = new ArrayList<>();
    try (var _ = Mode.REQUIRE.scope()) {
      Gradients errors =
          Gradients.of(
              (Gradients.Function2<HandTracking, double[], double[]>) HandTracking::errors);
      for (int k = 0; k < HandTracking.POSE; k++) {
        ValueAndTangent column =
            errors.jvp(
                new Object[] {null, unit(k, HandTracking.POSE)}, hand.tracking(), hand.pose());
        assertNear(
            expected("simple_objective", 0), (double[]) Objects.requireNonNull(column.value()));
        columns.add((double[]) Objects.requireNonNull(column.tangent()));
      }
    }
    assertNear(expected("simple_jacobian", 1), joined(columns));
  }

  @Test
  void pointsInTriangles() throws IOException {
    AdBenchFiles.HandInput hand =
        AdBenchFiles.hand(
            checkout.resolve("data/hand/model"),
            checkout.resolve("data/hand/hand_complicated.txt"),
            true);
    int places = hand.places().length;
    List<double[]> columns = new ArrayList<>();
    try (var _ = Mode.REQUIRE.scope()) {
      Gradients errors =
          Gradients.of(
              (Gradients.Function3<HandTracking, double[], double[], double[]>)
                  HandTracking::errors);
      for (int k = -2; k < HandTracking.POSE; k++) {
        double[] ofPlaces = new double[places]; // each point has two of its own: all at once
        for (int i = 0; k < 0 && i < places; i += 2) {
          ofPlaces[i + k + 2] = 1;
        }
        double[] ofPose = k < 0 ? new double[HandTracking.POSE] : unit(k, HandTracking.POSE);
        ValueAndTangent column =
            errors.jvp(
                new Object[] {null, ofPose, ofPlaces}, hand.tracking(), hand.pose(), hand.places());
        assertNear(
            expected("complicated_objective", 0),
            (double[]) Objects.requireNonNull(column.value()));
        columns.add((double[]) Objects.requireNonNull(column.tangent()));
      }
    }
    assertNear(expected("complicated_jacobian", 1), joined(columns));
  }

  private static double[] unit(int place, int size) {
    double[] unit = new double[size];
    unit[place] = 1;
    return unit;
  }

  private static double[] joined(List<double[]> columns) {
    return columns.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  /**
   * The numbers that a test of ADBench expects.
   *
   * @param test how the name of its method begins
   * @param form 0 for values that are compared one by one, 1 for a list in braces
   */
  private double[] expected(String test, int form) throws IOException {
    String source = Files.readString(checkout.resolve("test/cpp/modules/common/HandTests.cpp"));
    int begin = source.indexOf("::" + test);
    String body = source.substring(begin, source.indexOf("\n}", begin));
    List<Double> numbers = new ArrayList<>();
    if (form == 1) {
      int open = body.indexOf('{', body.indexOf("expectedJ"));
      addNumbers(body.substring(open, body.indexOf('}', open)), numbers);
    } else {
      Matcher line = Pattern.compile("EXPECT_NEAR\\(([^,]*),").matcher(body);
      while (line.find()) {
        addNumbers(line.group(1), numbers);
      }
    }
    assertEquals(0, numbers.size() % 6, "three errors for each of two points");
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void addNumbers(String text, List<Double> numbers) {
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      numbers.add(Double.parseDouble(number.group()));
    }
  }
}
