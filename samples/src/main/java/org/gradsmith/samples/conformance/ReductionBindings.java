/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Linalg;
import org.gradsmith.tensor.MatrixNorm;
import org.gradsmith.tensor.MinAndMax;
import org.gradsmith.tensor.StdAndMean;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.ValuesAndIndices;
import org.gradsmith.tensor.VarAndMean;
import org.jspecify.annotations.Nullable;

/** Reductions and scans. */
final class ReductionBindings {
  private static final long[] ALL = {};

  private ReductionBindings() {}

  static void bind(Registry r) {
    sums(r);
    extremes(r);
    deviations(r);
    norms(r);
    scans(r);
    r.op("all", a -> a.tensor(0).all(dims(a), keepDim(a)));
    r.op("any", a -> a.tensor(0).any(dims(a), keepDim(a)));
    r.op("count_nonzero", a -> a.tensor(0).countNonzero(dims(a)));
    r.op("median", ReductionBindings::median);
    r.op("trace", a -> a.tensor(0).trace());
  }

  private static void sums(Registry r) {
    r.op("sum", ReductionBindings::sum);
    r.op("mean", a -> mean(converted(a), a));
    r.op("nansum", a -> converted(a).nansum(dims(a), keepDim(a)));
    r.op("nanmean", a -> converted(a).nanmean(dims(a), keepDim(a)));
    r.op("prod", ReductionBindings::prod);
  }

  private static Tensor converted(Arguments a) {
    DType dtype = a.dtype(3, "dtype");
    return dtype == null ? a.tensor(0) : a.tensor(0).to(dtype);
  }

  private static Tensor sum(Arguments a) {
    Tensor x = a.tensor(0);
    DType dtype = a.dtype(3, "dtype");
    if (dtype != null) {
      return x.sum(dims(a), keepDim(a), dtype);
    }
    if (!a.has(1, "dim")) {
      return x.sum();
    }
    long[] dims = dims(a);
    return dims.length == 1 ? x.sum(Math.toIntExact(dims[0]), keepDim(a)) : x.sum(dims, keepDim(a));
  }

  private static Tensor mean(Tensor x, Arguments a) {
    return a.has(1, "dim") ? x.mean(dims(a), keepDim(a)) : x.mean();
  }

  private static Tensor prod(Arguments a) {
    Tensor x = converted(a);
    Tensor product = a.has(1, "dim") ? x.prod(a.dim(1, "dim"), keepDim(a)) : x.prod();
    DType dtype = a.dtype(3, "dtype");
    return dtype == null ? product : product.to(dtype);
  }

  private static void extremes(Registry r) {
    r.op("amax", a -> a.tensor(0).amax(dims(a), keepDim(a)));
    r.op("amin", a -> a.tensor(0).amin(dims(a), keepDim(a)));
    r.op("max/reduction_with_dim", a -> both(a.tensor(0).max(a.dim(1, "dim"), keepDim(a))));
    r.op("min/reduction_with_dim", a -> both(a.tensor(0).min(a.dim(1, "dim"), keepDim(a))));
    r.op("max/reduction_no_dim", a -> a.tensor(0).max());
    r.op("min/reduction_no_dim", a -> a.tensor(0).min());
    r.op("aminmax", ReductionBindings::aminmax);
    r.op("argmax", ReductionBindings::argmax);
    r.op("argmin", ReductionBindings::argmin);
  }

  private static Object aminmax(Arguments a) {
    Long dim = a.optionalInteger(-1, "dim");
    boolean keepDim = a.bool(-1, "keepdim", false);
    Tensor x = a.tensor(0);
    MinAndMax found =
        dim == null
            ? new MinAndMax(x.amin(ALL, keepDim), x.amax(ALL, keepDim))
            : aminmax(x, dim, keepDim);
    return List.of(found.min(), found.max());
  }

  private static MinAndMax aminmax(Tensor x, long dim, boolean keepDim) {
    return x.aminmax(Math.toIntExact(dim), keepDim);
  }

