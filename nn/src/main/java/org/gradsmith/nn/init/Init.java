/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.init;

import java.util.Arrays;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;

/** Fills tensors in place and returns them, as PyTorch's {@code torch.nn.init}. */
public final class Init {
  private Init() {}

  /** Uniform within ±bound. */
  public static Tensor uniform(Tensor tensor, double bound) {
    return uniform(tensor, -bound, bound);
  }

  /** Uniform from low to high. */
  public static Tensor uniform(Tensor tensor, double low, double high) {
    try (var _ = Autograd.noGrad()) {
      Tensor unit = Tensor.rand(likeness(tensor), tensor.shape());
      return tensor.copyFrom(unit.mulInPlace(high - low).addInPlace(low));
    }
  }

  /** Normal with the given mean and standard deviation. */
  public static Tensor normal(Tensor tensor, double mean, double deviation) {
    try (var _ = Autograd.noGrad()) {
      Tensor standard = Tensor.randn(likeness(tensor), tensor.shape());
      return tensor.copyFrom(standard.mulInPlace(deviation).addInPlace(mean));
    }
  }

  /** The same number everywhere. */
  public static Tensor constant(Tensor tensor, double value) {
    try (var _ = Autograd.noGrad()) {
      return tensor.fillInPlace(value);
    }
  }

  /**
   * Uniform within ±√(6 / ((1 + a²)·fanIn)), which keeps the variance through layers followed by a
   * leaky ReLU of slope a. He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015, equation 15.
   */
  public static Tensor kaimingUniform(Tensor weight, double a) {
    return uniform(weight, Math.sqrt(6 / ((1 + a * a) * fanIn(weight))));
  }

  /**
   * Normal with variance 2 / ((1 + a²)·fanIn). He, Zhang, Ren, Sun: Delving Deep into Rectifiers,
   * 2015, equation 15.
   */
  public static Tensor kaimingNormal(Tensor weight, double a) {
    return normal(weight, 0, Math.sqrt(2 / ((1 + a * a) * fanIn(weight))));
  }

  /**
   * Uniform within ±√(6 / (fanIn + fanOut)). Glorot, Bengio: Understanding the Difficulty of
   * Training Deep Feedforward Neural Networks, 2010, equation 16.
   */
  public static Tensor xavierUniform(Tensor weight) {
    return uniform(weight, Math.sqrt(6.0 / (fanIn(weight) + fanOut(weight))));
  }

  /** Inputs that feed one output: columns times the area of the kernel. */
  private static long fanIn(Tensor weight) {
    return requireMatrix(weight).size(1) * area(weight);
  }

  /** Outputs that one input feeds: rows times the area of the kernel. */
  private static long fanOut(Tensor weight) {
    return requireMatrix(weight).size(0) * area(weight);
  }

  private static long area(Tensor weight) {
    return Arrays.stream(weight.shape()).skip(2).reduce(1, Math::multiplyExact);
  }

  private static Tensor requireMatrix(Tensor weight) {
    if (weight.dim() < 2) {
      throw new IllegalArgumentException(
          "fan-in and fan-out need at least two dimensions (outputs, inputs, ...), not "
              + Arrays.toString(weight.shape()));
    }
    return weight;
  }

  private static TensorOptions likeness(Tensor tensor) {
    return TensorOptions.of(tensor.dtype()).on(tensor.device());
  }
}
