package u;

import org.gradsmith.annotation.*;
import org.gradsmith.foreign.*;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.*;

/** A scalar may be said to be a constant, and a tensor takes the place of one that is none. */
public final class ForeignOps {
  static final ForeignOp POW =
      CFunction.of("pow")
          .elementwise(
              DType.FLOAT64,
              Parameter.input(DType.FLOAT64),
              Parameter.scalar(ScalarType.DOUBLE));

  static final ForeignOp POWERS =
      CFunction.of("pow")
          .elementwise(
              DType.FLOAT64, Parameter.input(DType.FLOAT64), Parameter.input(DType.FLOAT64));

  @Differentiable
  static Tensor power(Tensor t, @NonDifferentiable("a setting") double exponent) {
    return POW.with(exponent).call(t);
  }

  @Differentiable
  static Tensor power(Tensor t, Tensor exponents) {
    return POWERS.call(t, exponents);
  }

  @Differentiable
  static Tensor powers(Tensor t, int count) {
    Tensor sum = t;
    for (int i = 2; i <= count; i++) {
      sum = sum.add(POW.with(i).call(t));
    }
    return sum;
  }
}
