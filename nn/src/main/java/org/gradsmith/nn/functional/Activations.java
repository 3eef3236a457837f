/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Activations that gate, draw or choose. Those of one number are methods of Tensor. */
public final class Activations {
  private Activations() {}

  /**
   * The gated linear unit a · sigmoid(b), a and b being the halves of x along a dimension (Dauphin
   * and others, 2016).
   */
  @Differentiable
  public static Tensor glu(Tensor x, int dim) {
    if (x.dim() == 0 || x.size(dim) % 2 != 0) {
      throw new ShapeException(
          "glu: divides dimension %d into halves, but x has shape %s"
              .formatted(dim, Arrays.toString(x.shape())));
    }
    long half = x.size(dim) / 2;
    return x.narrow(dim, 0, half).mul(x.narrow(dim, half, half).sigmoid());
  }

  /**
   * x where not negative, else x times a slope that is drawn for each element between two bounds,
   * or their mean outside training (Xu and others, 2015).
   */
  @Differentiable
  public static Tensor rrelu(Tensor x, double lower, double upper, boolean training) {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "rrelu: the slopes are drawn from %s to %s, which is no range".formatted(lower, upper));
    }
    if (!training) {
      return x.leakyRelu((lower + upper) / 2);
    }
    Tensor slope = Tensor.randLike(x).mul(upper - lower).add(lower);
    return Tensor.where(x.lt(0L), x.mul(slope), x);
  }

  /**
   * A sample of the categorical distributions with these logits along a dimension, made
   * differentiable: softmax((logits + g) / tau), g drawn from Gumbel's distribution (Jang and
   * others, 2016).
   *
   * @param hard whether the sample is one-hot, with the gradient of the soft one
   */
  @Differentiable
  public static Tensor gumbelSoftmax(Tensor logits, double tau, boolean hard, int dim) {
    Tensor uniform = Tensor.randLike(logits);
    // -log(u) is exponential; u = 0 would be infinite twice over
    Tensor exponential = uniform.neg().add(1L).log().neg().clampMin(Float.MIN_NORMAL);
    Tensor soft = logits.sub(exponential.log()).div(tau).softmax(dim);
    if (!hard) {
      return soft;
    }
    Tensor place = soft.detach().argmax(dim, true);
    Tensor one = Tensor.zerosLike(soft.detach()).scatter(dim, place, 1);
    return one.sub(soft.detach()).add(soft);
  }
}
