/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tangents of a tensor, innermost level first. The tangent of a level may itself have tangents
 * of levels further out.
 */
public final class Tangents {
  private final long level;
  private final Tensor tangent;
  private final @Nullable Tangents outer;

  private Tangents(long level, Tensor tangent, @Nullable Tangents outer) {
    this.level = level;
    this.tangent = tangent;
    this.outer = outer;
  }

  /** These and a tangent of a level further in. */
  static Tangents with(long level, Tensor tangent, @Nullable Tangents outer) {
    return new Tangents(level, tangent, outer);
  }

  /** Those of the levels further out than one. */
  static @Nullable Tangents below(@Nullable Tangents tangents, long level) {
    Tangents rest = tangents;
    while (rest != null && rest.level >= level) {
      rest = rest.outer;
    }
    return rest;
  }

  /** The tangent of a level, if there is one. */
  static @Nullable Tensor at(@Nullable Tangents tangents, long level) {
    for (Tangents rest = tangents; rest != null; rest = rest.outer) {
      if (rest.level == level) {
        return rest.tangent;
      }
    }
    return null;
  }

  long level() {
    return level;
  }

  @Nullable Tangents outer() {
    return outer;
  }
}
