/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

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
  private static final String BUFFER = "momentum_buffer.";
  private static final Pattern BUFFER_NAME = Pattern.compile("momentum_buffer\\.(\\d{1,9})");

  private final @Nullable Tensor[] buffers;
  private double learningRate;
  private double momentum;
  private double dampening;
  private double weightDecay;
  private boolean nesterov;

  /** Plain gradient descent. */
  public SGD(List<Tensor> parameters, double learningRate) {
    super(parameters);
    this.buffers = new @Nullable Tensor[parameters.size()];
    learningRate(learningRate);
  }

  /** Sets the step size for the steps to come; returns this optimizer. */
  public SGD learningRate(double rate) {
    learningRate = atLeastZero("learningRate", rate);
    return this;
  }

  /** Sets how much of the last direction is kept; returns this optimizer. */
  public SGD momentum(double share) {
    momentum = atLeastZero("momentum", share);
    return this;
  }

  /** Sets by how much a new gradient is weakened in the buffer; returns this optimizer. */
  public SGD dampening(double share) {
    dampening = atLeastZero("dampening", share);
    return this;
  }

  /** Sets the factor of the L2 penalty; returns this optimizer. */
  public SGD weightDecay(double factor) {
    weightDecay = atLeastZero("weightDecay", factor);
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
    try (var _ = Autograd.noGrad()) {
      for (int i = 0; i < buffers.length; i++) {
        Tensor gradient = parameters().get(i).grad();
        if (gradient != null) {
          update(i, parameters().get(i), gradient);
        }
      }
    }
  }

  private void update(int i, Tensor parameter, Tensor gradient) {
    SgdRule rule = new SgdRule(learningRate, momentum, dampening, weightDecay, nesterov);
    boolean fresh = buffers[i] == null;
    if (momentum != 0 && fresh) {
      buffers[i] = Tensor.empty(parameter.dtype(), parameter.shape());
    }
    rule.apply(parameter, gradient, momentum == 0 ? null : buffers[i], fresh);
  }

  @Override
  public Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < buffers.length; i++) {
      Tensor buffer = buffers[i];
      if (buffer != null) {
        state.put(BUFFER + i, buffer.copy());
      }
    }
    return state;
  }

  @Override
  public void load(Map<String, Tensor> state) {
    @Nullable Tensor[] loaded = new @Nullable Tensor[buffers.length];
    state.forEach((name, tensor) -> {
      int i = indexOf(name);
      Tensor parameter = parameters().get(i);
      if (tensor.dtype() != parameter.dtype()
          || !Arrays.equals(tensor.shape(), parameter.shape())) {
        throw new IllegalArgumentException(
            "'%s' is %s, but parameter %s is %s"
                .formatted(name, tensor.describe(), i, parameter.describe()));
      }
      loaded[i] = tensor.copy();
    });
    System.arraycopy(loaded, 0, buffers, 0, buffers.length);
  }

  private int indexOf(String name) {
    Matcher matcher = BUFFER_NAME.matcher(name);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) >= buffers.length) {
      throw new IllegalArgumentException(
          "'%s' is no state of SGD over %s parameters; expected %s0 to %s%s"
              .formatted(name, buffers.length, BUFFER, BUFFER, buffers.length - 1));
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static double atLeastZero(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, not " + value);
    }
    return value;
  }
}
