/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.foreign;

import static org.gradsmith.foreign.LaunchRule.perElement;
import static org.gradsmith.foreign.Parameter.elements;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.result;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.ScalarType.DOUBLE;
import static org.gradsmith.foreign.ScalarType.LONG;
import static org.gradsmith.foreign.ShapeRule.likeInput;
import static org.gradsmith.ir.DType.FLOAT64;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.foreign.CudaKernel;
import org.gradsmith.foreign.ForeignOp;
import org.gradsmith.foreign.Operands;
import org.gradsmith.tensor.Tensor;

/**
 * Snake, x + sin²(ax) / a, an activation for what repeats (Ziyin, Hartwig and Ueda 2020). Its
 * values are those of the kernel in {@code snake.cu}; without a GPU, those of the same formula in
 * tensors.
 */
public final class Snake {
  private static final ForeignOp SNAKE =
      CudaKernel.ofResource(Snake.class, "snake.cu", "snake")
          .onCpu(given -> formula(given.scalar(0), given.input(0)))
          .op(
              perElement(),
              likeInput(0),
              input(FLOAT64),
              result(FLOAT64),
              elements(LONG),
              scalar(DOUBLE))
          .withVjp(Snake::vjp);

  private Snake() {}

  /** Snake of each element, in float64. */
  @Differentiable
  public static Tensor snake(@NonDifferentiable("a setting") double a, Tensor x) {
    return SNAKE.with(a).call(x);
  }

  /** What the kernel computes, in ops of tensors. */
  public static Tensor formula(double a, Tensor x) {
    return x.add(x.mul(a).sin().square().div(a));
  }

  /** Its slope is 1 + sin(2ax). */
  private static List<Tensor> vjp(Operands operands, Tensor result, Tensor cotangent) {
    double a = operands.scalar(0);
    return List.of(operands.input(0).mul(2 * a).sin().add(1).mul(cotangent));
  }
}
