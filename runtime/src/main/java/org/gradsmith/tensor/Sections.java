/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.annotation.Differentiable;

/** Dividing a dimension into sections, and choosing among its places. */
final class Sections {
  private Sections() {}

  @Differentiable
  static List<Tensor> equal(String op, Tensor x, int rank, int sections, int dim) {
    requireRank(op, x, rank);
    if (sections < 1 || x.size(dim) % sections != 0) {
      throw new ShapeException(
          "%s: dimension %d of shape %s does not divide into %d equal sections; tensorSplit makes unequal ones"
              .formatted(op, dim, Layouts.text(x.shape()), sections));
    }
    return x.tensorSplit(sections, dim);
  }

  @Differentiable
  static List<Tensor> at(String op, Tensor x, int rank, long[] indices, int dim) {
    requireRank(op, x, rank);
    return x.tensorSplit(indices, dim);
  }

  /** The dimension that columns lie along. */
  static int columns(Tensor x) {
    return x.dim() == 1 ? 0 : 1;
  }

  static void requirePositive(String op, int parts) {
    if (parts < 1) {
      throw new ShapeException(op + ": makes at least one part, but was asked for " + parts);
    }
  }

  static void requireDifferent(String op, boolean different, long dim) {
    if (!different) {
      throw new ShapeException("%s: dimension %d is named twice".formatted(op, dim));
    }
  }

  static void requireRank(String op, Tensor x, int rank) {
    if (x.dim() < rank) {
      throw new ShapeException(
          "%s: takes at least %d dimensions, but x has shape %s"
              .formatted(op, rank, Layouts.text(x.shape())));
    }
  }

  /** Adds all ways to fill the chosen places from {@code at} on with numbers from {@code least}. */
  static void choose(
      long n, long[] chosen, int at, long least, boolean withReplacement, List<long[]> rows) {
    if (at == chosen.length) {
      rows.add(chosen.clone());
      return;
    }
    for (long next = least; next < n; next++) {
      chosen[at] = next;
      choose(n, chosen, at + 1, withReplacement ? next : next + 1, withReplacement, rows);
    }
  }
}
