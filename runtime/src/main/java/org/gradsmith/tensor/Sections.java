/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;

/** Dividing a dimension into sections, and choosing among its places. */
final class Sections {
  private Sections() {}

  static List<Tensor> equal(String op, Tensor x, int rank, int sections, int dim) {
    requireRank(op, x, rank);
    if (sections < 1 || x.size(dim) % sections != 0) {
      throw new ShapeException(
          "%s: dimension %d of shape %s does not divide into %d equal sections; tensorSplit makes unequal ones"
              .formatted(op, dim, Layouts.text(x.shape()), sections));
    }
    return x.tensorSplit(sections, dim);
  }

  static List<Tensor> at(String op, Tensor x, int rank, long[] indices, int dim) {
    requireRank(op, x, rank);
    return x.tensorSplit(indices, dim);
  }

  private static void requireRank(String op, Tensor x, int rank) {
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
