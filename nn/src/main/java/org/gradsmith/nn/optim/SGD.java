/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.compiled.InPlaceKernel;
import org.gradsmith.tensor.Tensor;

/**
 * Stochastic gradient descent with momentum, in the order of PyTorch's {@code torch.optim.SGD}.
 * With gradient g, parameter p and buffer b:
 *
 * <pre>
 *   g ← g + weightDecay · p
 *   b ← g at the first step, then b ← momentum · b + (1 − dampening) · g
 *   g ← g + momentum · b with nesterov, else g ← b
 *   p ← p − learningRate · g
 * </pre>
 *
 * <p>Sutskever, Martens, Dahl, Hinton: On the Importance of Initialization and Momentum in Deep
 * Learning, 2013, in PyTorch's form, where the learning rate stands outside of the buffer.
 */
public final class SGD extends Optimizer {
  private static final String BUFFER = "momentum_buffer";

  private final ParameterState state;
  private final Map<SgdRule, InPlaceKernel> kernels = new HashMap<>();
  private double learningRate;
  private double momentum;
  private double dampening;
  private double weightDecay;
  private boolean nesterov;

  /** Plain gradient descent. */
  public SGD(List<Tensor> parameters, double learningRate) {
    super(parameters);
    this.state = new ParameterState("SGD", parameters(), BUFFER);
    learningRate(learningRate);
  }

  /** Sets the step size for the steps to come; returns this optimizer. */
  public SGD learningRate(double rate) {
    learningRate = Settings.atLeastZero("learningRate", rate);
    return this;
  }

  /** Sets how much of the last direction is kept; returns this optimizer. */
  public SGD momentum(double share) {
    momentum = Settings.atLeastZero("momentum", share);
    return this;
  }

  /** Sets by how much a new gradient is weakened in the buffer; returns this optimizer. */
  public SGD dampening(double share) {
    dampening = Settings.atLeastZero("dampening", share);
    return this;
  }

  /** Sets the factor of the L2 penalty; returns this optimizer. */
  public SGD weightDecay(double factor) {
    weightDecay = Settings.atLeastZero("weightDecay", factor);
    return this;
  }

  /** Looks ahead along the momentum, which must be set, without dampening; returns this. */
  public SGD nesterov() {
    nesterov = true;
    return this;
  }

  public double learningRate() {
    return learningRate;
  }

  @Override
  public void step() {
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalStateException(
          "nesterov needs a momentum above 0 and no dampening, not momentum %s and dampening %s"
              .formatted(momentum, dampening));
    }
    for (int i = 0; i < parameters().size(); i++) {
      Tensor gradient = parameters().get(i).grad();
      if (gradient != null) {
        update(i, parameters().get(i), gradient);
      }
    }
  }

  private void update(int i, Tensor parameter, Tensor gradient) {
    boolean fresh = momentum != 0 && state.get(BUFFER, i) == null;
    SgdRule rule = new SgdRule(momentum != 0, fresh, weightDecay != 0, nesterov);
    Tensor[] tensors =
        momentum == 0
            ? new Tensor[] {parameter, gradient}
            : new Tensor[] {parameter, state.orZeros(BUFFER, i), gradient};
    kernels
        .computeIfAbsent(rule, r -> new InPlaceKernel(r.plan(), "SGD.step"))
        .run(tensors, learningRate, momentum, 1 - dampening, weightDecay);
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return state.copies();
  }

  @Override
  public void load(Map<String, Tensor> given) {
    ParameterState loaded = state.empty();
    given.forEach((key, tensor) -> loaded.put(loaded.entry(key, List.of()), tensor));
    state.take(loaded);
  }
}
