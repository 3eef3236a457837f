/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;

/** Values between sorted neighbours. */
final class Quantiles {
  private Quantiles() {}

  @Differentiable
  static Tensor quantile(Tensor x, double q) {
    return quantile(x.reshape(x.numel()), q, 0, false);
  }

  /** lower + (upper - lower)·weight at rank q·(n-1); NaN sorts last, and one makes all NaN. */
  @Differentiable
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
    return between.mul(isNumber.div(isNumber)).reshape(over.result(keepDim)).alone();
  }

  /** The q-quantiles along a dimension; a rank past the last number finds the NaN there. */
  @Differentiable
  static Tensor of(
      String op,
      Tensor x,
      Tensor q,
      int dim,
      boolean keepDim,
      Interpolation between,
      boolean ignoreNaN) {
    Reducing.requireFloating(op, x);
    if (q.dim() > 1 || q.numel() == 0 || q.dtype() != x.dtype()) {
      throw new ShapeException(
          "%s: q is a number or a vector of %s, but got %s".formatted(op, x.dtype(), q.describe()));
    }
    for (double part : q.toDoubleArray()) {
      if (!(part >= 0 && part <= 1)) {
        throw new IllegalArgumentException(op + ": q is from 0 to 1, but is " + part);
      }
    }
    ReducedDims over = ReducedDims.of(op, x, dim);
    over.requireElements();
    Tensor sorted = Ordering.sort(over.rows(x), -1, false).values();
    long last = over.count() - 1;
    Tensor numbers = sorted.detach().isnan().logicalNot().sum(-1, true);
    Tensor highest = numbers.sub(1L).clampMin(0L);
    Tensor ranks;
    if (ignoreNaN) {
      ranks = highest.to(x.dtype()).mul(q.reshape(-1));
    } else {
      Tensor all = q.reshape(-1).mul((double) last).add(highest.mul(0L).to(x.dtype()));
      ranks = Tensor.where(highest.eq(last), all, (double) last);
    }
    Tensor found = at(sorted, ranks, between);
    return arranged(found, over.result(keepDim), q);
  }

  private static Tensor at(Tensor sorted, Tensor ranks, Interpolation between) {
    Tensor fixed = ranks.detach();
    return switch (between) {
      case LOWER -> read(sorted, fixed.floor());
      case HIGHER -> read(sorted, fixed.ceil());
      case NEAREST -> read(sorted, fixed.round());
      case MIDPOINT -> {
        Tensor lower = read(sorted, fixed.floor());
        yield lower.add(read(sorted, fixed.ceil()).sub(lower).mul(0.5));
      }
      case LINEAR -> {
        Tensor lower = read(sorted, fixed.floor());
        Tensor upper = read(sorted, fixed.ceil());
        Tensor step = upper.sub(lower);
        Tensor weight = ranks.sub(fixed.floor());
        // from the nearer end, so that both ends are exact
        yield Tensor.where(
            weight.detach().lt(0.5),
            lower.add(step.mul(weight)),
            upper.sub(step.mul(weight.neg().add(1L))));
      }
    };
  }

  private static Tensor read(Tensor sorted, Tensor places) {
    return Ordering.gather(sorted, sorted.dim() - 1, places.to(DType.INT64));
  }

  /** The results of each q, which lie along the last dimension, along a new first one. */
  private static Tensor arranged(Tensor found, long[] shape, Tensor q) {
    if (q.dim() == 0) {
      return found.reshape(shape);
    }
    long[] all = new long[shape.length + 1];
    all[0] = q.numel();
    System.arraycopy(shape, 0, all, 1, shape.length);
    return found.movedim(-1, 0).reshape(all);
  }
}
