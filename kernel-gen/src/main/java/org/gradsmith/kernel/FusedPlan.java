/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.SortedSet;

/** A kernel that fusion made of several steps: pointwise, or over rows. */
public sealed interface FusedPlan permits KernelPlan, OpenRowPlan {
  /** Names the kernel in its companion: an ASCII identifier. */
  String name();

  /** The same kernel under another name. */
  FusedPlan named(String other);

  /** The inputs that an output reads, be it through reductions. */
  SortedSet<Integer> reads(int output);
}
