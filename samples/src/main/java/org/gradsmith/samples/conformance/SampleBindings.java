/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.List;
import java.util.Locale;
import org.gradsmith.tensor.CountsAndEdges;
import org.gradsmith.tensor.Interpolation;
import org.gradsmith.tensor.Tensor;

/** Elements as samples: quantiles, counts, covariances, areas. */
final class SampleBindings {
  private SampleBindings() {}

  static void bind(Registry r) {
    r.op("quantile", a -> quantile(a, false));
    r.op("nanquantile", a -> quantile(a, true));
    r.op("nanmedian", SampleBindings::nanmedian);
    r.op(
        "mode",
        a ->
            ReductionBindings.both(
                a.tensor(0).mode(a.dim(1, "dim", -1), a.bool(2, "keepdim", false))));
    r.op("cov", SampleBindings::cov);
    r.op("corrcoef", a -> a.tensor(0).corrcoef());
    r.op("trapezoid", a -> trapezoid(a, false));
    r.op("trapz", a -> trapezoid(a, false));
    r.op("cumulative_trapezoid", a -> trapezoid(a, true));
    r.op(
        "bincount",
        a -> a.tensor(0).bincount(a.optionalTensor(1, "weights"), a.integer(2, "minlength", 0)));
    r.op(
        "histc",
        a ->
            a.tensor(0).histc(a.dim(1, "bins", 100), a.number(2, "min", 0), a.number(3, "max", 0)));
    r.op("histogram", SampleBindings::histogram);
  }

  private static Tensor quantile(Arguments a, boolean withoutNaN) {
    String kind = a.string(-1, "interpolation", "linear");
    Interpolation between = Interpolation.valueOf(kind.toUpperCase(Locale.ROOT));
    Long dim = a.optionalInteger(2, "dim");
    boolean keepDim = a.bool(3, "keepdim", false);
    Tensor x = dim == null ? a.tensor(0).flatten() : a.tensor(0);
    int along = dim == null ? 0 : Math.toIntExact(dim);
    Tensor q =
        a.isTensor(1, "q")
            ? a.tensor(1, "q")
            : Tensor.scalar(a.number(1, "q")).to(a.tensor(0).dtype());
    Tensor found =
        withoutNaN
            ? x.nanquantile(q, along, keepDim, between)
            : x.quantile(q, along, keepDim, between);
    if (dim == null && keepDim) {
      long[] ones = new long[a.tensor(0).dim() + q.dim()];
      java.util.Arrays.fill(ones, 1);
      if (q.dim() == 1) {
        ones[0] = q.numel();
      }
      return found.reshape(ones);
    }
    return found;
  }

  private static Object nanmedian(Arguments a) {
    Tensor x = a.tensor(0);
    return a.has(1, "dim")
        ? ReductionBindings.both(x.nanmedian(a.dim(1, "dim"), a.bool(2, "keepdim", false)))
        : x.nanmedian();
  }

  private static Tensor cov(Arguments a) {
    return a.tensor(0)
        .cov(
            a.dim(-1, "correction", 1),
            a.optionalTensor(-1, "fweights"),
            a.optionalTensor(-1, "aweights"));
  }

  private static Tensor trapezoid(Arguments a, boolean cumulative) {
    int dim = a.dim(-1, "dim", -1);
    Tensor y = a.tensor(0);
    if (a.isTensor(1, "x")) {
      Tensor x = a.tensor(1, "x");
      return cumulative ? y.cumulativeTrapezoid(x, dim) : y.trapezoid(x, dim);
    }
    double dx = a.number(-1, "dx", 1);
    return cumulative ? y.cumulativeTrapezoid(dx, dim) : y.trapezoid(dx, dim);
  }

  private static List<Tensor> histogram(Arguments a) {
    Tensor weight = a.optionalTensor(-1, "weight");
    boolean density = a.bool(-1, "density", false);
    CountsAndEdges found;
    if (a.isTensor(1, "bins")) {
      found = a.tensor(0).histogram(a.tensor(1, "bins"), weight, density);
    } else {
      List<?> range = a.has(-1, "range") ? a.list(-1, "range") : List.of(0.0, 0.0);
      double low = ((Number) range.get(0)).doubleValue();
      double high = ((Number) range.get(1)).doubleValue();
      found = a.tensor(0).histogram(a.dim(1, "bins"), low, high, weight, density);
    }
    return List.of(found.counts(), found.edges());
  }
}
