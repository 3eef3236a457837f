package u;

import org.gradsmith.annotation.*;
import org.gradsmith.foreign.*;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.*;

/** Scalars of ops that are written by hand are constants. */
public final class ForeignOps {
  static final ForeignOp POW =
      CFunction.of("pow")
          .elementwise(
              DType.FLOAT64,
              Parameter.input(DType.FLOAT64),
              Parameter.scalar(ScalarType.DOUBLE));

  @Differentiable
  static Tensor power(Tensor t, double exponent) {
    return POW.with(exponent).call(t);
//                  ^^^^^^^^ AD102
  }

  @Differentiable
  static Tensor product(Tensor t, double a, double b) {
    return POW.with(2, a * b).call(t);
//                     ^^^^^ AD102
  }
}
