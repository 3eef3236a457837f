/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Functions of one tensor, element by element. */
final class UnaryBindings {
  private UnaryBindings() {}

  static void bind(Registry r) {
    r.op("neg", a -> a.tensor(0).neg());
    r.op("exp", a -> a.tensor(0).exp());
    r.op("log", a -> a.tensor(0).log());
    r.op("sqrt", a -> a.tensor(0).sqrt());
    r.op("tanh", a -> a.tensor(0).tanh());
    r.op("sigmoid", a -> a.tensor(0).sigmoid());
    r.op("exp2", a -> a.tensor(0).exp2());
    r.op("log2", a -> a.tensor(0).log2());
    r.op("log10", a -> a.tensor(0).log10());
    r.op("log1p", a -> a.tensor(0).log1p());
    r.op("rsqrt", a -> a.tensor(0).rsqrt());
    r.op("reciprocal", a -> a.tensor(0).reciprocal());
    r.op("square", a -> a.tensor(0).square());
    r.op("sin", a -> a.tensor(0).sin());
    r.op("cos", a -> a.tensor(0).cos());
    r.op("tan", a -> a.tensor(0).tan());
    r.op("asin", a -> a.tensor(0).asin());
    r.op("acos", a -> a.tensor(0).acos());
    r.op("sinh", a -> a.tensor(0).sinh());
    r.op("cosh", a -> a.tensor(0).cosh());
    r.op("asinh", a -> a.tensor(0).asinh());
    r.op("acosh", a -> a.tensor(0).acosh());
    r.op("atanh", a -> a.tensor(0).atanh());
    r.op("abs", a -> a.tensor(0).abs());
    r.op("erf", a -> a.tensor(0).erf());
    r.op("erfc", a -> a.tensor(0).erfc());
    r.op("erfinv", a -> a.tensor(0).erfinv());
    r.op("lgamma", a -> a.tensor(0).lgamma());
    r.op("digamma", a -> a.tensor(0).digamma());
    r.op("floor", a -> a.tensor(0).floor());
    r.op("ceil", a -> a.tensor(0).ceil());
    r.op("round", a -> a.tensor(0).round());
    r.op("trunc", a -> a.tensor(0).trunc());
    r.op("frac", a -> a.tensor(0).frac());
    r.op("sign", a -> a.tensor(0).sign());
    r.op("isnan", a -> a.tensor(0).isnan());
    r.op("isinf", a -> a.tensor(0).isinf());
    r.op("isfinite", a -> a.tensor(0).isfinite());
    r.op("sinc", a -> a.tensor(0).sinc());
    r.op("logical_not", a -> a.tensor(0).logicalNot());
    r.op("bitwise_not", a -> a.tensor(0).bitwiseNot());
    r.op("round/decimals_3", a -> a.tensor(0).round(a.dim(1, "decimals", 0)));
    r.op("logit", UnaryBindings::logit);
    r.op(
        "nan_to_num",
        a ->
            a.tensor(0)
                .nanToNum(
                    a.number(1, "nan", 0),
                    a.optionalNumber(2, "posinf"),
                    a.optionalNumber(3, "neginf")));
    r.op("clamp", a -> clamp(a.tensor(0), a.get(1, "min"), a.get(2, "max")));
    r.op("clamp_min", a -> clamp(a.tensor(0), a.get(1, "min"), null));
    r.op("clamp_max", a -> clamp(a.tensor(0), null, a.get(1, "max")));
  }

  private static Tensor logit(Arguments a) {
    Double eps = a.optionalNumber(1, "eps");
    return eps == null ? a.tensor(0).logit() : a.tensor(0).logit(eps);
  }

  /** Bounds are tensors or numbers; numbers keep their kind. */
  private static Tensor clamp(Tensor x, @Nullable Object low, @Nullable Object high) {
    if (low instanceof Tensor || high instanceof Tensor) {
      return x.clamp((Tensor) low, (Tensor) high);
    }
    boolean whole = !(low instanceof Double) && !(high instanceof Double);
    if (low == null && high == null) {
      throw new IllegalArgumentException("clamp without bounds");
    }
    if (low == null) {
      Number bound = (Number) java.util.Objects.requireNonNull(high);
      return whole ? x.clampMax(bound.longValue()) : x.clampMax(bound.doubleValue());
    }
    if (high == null) {
      Number bound = (Number) low;
      return whole ? x.clampMin(bound.longValue()) : x.clampMin(bound.doubleValue());
    }
    Number from = (Number) low;
    Number to = (Number) high;
    return whole
        ? x.clamp(from.longValue(), to.longValue())
        : x.clamp(from.doubleValue(), to.doubleValue());
  }
}
