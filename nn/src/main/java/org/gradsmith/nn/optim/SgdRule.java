/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;

/**
 * One step of {@link SGD} for one parameter as a kernel. It changes the parameter, and the buffer
 * if there is momentum; reads the gradient; and its numbers are learning rate, momentum, one less
 * dampening, and weight decay.
 *
 * @param fresh whether the buffer has no content yet
 */
record SgdRule(boolean momentum, boolean fresh, boolean decay, boolean nesterov) {
  KernelPlan plan() {
    List<Input> inputs = new ArrayList<>(List.of(Input.full("parameter")));
    if (momentum) {
      inputs.add(Input.full("buffer"));
    }
    Scalar gradient = operand(inputs.size());
    Scalar rate = operand(inputs.size() + 1);
    Scalar kept = operand(inputs.size() + 2);
    Scalar taken = operand(inputs.size() + 3);
    Scalar penalty = operand(inputs.size() + 4);
    inputs.addAll(
        List.of(
            Input.full("gradient"),
            Input.scalar("rate"),
            Input.scalar("kept"),
            Input.scalar("taken"),
            Input.scalar("penalty")));
    Scalar parameter = operand(0);
    Scalar direction = decay ? add(gradient, mul(penalty, parameter)) : gradient;
    List<Output> outputs = new ArrayList<>();
    if (momentum) {
      Scalar buffer = fresh ? direction : add(mul(kept, operand(1)), mul(taken, direction));
      outputs.add(Output.full("newBuffer", buffer));
      direction = nesterov ? add(direction, mul(kept, buffer)) : buffer;
    }
    outputs.addFirst(Output.full("newParameter", sub(parameter, mul(rate, direction))));
    return new KernelPlan("sgd", inputs, outputs);
  }
}
