/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.foreign;

import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.ScalarType.INT;
import static org.gradsmith.ir.DType.FLOAT64;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.foreign.CFunction;
import org.gradsmith.foreign.ForeignOp;
import org.gradsmith.foreign.Operands;
import org.gradsmith.tensor.Tensor;

/**
 * Bessel functions of the first kind. Their values are those of {@code double jn(int, double)} in
 * C.
 */
public final class Bessel {
  private static final ForeignOp JN =
      CFunction.of("jn").elementwise(FLOAT64, scalar(INT), input(FLOAT64)).withVjp(Bessel::vjp);

  private Bessel() {}

  /** Jₙ of each element, in float64. */
  @Differentiable
  public static Tensor j(int order, Tensor x) {
    return JN.with(order).call(x);
  }

  /**
   * 2 Jₙ' = Jₙ₋₁ − Jₙ₊₁ (Abramowitz and Stegun, 9.1.27). It is written with the op itself, so there
   * are derivatives of every order.
   */
  private static List<Tensor> vjp(Operands operands, Tensor result, Tensor cotangent) {
    Tensor x = operands.input(0);
    int order = (int) operands.integer(0);
    Tensor below = JN.with(order - 1).call(x);
    Tensor above = JN.with(order + 1).call(x);
    return List.of(below.sub(above).mul(0.5).mul(cotangent));
  }
}
