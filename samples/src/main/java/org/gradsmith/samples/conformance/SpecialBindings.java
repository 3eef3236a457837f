/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.List;
import org.gradsmith.tensor.MantissaAndExponent;
import org.gradsmith.tensor.Tensor;

/** Special functions, signs and what integers have in common. */
final class SpecialBindings {
  private SpecialBindings() {}

  static void bind(Registry r) {
    ofOne(r);
    ofTwo(r);
    r.op("frexp", SpecialBindings::frexp);
    for (int order = 0; order <= 4; order++) {
      // the data calls the method: args[0] is the tensor, args[1] the order, or the other way round
      r.op("polygamma/polygamma_n_" + order, SpecialBindings::polygamma);
    }
    r.op("special.polygamma/special_polygamma_n_0", SpecialBindings::polygamma);
    for (int p : new int[] {1, 3, 5}) {
      r.op("mvlgamma/mvlgamma_p_" + p, a -> a.tensor(0).multigammaln(a.dim(1, "p")));
    }
  }

  private static void ofOne(Registry r) {
    r.op("atan", a -> a.tensor(0).atan());
    r.op("expm1", a -> a.tensor(0).expm1());
    r.op("deg2rad", a -> a.tensor(0).deg2rad());
    r.op("rad2deg", a -> a.tensor(0).rad2deg());
    r.op("positive", a -> a.tensor(0).positive());
    r.op("round/decimals_0", a -> a.tensor(0).round(a.dim(1, "decimals", 0)));
    r.op("round/decimals_neg_3", a -> a.tensor(0).round(a.dim(1, "decimals", 0)));
    r.op("sgn", a -> a.tensor(0).sgn());
    r.op("signbit", a -> a.tensor(0).signbit());
    r.op("isposinf", a -> a.tensor(0).isposinf());
    r.op("isneginf", a -> a.tensor(0).isneginf());
    r.op("isreal", a -> a.tensor(0).isreal());
    r.op("angle", a -> a.tensor(0).angle());
    r.op("i0", a -> a.tensor(0).i0());
    r.op("special.modified_bessel_i0", a -> a.tensor(0).i0());
    r.op("special.modified_bessel_i1", a -> a.tensor(0).i1());
    r.op("special.entr", a -> a.tensor(0).entr());
    r.op("special.i0e", a -> a.tensor(0).i0e());
    r.op("special.i1", a -> a.tensor(0).i1());
    r.op("special.i1e", a -> a.tensor(0).i1e());
    r.op("special.ndtr", a -> a.tensor(0).ndtr());
  }

  private static void ofTwo(Registry r) {
    r.op("hypot", a -> Numbers.both(a, Tensor::hypot));
    r.op("nextafter", a -> Numbers.both(a, Tensor::nextafter));
    r.op("heaviside", a -> Numbers.both(a, Tensor::heaviside));
    r.op("gcd", a -> Numbers.both(a, Tensor::gcd));
    r.op("lcm", a -> Numbers.both(a, Tensor::lcm));
    r.op("ldexp", a -> Numbers.both(a, Tensor::ldexp));
    r.op("logaddexp2", a -> Numbers.both(a, Tensor::logaddexp2));
    r.op("special.xlog1py", a -> Numbers.both(a, Tensor::xlog1py));
    r.op("true_divide", a -> Numbers.both(a, Tensor::div));
    r.op("max/binary", a -> Numbers.both(a, Tensor::maximum));
    r.op("min/binary", a -> Numbers.both(a, Tensor::minimum));
    r.op("le", a -> Numbers.both(a, Tensor::le));
    r.op("logical_xor", a -> Numbers.both(a, Tensor::logicalXor));
    r.op("bitwise_right_shift", a -> Numbers.both(a, Tensor::bitwiseRightShift));
    r.op("addcdiv", a -> a.tensor(0).addcdiv(a.tensor(1), a.tensor(2), a.number(-1, "value", 1)));
    r.op("vdot", a -> a.tensor(0).vdot(a.tensor(1)));
    r.op("isin", a -> a.tensor(0).isin(a.tensor(1)));
  }

  private static List<Tensor> frexp(Arguments a) {
    MantissaAndExponent parts = a.tensor(0).frexp();
    return List.of(parts.mantissa(), parts.exponent());
  }

  private static Tensor polygamma(Arguments a) {
    return a.isTensor(0, "input")
        ? a.tensor(0).polygamma(a.integer(1, "n"))
        : a.tensor(1, "input").polygamma(a.integer(0, "n"));
  }
}
