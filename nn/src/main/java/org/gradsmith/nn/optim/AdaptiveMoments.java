/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.compiled.InPlaceKernel;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.optim.AdamRule.Decay;
import org.gradsmith.nn.optim.ParameterState.Entry;
import org.gradsmith.tensor.Tensor;

/**
 * Steps by the mean of the gradients over the root of the mean of their squares: {@link Adam} and
 * {@link AdamW}, which differ in the weight decay. With gradient g, parameter p, moments m and v,
 * and step t:
 *
 * <pre>
 *   m ← m + (1 − β₁) · (g − m)
 *   v ← β₂ · v + (1 − β₂) · g²
 *   p ← p − learningRate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>Kingma, Ba: Adam: A Method for Stochastic Optimization, 2015, in the order of PyTorch's {@code
 * torch.optim.Adam}. The moments have the parameter's dtype; half types are computed in float32.
 *
 * @param <S> the optimizer itself
 */
public abstract sealed class AdaptiveMoments<S extends AdaptiveMoments<S>> extends Optimizer
    permits Adam, AdamW {
  private static final String MEAN = "exp_avg";
  private static final String SQUARE = "exp_avg_sq";
  private static final String LARGEST = "max_exp_avg_sq";
  private static final String STEP = "step";

  private final String name;
  private final ParameterState state;
  private final long[] steps;
  private final Map<AdamRule, InPlaceKernel> kernels = new HashMap<>();
  private double learningRate;
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double eps = 1e-8;
  private double weightDecay;
  private boolean amsgrad;
  private boolean maximize;

  AdaptiveMoments(List<Tensor> parameters, double learningRate, double weightDecay) {
    super(parameters);
    this.name = getClass().getSimpleName();
    this.state = new ParameterState(name, parameters(), MEAN, SQUARE, LARGEST);
    this.steps = new long[parameters().size()];
    this.learningRate = Settings.atLeastZero("learningRate", learningRate);
    this.weightDecay = weightDecay;
  }

  abstract S self();

  /** What a weight decay that is not 0 does. */
  abstract Decay decay();

  /** Sets the step size for the steps to come; returns this optimizer. */
  public final S learningRate(double rate) {
    learningRate = Settings.atLeastZero("learningRate", rate);
    return self();
  }

  /** Sets how much of each moment is kept in a step, 0.9 and 0.999 at first; returns this. */
  public final S betas(double first, double second) {
    beta1 = Settings.belowOne("the first beta", first);
    beta2 = Settings.belowOne("the second beta", second);
    return self();
  }

  /** Sets what keeps the divisor from 0, 1e-8 at first; returns this optimizer. */
  public final S eps(double value) {
    eps = Settings.atLeastZero("eps", value);
    return self();
  }

  /** Sets the factor of the weight decay; returns this optimizer. */
  public final S weightDecay(double factor) {
    weightDecay = Settings.atLeastZero("weightDecay", factor);
    return self();
  }

  /**
   * Divides by the largest second moment so far (Reddi, Kale, Kumar: On the Convergence of Adam and
   * Beyond, 2018); returns this optimizer.
   */
  public final S amsgrad() {
    amsgrad = true;
    return self();
  }

  /** Steps up the gradient in place of down; returns this optimizer. */
  public final S maximize() {
    maximize = true;
    return self();
  }

  public final double learningRate() {
    return learningRate;
  }

  @Override
  public final void step() {
    AdamRule rule =
        new AdamRule(weightDecay == 0 ? Decay.NONE : decay(), amsgrad, maximize, 1 - beta1 >= 0.5);
    InPlaceKernel kernel =
        kernels.computeIfAbsent(rule, r -> new InPlaceKernel(r.plan(), name + ".step"));
    for (int i = 0; i < steps.length; i++) {
      Tensor parameter = parameters().get(i);
      Tensor gradient = parameter.grad();
      if (gradient == null) {
        continue;
      }
      Tensor mean = state.orZeros(MEAN, i);
      Tensor square = state.orZeros(SQUARE, i);
      kernel.run(
          amsgrad
              ? new Tensor[] {parameter, mean, square, state.orZeros(LARGEST, i), gradient}
              : new Tensor[] {parameter, mean, square, gradient},
          rule.numbers(steps[i] + 1, learningRate, beta1, beta2, eps, weightDecay));
      steps[i]++;
    }
  }

  /** The moments, and how many steps each parameter has made: {@code step.0} and so on. */
  @Override
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> all = state.copies();
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] > 0) {
        all.put(STEP + "." + i, Tensor.scalar(steps[i]).to(DType.FLOAT32));
      }
    }
    return all;
  }

  @Override
  public final void load(Map<String, Tensor> given) {
    ParameterState loaded = state.empty();
    long[] loadedSteps = new long[steps.length];
    given.forEach((key, tensor) -> {
      Entry entry = loaded.entry(key, List.of(STEP));
      if (entry.name().equals(STEP)) {
        loadedSteps[entry.parameter()] = stepIn(key, tensor);
      } else {
        loaded.put(entry, tensor);
      }
    });
    for (int i = 0; i < steps.length; i++) {
      boolean whole =
          (loadedSteps[i] > 0 || loaded.get(LARGEST, i) == null)
              && (loadedSteps[i] > 0) == (loaded.get(MEAN, i) != null)
              && (loadedSteps[i] > 0) == (loaded.get(SQUARE, i) != null);
      if (!whole) {
        throw new IllegalArgumentException(
            "the state of parameter %d is not complete: it needs %s.%d, %s.%d and %s.%d, or none of them"
                .formatted(i, STEP, i, MEAN, i, SQUARE, i));
      }
    }
    state.take(loaded);
    System.arraycopy(loadedSteps, 0, steps, 0, steps.length);
  }

  private static long stepIn(String key, Tensor tensor) {
    double step = tensor.numel() == 1 ? tensor.item() : -1;
    if (step < 1 || step != Math.rint(step) || Double.isInfinite(step)) {
      throw new IllegalArgumentException(
          "'%s' is %s, but must be one whole number above 0".formatted(key, tensor));
    }
    return (long) step;
  }
}
