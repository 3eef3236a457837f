/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import static org.gradsmith.samples.adbench.Nearness.assertNear;

import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The values and derivatives that ADBench's own tests expect at the points of its test files. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
class PublishedValuesTest {
  private static final double[] ALPHAS = {-0.649014, 1.181166, -0.758453};
  private static final double[] MEANS = {
    0.092339, 0.186260, 0.345561, 0.396767, 0.538817, 0.419195
  };
  private static final double[] FACTORS = {
    0.586443, -0.851887, 0.800321, -1.509405, 0.875874, -0.242790, 0.166813, -1.965419, -1.270071
  };
  private static final double[] POINT = {1.175171, 2.029160};

  private static final double MIXTURE = 8.07380408004975791;
  private static final double[] MIXTURE_GRADIENT = {
    1.08662855508652456e-01, -7.41270039523898472e-01, 6.32607184015246071e-01,
    1.11692576532787013e+00, 1.63333013551455269e-01, -2.19989824071193142e-02,
    2.27778292254236098e-01, 1.20963025612832187e+00, -6.06375920733956339e-02,
    2.58529994051162237e+00, 1.12632694524213789e-01, 3.85744309849611777e-01,
    7.35180573182305508e-02, 5.41836362715595232e+00, -3.21494409677446469e-01,
    1.71892309775004937e+00, 8.60091090790866875e-01, -9.94640930466322848e-01
  };

  @Test
  void mixtureOverArrays() {
    GaussianMixture mixture = new GaussianMixture(2, POINT, 1, 0);
    Gradients objective = Gradients.of(mixture::objective);
    assertNear(MIXTURE, mixture.objective(ALPHAS, MEANS, FACTORS));
    try (var _ = Mode.REQUIRE.scope()) {
      Gradient gradient = objective.gradient(ALPHAS, MEANS, FACTORS);
      double[] found =
          Stream.of(gradient.array(0), gradient.array(1), gradient.array(2))
              .flatMapToDouble(DoubleStream::of)
              .toArray();
      assertNear(MIXTURE_GRADIENT, found);
    }
  }

  @Test
  void mixtureOverTensors() {
    GaussianMixtureOnTensors mixture = new GaussianMixtureOnTensors(Tensor.from(POINT, 1, 2), 1, 0);
    double[] logDiagonals = new double[6];
    double[] triangles = new double[12];
    for (int c = 0; c < 3; c++) {
      logDiagonals[2 * c] = FACTORS[3 * c];
      logDiagonals[2 * c + 1] = FACTORS[3 * c + 1];
      triangles[4 * c + 2] = FACTORS[3 * c + 2];
    }
    try (var _ = Mode.REQUIRE.scope()) {
      Gradient gradient =
          Gradients.of(mixture::objective)
              .gradient(
                  Tensor.from(ALPHAS, 3),
                  Tensor.from(MEANS, 3, 2),
                  Tensor.from(logDiagonals, 3, 2),
                  Tensor.from(triangles, 3, 2, 2));
      assertNear(MIXTURE, ((Tensor) Objects.requireNonNull(gradient.value())).item());
      double[] found = new double[MIXTURE_GRADIENT.length];
      System.arraycopy(gradient.tensor(0).toDoubleArray(), 0, found, 0, 3);
      System.arraycopy(gradient.tensor(1).toDoubleArray(), 0, found, 3, 6);
      double[] ofDiagonals = gradient.tensor(2).toDoubleArray();
      double[] ofTriangles = gradient.tensor(3).toDoubleArray();
      for (int c = 0; c < 3; c++) {
        found[9 + 3 * c] = ofDiagonals[2 * c];
        found[9 + 3 * c + 1] = ofDiagonals[2 * c + 1];
        found[9 + 3 * c + 2] = ofTriangles[4 * c + 2];
      }
      assertNear(MIXTURE_GRADIENT, found);
    }
  }

  private static final double[] CAMERA = {
    1.797201,
    0.590697,
    -0.635786,
    90.859550,
    29.361415,
    28.777534,
    211.628116,
    -0.284531,
    -14.762924,
    0.058931,
    0.069976
  };
  private static final double[] SEEN = {4.173048, 5.586898, 1.403869};
  private static final double WEIGHT = 0.417022;
  private static final double FEATURE_X = -525.672849;
  private static final double FEATURE_Y = 161.811929;
  private static final double[] ERRORS = {-2.69048849235189402e-01, 2.59944792677901881e-01};
  private static final double WEIGHT_ERROR = 8.26092651515999976e-01;
  private static final double[][] JACOBIAN = {
    {
      2.28877202208246757e+02,
      6.34574811495545418e+02,
      -7.82222866259340549e+02,
      2.42892615607159668e+00,
      -1.17828079628011313e+01,
      2.54169312487743460e+00,
      -1.03657084958518086e+00,
      4.17022e-01,
      0.0,
      -3.50739521096005205e+02,
      -9.12107773668008576e+02,
      -2.42892615607159668e+00,
      1.17828079628011313e+01,
      -2.54169312487743460e+00,
      -6.45167039712987389e-01
    },
    {
      -1.20542435994996879e+02,
      -3.85673240766460424e+02,
      9.75476291403326456e+01,
      -1.78372108529576567e+00,
      4.15466799433126077e+00,
      2.04025718029898906e+00,
      3.49176397433145880e-01,
      0.0,
      4.17022e-01,
      1.18149147704414503e+02,
      3.07250108960343255e+02,
      1.78372108529576567e+00,
      -4.15466799433126077e+00,
      -2.04025718029898906e+00,
      6.23335921553064054e-01
    }
  };

  @Test
  void bundleAdjustment() {
    Gradients errors = Gradients.of(BundleAdjustment::reprojectionError);
    try (var _ = Mode.REQUIRE.scope()) {
      for (int row = 0; row < 2; row++) {
        double[] cotangent = {row == 0 ? 1 : 0, row};
        Gradient gradient = errors.vjp(cotangent, CAMERA, 0, SEEN, 0, WEIGHT, FEATURE_X, FEATURE_Y);
        assertNear(ERRORS, (double[]) Objects.requireNonNull(gradient.value()));
        double[] found =
            Stream.of(gradient.array(0), gradient.array(2), new double[] {gradient.number(4)})
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        assertNear(JACOBIAN[row], found);
      }
      Gradient ofWeight = Gradients.of(BundleAdjustment::weightError).gradient(WEIGHT);
      assertNear(WEIGHT_ERROR, (double) Objects.requireNonNull(ofWeight.value()));
      assertNear(-0.834044, ofWeight.number(0));
    }
  }
}
