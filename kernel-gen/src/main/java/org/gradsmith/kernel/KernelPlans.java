/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.List;

/**
 * The text form of kernel plans, a resource beside each generated class. People can read it:
 *
 * <pre>{@code
 * gradsmith-kernels 2
 *
 * kernel biasRelu(x: full, bias: channel?)
 *   let t0 = add(x, bias)
 *   y: full = ifless(t0, 0, 0, t0)
 * }</pre>
 *
 * <p>Under the header line, which carries the version of the format, each block is one kernel: its
 * inputs with their kind ({@code ?}: optional), then a line per output. A {@code let} names a
 * sub-expression that occurs more than once. Functions are spelled like those of {@code Scalar}, in
 * lower case; {@code ifless(a, b, then, otherwise)}; constants as in Java, {@code -0.0}, {@code
 * NaN} and {@code -Infinity} included. Reading what was written gives equal plans.
 */
public final class KernelPlans {
  /** First word of the header line. */
  static final String FORMAT = "gradsmith-kernels";

  /** Version of the format that is written, and the newest one that is read. */
  static final int VERSION = 2;

  private KernelPlans() {}

  /** The text of some kernels; their names must differ. */
  public static String write(List<KernelPlan> plans) {
    return KernelTextWriter.write(plans);
  }

  /**
   * The kernels in a text.
   *
   * @throws KernelFormatException if the text is malformed, or of a newer version; says where
   */
  public static List<KernelPlan> read(String text) {
    return KernelTextReader.read(text);
  }
}