  private static Tensor argmax(Arguments a) {
    Tensor x = a.tensor(0);
    Long dim = a.optionalInteger(1, "dim");
    boolean keepDim = keepDim(a);
    return dim == null ? kept(x, x.argmax(), keepDim) : x.argmax(Math.toIntExact(dim), keepDim);
  }

  private static Tensor argmin(Arguments a) {
    Tensor x = a.tensor(0);
    Long dim = a.optionalInteger(1, "dim");
    boolean keepDim = keepDim(a);
    return dim == null ? kept(x, x.argmin(), keepDim) : x.argmin(Math.toIntExact(dim), keepDim);
  }

  private static Tensor kept(Tensor x, Tensor place, boolean keepDim) {
    long[] ones = new long[keepDim ? x.dim() : 0];
    java.util.Arrays.fill(ones, 1);
    return place.view(ones);
  }

  private static void deviations(Registry r) {
    r.op("var", a -> Spread.of(a).varMean().var());
    r.op("std", a -> Spread.of(a).stdMean().std());
    r.op(
        "var_mean",
        a -> {
          VarAndMean both = Spread.of(a).varMean();
          return List.of(both.var(), both.mean());
        });
    r.op(
        "std_mean",
        a -> {
          StdAndMean both = Spread.of(a).stdMean();
          return List.of(both.std(), both.mean());
        });
  }

  /** The arguments of a variance, of which there are three overloads. */
  private static final class Spread {
    private final Tensor x;
    private final long[] dims;
    private final double correction;
    private final boolean keepDim;

    private Spread(Tensor x, long[] dims, double correction, boolean keepDim) {
      this.x = x;
      this.dims = dims;
      this.correction = correction;
      this.keepDim = keepDim;
    }

    static Spread of(Arguments a) {
      Tensor x = a.tensor(0);
      boolean onlyUnbiased = !a.has(1, "dim") && a.has(-1, "unbiased");
      if (onlyUnbiased || (a.count() > 1 && a.get(1, "dim") instanceof Boolean)) {
        boolean unbiased = a.bool(1, "unbiased", true);
        return new Spread(x, ALL, unbiased ? 1 : 0, false);
      }
      long[] dims = ReductionBindings.dims(a);
      Double correction = a.optionalNumber(-1, "correction");
      double standard = correction == null ? 1 : correction;
      double used = a.has(2, "unbiased") ? (a.bool(2, "unbiased", true) ? 1 : 0) : standard;
      return new Spread(x, dims, used, a.bool(3, "keepdim", false));
    }

    VarAndMean varMean() {
      return x.varMean(dims, correction, keepDim);
    }

    StdAndMean stdMean() {
      return x.stdMean(dims, correction, keepDim);
    }
  }

  private static void norms(Registry r) {
    r.op("norm", ReductionBindings::norm);
    r.op("linalg.vector_norm", ReductionBindings::vectorNorm);
    r.op("linalg.norm", ReductionBindings::linalgNorm);
    r.op("linalg.norm/subgradients_at_zero", ReductionBindings::linalgNorm);
    r.op("linalg.matrix_norm", ReductionBindings::matrixNorm);
    r.op("dist", a -> a.tensor(0).dist(a.tensor(1), a.number(2, "p", 2)));
  }

  private static Tensor norm(Arguments a) {
    Object p = a.get(1, "p");
    long[] dims = a.optionalLongs(2, "dim");
    boolean keepDim = a.bool(3, "keepdim", false);
    Tensor x = typed(a, 4);
    if (p instanceof String name && name.equals("nuc")) {
      return Linalg.nuclearNorm(x, dims, keepDim);
    }
    double order = p instanceof String ? 2 : a.number(1, "p", 2);
    return x.norm(order, dims == null ? ALL : dims, keepDim);
  }

  private static Tensor typed(Arguments a, int position) {
    DType dtype = a.dtype(position, "dtype");
    return dtype == null ? a.tensor(0) : a.tensor(0).to(dtype);
  }

