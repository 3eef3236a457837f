/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.List;

/**
 * The text form of kernel plans, a resource beside each generated class. People can read it:
 *
 * <pre>{@code
 * gradsmith-kernels 4
 *
 * kernel biasRelu(x: full, bias: channel?)
 *   let t0 = add(x, bias)
 *   y: full = ifless(t0, 0, 0, t0)
 *
 * rows addLogsumexp(x: broadcast, y: broadcast)
 *   let t0 = add(x, y)
 *   reduce max: max = t0
 *   reduce sum: sum = exp(sub(t0, max))
 *   out: row = add(max, log(sum))
 *
 * kernel subSquareMean(x: broadcast, y: broadcast)
 *   let t0 = sub(x, y)
 *   out: mean = mul(t0, t0)
 * }</pre>
 *
 * <p>Under the header line, which carries the version of the format, each block is one kernel: its
 * inputs with their kind ({@code ?}: optional, over rows with the number that it counts as where it
 * is absent), over rows a line per reduction, then a line per output. A {@code let} names a
 * sub-expression that occurs more than once. Functions are spelled like those of {@code Scalar}, in
 * lower case; {@code ifless(a, b, then, otherwise)}; constants as in Java, {@code -0.0}, {@code
 * NaN} and {@code -Infinity} included. Reading what was written gives equal plans. Sums and means
 * over all elements exist since version 4, kernels over rows since version 3; a text has the oldest
 * version, from 2 on, that has what is in it.
 */
public final class KernelPlans {
  /** First word of the header line. */
  static final String FORMAT = "gradsmith-kernels";

  /** The newest version of the format: with sums and means over all elements. */
  static final int VERSION = 4;

  /** The version of the format with kernels over rows. */
  private static final int WITH_ROWS = 3;

  /** The version of the format without any of these. */
  private static final int POINTWISE = 2;

  private KernelPlans() {}

  /** The oldest version of the format that has what is in a plan. */
  static int version(FusedPlan plan) {
    return switch (plan) {
      case KernelPlan pointwise ->
          pointwise.outputs().stream().anyMatch(output -> isNew(output.kind()))
              ? VERSION
              : POINTWISE;
      case OpenRowPlan rows ->
          rows.outputs().stream().anyMatch(output -> output.kind().isTotal()) ? VERSION : WITH_ROWS;
    };
  }

  private static boolean isNew(KernelPlan.OutputKind kind) {
    return switch (kind) {
      case SUM, MEAN, CHANNEL_MEAN -> true;
      case FULL, CHANNEL_SUM, SUM_TO -> false;
    };
  }

  /** The version of a text of some plans. */
  static int version(List<? extends FusedPlan> plans) {
    return plans.stream().mapToInt(KernelPlans::version).max().orElse(POINTWISE);
  }

  /** The text of some kernels; their names must differ. */
  public static String write(List<? extends FusedPlan> plans) {
    return KernelTextWriter.write(plans);
  }

  /**
   * The pointwise kernels in a text.
   *
   * @throws KernelFormatException if the text is malformed, or of a newer version; says where
   */
  public static List<KernelPlan> read(String text) {
    return readAll(text).stream()
        .filter(KernelPlan.class::isInstance)
        .map(KernelPlan.class::cast)
        .toList();
  }

  /**
   * All kernels in a text.
   *
   * @throws KernelFormatException if the text is malformed, or of a newer version; says where
   */
  public static List<FusedPlan> readAll(String text) {
    return KernelTextReader.read(text);
  }
}
