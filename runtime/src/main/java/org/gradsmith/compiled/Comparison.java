/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Locale;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Compares what generated code computed with what the user's own body computed, norm-wise. */
final class Comparison {
  private static final System.Logger LOG = System.getLogger(Comparison.class.getName());
  private static final double FLOAT32 = 1e-5;
  private static final double FLOAT64 = 1e-10;

  /** Some roundings: a kernel rounds its result once, the tape each of its ops. */
  private static final double FLOAT16 = 5e-3;

  private static final double BFLOAT16 = 4e-2;

  private Comparison() {}

  /** As {@link #require}; a gradient that is absent is zero. */
  static void requireGradient(
      String method, String what, @Nullable Tensor compiled, @Nullable Tensor eager) {
    if (compiled != null && eager != null) {
      require(method, what, compiled, eager);
    } else if (eager != null) {
      require(method, what, Tensor.zeros(eager.dtype(), eager.shape()), eager);
    } else if (compiled != null) {
      require(method, what, compiled, Tensor.zeros(compiled.dtype(), compiled.shape()));
    }
  }

  /** Fails unless the greatest difference is small against the greatest element. */
  static void require(String method, String what, Tensor compiled, Tensor eager) {
    if (compiled.dtype() != eager.dtype() || !Arrays.equals(compiled.shape(), eager.shape())) {
      throw new VerificationException(
          "%s: %s is %s compiled, but %s eager"
              .formatted(method, what, compiled.describe(), eager.describe()));
    }
    double[] actual = compiled.toDoubleArray();
    double[] expected = eager.toDoubleArray();
    double norm = 0;
    double difference = 0;
    int worst = 0;
    int onlyEagerNaN = 0;
    for (int i = 0; i < actual.length; i++) {
      if (Double.isNaN(expected[i])) {
        onlyEagerNaN += Double.isNaN(actual[i]) ? 0 : 1;
        continue;
      }
      if (Double.isFinite(expected[i])) {
        norm = Math.max(norm, Math.abs(expected[i]));
      }
      double here = difference(actual[i], expected[i]);
      if (here > difference) {
        difference = here;
        worst = i;
      }
    }
    if (onlyEagerNaN > 0) {
      LOG.log(
          Level.WARNING,
          "{0}: {1} is NaN in {2} elements eager, where the generated code has numbers",
          method,
          what,
          onlyEagerNaN);
    }
    double allowed = tolerance(eager.dtype()) * norm;
    if (difference > allowed) {
      throw new VerificationException(
          String.format(
              Locale.ROOT,
              "%s: %s (%s) differs: compiled %s against eager %s at element %d; the greatest difference is %.3e, but the greatest eager element is %.3e, which allows %.3e",
              method,
              what,
              eager.describe(),
              actual[worst],
              expected[worst],
              worst,
              difference,
              norm,
              allowed));
    }
  }

  /** Equal infinities do not differ; a NaN where eager has a number differs infinitely. */
  private static double difference(double actual, double expected) {
    if (actual == expected) {
      return 0;
    }
    double difference = Math.abs(actual - expected);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  private static double tolerance(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      case INT8, INT16, INT32, INT64, UINT8, BOOL -> 0;
    };
  }
}