  private static Tensor vectorNorm(Arguments a) {
    long[] dims = a.optionalLongs(2, "dim");
    boolean keepDim = a.bool(3, "keepdim", false);
    return Linalg.vectorNorm(typed(a, 4), a.number(1, "ord", 2), dims, keepDim);
  }

  private static Tensor linalgNorm(Arguments a) {
    Object order = a.get(1, "ord");
    long[] dims = a.optionalLongs(2, "dim");
    boolean keepDim = a.bool(3, "keepdim", false);
    Tensor x = typed(a, 4);
    if (order == null) {
      return Linalg.vectorNorm(x, 2, dims, keepDim);
    }
    if (order instanceof String name) {
      return switch (name) {
        case "nuc" -> Linalg.nuclearNorm(x, dims, keepDim);
        case "fro" -> Linalg.frobeniusNorm(x, dims, keepDim);
        default -> throw new IllegalArgumentException("norm of order '" + name + "'");
      };
    }
    return Linalg.norm(x, a.number(1, "ord"), dims, keepDim);
  }

  private static Tensor matrixNorm(Arguments a) {
    long[] dims = a.has(2, "dim") ? a.longs(2, "dim") : new long[] {-2, -1};
    boolean keepDim = a.bool(3, "keepdim", false);
    Tensor x = typed(a, 4);
    if (a.get(1, "ord") instanceof Number order) {
      return Linalg.matrixNorm(x, order.doubleValue(), dims, keepDim);
    }
    MatrixNorm norm =
        "nuc".equals(a.optionalString(1, "ord")) ? MatrixNorm.NUCLEAR : MatrixNorm.FROBENIUS;
    return Linalg.matrixNorm(x, norm, dims, keepDim);
  }

  private static void scans(Registry r) {
    r.op("cumsum", ReductionBindings::cumsum);
    r.op("cumprod", ReductionBindings::cumprod);
    r.op("cummax", a -> both(a.tensor(0).cummax(a.dim(1, "dim"))));
    r.op("cummin", a -> both(a.tensor(0).cummin(a.dim(1, "dim"))));
    r.op("logcumsumexp", a -> a.tensor(0).logcumsumexp(a.dim(1, "dim")));
    r.op("logsumexp", a -> a.tensor(0).logsumexp(dims(a), keepDim(a)));
    r.op("diff", ReductionBindings::diff);
  }

  private static Tensor cumsum(Arguments a) {
    DType dtype = a.dtype(2, "dtype");
    Tensor x = a.tensor(0);
    int dim = a.dim(1, "dim");
    return dtype == null ? x.cumsum(dim) : x.cumsum(dim, dtype);
  }

  private static Tensor cumprod(Arguments a) {
    DType dtype = a.dtype(2, "dtype");
    Tensor x = a.tensor(0);
    int dim = a.dim(1, "dim");
    return dtype == null ? x.cumprod(dim) : x.cumprod(dim, dtype);
  }

  private static Tensor diff(Arguments a) {
    int n = Math.toIntExact(a.integer(1, "n", 1));
    int dim = a.dim(2, "dim", -1);
    Tensor prepend = a.optionalTensor(3, "prepend");
    return a.tensor(0).diff(n, dim, prepend, a.optionalTensor(4, "append"));
  }

  private static Object median(Arguments a) {
    Tensor x = a.tensor(0);
    return a.has(1, "dim") ? both(x.median(a.dim(1, "dim"), keepDim(a))) : x.median();
  }

  /** The dimensions at the second place; none where all are meant. */
  private static long[] dims(Arguments a) {
    long @Nullable [] dims = a.optionalLongs(1, "dim");
    return dims == null ? ALL : dims;
  }

  private static boolean keepDim(Arguments a) {
    return a.bool(2, "keepdim", false);
  }

  static List<Tensor> both(ValuesAndIndices found) {
    return List.of(found.values(), found.indices());
  }
}
