/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.annotation.Shape;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Softmaxes;

/**
 * Tensor's activation functions, under PyTorch's names and defaults. A branch that an element does
 * not take gets a zero gradient, whatever its value there.
 */
public sealed interface ActivationMethods permits Tensor {
  /** relu(x), but at most 6; the gradient at 0 and 6 is 0, and passes NaN. */
  @Differentiable
  default Tensor relu6() {
    Tensor x = (Tensor) this;
    Tensor inside = x.gt(0L).logicalAnd(x.lt(6L)).logicalOr(x.isnan());
    return Tensor.where(inside, x, x.detach().clamp(0L, 6L));
  }

  /** x · Φ(x), Φ being the normal distribution function. */
  @Differentiable
  default Tensor gelu() {
    Tensor x = (Tensor) this;
    return x.mul(x.mul(-Math.sqrt(0.5)).erfc()).mul(0.5);
  }

  /** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))): PyTorch's approximate="tanh". */
  @Differentiable
  default Tensor geluTanh() {
    Tensor x = (Tensor) this;
    Tensor inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return x.mul(inner.tanh().add(1L)).mul(0.5);
  }

  /** x · sigmoid(x). */
  @Differentiable
  default Tensor silu() {
    Tensor x = (Tensor) this;
    return x.mul(x.sigmoid());
  }

  /** x · tanh(softplus(x)). */
  @Differentiable
  default Tensor mish() {
    Tensor x = (Tensor) this;
    return x.mul(x.softplus(1, 20).tanh());
  }

  /** x where positive, else alpha · (e^x - 1). */
  @Differentiable
  default Tensor elu(double alpha) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.gt(0L), x, x.clampMax(0L).expm1().mul(alpha));
  }

  /** x where positive, else alpha · (e^(x/alpha) - 1). */
  @Differentiable
  default Tensor celu(double alpha) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.gt(0L), x, x.clampMax(0L).div(alpha).expm1().mul(alpha));
  }

  /** The self-normalising elu (Klambauer and others, 2017). */
  @Differentiable
  default Tensor selu() {
    return elu(1.6732632423543772).mul(1.0507009873554805);
  }

  /** log(1 + e^(beta·x)) / beta; x itself where beta·x exceeds the threshold. */
  @Differentiable
  default Tensor softplus(double beta, double threshold) {
    Tensor x = (Tensor) this;
    Tensor scaled = x.mul(beta);
    Tensor linear = scaled.gt(threshold);
    Tensor safe = Tensor.where(linear, 0, scaled);
    return Tensor.where(linear, x, safe.exp().log1p().div(beta));
  }

  /** x where positive, else slope · x. */
  @Differentiable
  default Tensor leakyRelu(double slope) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.gt(0L), x, x.mul(slope));
  }

  /** x where positive, else weight · x; the weight lies along dimension 1 or is a single number. */
  @Differentiable
  default Tensor prelu(Tensor weight) {
    Tensor x = (Tensor) this;
    Tensor slope = weight;
    if (weight.numel() != 1 || weight.dim() > x.dim()) {
      long channels = x.dim() > 1 ? x.size(1) : 1;
      if (weight.numel() != 1 && (weight.dim() > 1 || weight.numel() != channels)) {
        throw new ShapeException(
            "prelu: the weight has shape %s, but x of shape %s has %d channels; give one number per channel, or one"
                .formatted(Layouts.text(weight.shape()), Layouts.text(x.shape()), channels));
      }
    }
    if (weight.dim() == 1) {
      long[] shape = new long[x.dim()];
      java.util.Arrays.fill(shape, 1);
      if (shape.length > 1) {
        shape[1] = weight.numel();
      }
      slope = weight.reshape(shape);
    }
    return Tensor.where(x.gt(0L), x, x.mul(slope));
  }

  /** x between two bounds, the nearer bound outside; the gradient at the bounds is 0. */
  @Differentiable
  default Tensor hardtanh(double low, double high) {
    Tensor x = (Tensor) this;
    Tensor inside = x.gt(low).logicalAnd(x.lt(high)).logicalOr(x.isnan());
    Tensor bounded = x.detach();
    boolean whole = low == Math.rint(low) && high == Math.rint(high);
    return Tensor.where(
        inside, x, whole ? bounded.clamp((long) low, (long) high) : bounded.clamp(low, high));
  }

  /** x · relu6(x + 3) / 6. */
  @Differentiable
  default Tensor hardswish() {
    Tensor x = (Tensor) this;
    Tensor middle = x.mul(x.add(3L)).div(6);
    return Tensor.where(x.ge(3L), x, Tensor.where(x.le(-3L), 0, middle));
  }

  /** relu6(x + 3) / 6. */
  @Differentiable
  default Tensor hardsigmoid() {
    return ((Tensor) this).add(3L).relu6().div(6);
  }

  /** x / (1 + |x|). */
  @Differentiable
  default Tensor softsign() {
    Tensor x = (Tensor) this;
    return x.div(x.abs().add(1L));
  }

  /** x moved by lambda towards 0, and 0 within lambda of it. */
  @Differentiable
  default Tensor softshrink(double lambda) {
    Tensor x = (Tensor) this;
    if (!(lambda >= 0)) {
      throw new IllegalArgumentException("softshrink: lambda is not negative, but " + lambda);
    }
    Tensor inner = Tensor.where(x.lt(-lambda), x.add(lambda), x.mul(0L));
    return Tensor.where(x.gt(lambda), x.sub(lambda), inner);
  }

  /** x, and 0 within lambda of 0. */
  @Differentiable
  default Tensor hardshrink(double lambda) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.ge(-lambda).logicalAnd(x.le(lambda)), 0, x);
  }

  /** x - tanh(x). */
  @Differentiable
  default Tensor tanhshrink() {
    Tensor x = (Tensor) this;
    return x.sub(x.tanh());
  }

  /** x where it exceeds the threshold, else the value. */
  @Differentiable
  default Tensor threshold(double threshold, double value) {
    Tensor x = (Tensor) this;
    Tensor low = x.le(threshold);
    boolean whole = !x.dtype().isFloating() && value == Math.rint(value);
    return Tensor.where(low, whole ? Scalars.like(x, (long) value) : Scalars.like(x, value), x);
  }

  /** Each element 0 with probability p, else divided by 1 - p; x itself outside training. */
  @Differentiable
  @Shape("...")
  default Tensor dropout(double p, boolean training) {
    Tensor x = (Tensor) this;
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("dropout: probability " + p + " is not from 0 to 1");
    }
    if (!training || p == 0 || x.numel() == 0) {
      return x;
    }
    if (p == 1) {
      return x.mul(0);
    }
    Tensor keep = Tensor.bernoulli(Tensor.fullLike(x, 1 - p));
    return Recorder.apply(Pointwise.MUL, new Object[0], x, keep.div(1 - p));
  }

  /** e^x / Σ e^x along a dimension. */
  @Op("softmax")
  default Tensor softmax(int dim) {
    return Recorder.apply(Softmaxes.SOFTMAX, new Object[] {(long) dim}, (Tensor) this);
  }

  /** {@link #softmax(int)} computed in another dtype. */
  @Differentiable
  default Tensor softmax(int dim, DType dtype) {
    return ((Tensor) this).to(dtype).softmax(dim);
  }

  /** softmax(-x). */
  @Differentiable
  default Tensor softmin(int dim) {
    return ((Tensor) this).neg().softmax(dim);
  }
}
