/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** Values between sorted neighbours. */
final class Quantiles {
  private Quantiles() {}

  static Tensor quantile(Tensor x, double q) {
    return quantile(x.reshape(x.numel()), q, 0, false);
  }

  /** lower + (upper - lower)·weight at rank q·(n-1); NaN sorts last, and one makes all NaN. */
  static Tensor quantile(Tensor x, double q, int dim, boolean keepDim) {
    Reducing.requireFloating("quantile", x);
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile: q is from 0 to 1, but is " + q);
    }
    ReducedDims over = ReducedDims.of("quantile", x, dim);
    over.requireElements();
    Tensor rows = over.rows(x);
    long last = over.count() - 1;
    double rank = q * last;
    long below = (long) Math.floor(rank);
    long above = Math.min(below + 1, last);
    Tensor sorted = Ordering.sort(rows, -1, false).values();
    Tensor lower = Spans.of(sorted, below, 1);
    Tensor upper = Spans.of(sorted, above, 1);
    // the largest is NaN where any is; then the factor is 0/0, else 1
    Tensor isNumber = Reducing.isNumber(Spans.of(sorted.detach(), last, 1));
    Tensor between = rank == below ? lower : lower.add(upper.sub(lower).mul(rank - below));
    return between.mul(isNumber.div(isNumber)).reshape(over.result(keepDim));
  }
}
