/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;

/**
 * One step of {@link AdaptiveMoments} for one parameter as a kernel, each operation as PyTorch has
 * it. It changes the parameter, its moments and, with amsgrad, the largest second moment; reads the
 * gradient; and its numbers are {@link #numbers}.
 *
 * @param heavy whether less than half of the first moment is kept, where PyTorch takes another
 *     formula for the mean of both
 */
record AdamRule(Decay decay, boolean amsgrad, boolean maximize, boolean heavy) {
  /** What becomes of the weight decay. */
  enum Decay {
    NONE,
    /** A part of the gradient, so of the moments: the L2 penalty. */
    IN_GRADIENT,
    /** Taken from the parameter itself. */
    IN_PARAMETER
  }

  KernelPlan plan() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(Input.full("parameter"));
    inputs.add(Input.full("mean"));
    inputs.add(Input.full("square"));
    if (amsgrad) {
      inputs.add(Input.full("largest"));
    }
    int next = inputs.size();
    inputs.add(Input.full("gradient"));
    inputs.add(Input.scalar("minusStep"));
    inputs.add(Input.scalar("correction"));
    inputs.add(Input.scalar("eps"));
    inputs.add(Input.scalar("takenOfMean"));
    inputs.add(Input.scalar("keptOfMean"));
    inputs.add(Input.scalar("keptOfSquare"));
    inputs.add(Input.scalar("takenOfSquare"));
    inputs.add(Input.scalar("penalty"));
    Scalar minusStep = operand(next + 1);
    Scalar correction = operand(next + 2);
    Scalar eps = operand(next + 3);
    Scalar takenOfMean = operand(next + 4);
    Scalar keptOfMean = operand(next + 5);
    Scalar keptOfSquare = operand(next + 6);
    Scalar takenOfSquare = operand(next + 7);
    Scalar penalty = operand(next + 8);

    Scalar parameter = operand(0);
    Scalar gradient = operand(next);
    gradient = maximize ? Scalar.unary(UnaryFunction.NEG, gradient) : gradient;
    gradient = decay == Decay.IN_GRADIENT ? add(gradient, mul(penalty, parameter)) : gradient;
    parameter = decay == Decay.IN_PARAMETER ? mul(parameter, penalty) : parameter;
    Scalar mean =
        heavy
            ? sub(gradient, mul(sub(gradient, operand(1)), keptOfMean))
            : add(operand(1), mul(takenOfMean, sub(gradient, operand(1))));
    Scalar square = add(mul(operand(2), keptOfSquare), mul(mul(takenOfSquare, gradient), gradient));
    Scalar largest = amsgrad ? larger(operand(3), square) : square;
    Scalar spread = add(div(Scalar.unary(UnaryFunction.SQRT, largest), correction), eps);
    List<Output> outputs = new ArrayList<>();
    outputs.add(Output.full("newParameter", add(parameter, div(mul(minusStep, mean), spread))));
    outputs.add(Output.full("newMean", mean));
    outputs.add(Output.full("newSquare", square));
    if (amsgrad) {
      outputs.add(Output.full("newLargest", largest));
    }
    return new KernelPlan("adam", inputs, outputs);
  }

  /** The larger one; NaN if one is. */
  private static Scalar larger(Scalar x, Scalar y) {
    return Scalar.ifLess(x, y, y, Scalar.ifEqual(y, y, x, y));
  }

  /**
   * The kernel's numbers at a step, counted from 1: with them the moments, which start at 0, are
   * corrected for their bias towards it.
   */
  double[] numbers(
      long step, double rate, double beta1, double beta2, double eps, double weightDecay) {
    return new double[] {
      -(rate / (1 - Math.pow(beta1, (double) step))),
      Math.sqrt(1 - Math.pow(beta2, (double) step)),
      eps,
      1 - beta1,
      1 - (1 - beta1),
      beta2,
      1 - beta2,
      decay == Decay.IN_PARAMETER ? 1 - rate * weightDecay : weightDecay
    };
  }
}
