/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.functional.Classification;
import org.gradsmith.nn.functional.Normalisations;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;

/** Programs that call modules; the modules' parameters have gradients. */
final class ModulePrograms {
  private ModulePrograms() {}

  /** Normalisation over the last dimension. */
  static final class LayerNorm extends UnaryModule {
    private final Tensor weight;
    private final Tensor bias;

    LayerNorm(int size) {
      weight = parameter(Tensor.ones(size));
      bias = parameter(Tensor.zeros(size));
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Normalisations.layerNorm(x, new long[] {x.size(-1)}, weight, bias, 1e-5);
    }
  }

  /** Two linear layers, a normalisation between them. */
  static final class Mlp extends UnaryModule {
    private final Linear fc1 = new Linear(4, 6);
    private final LayerNorm ln = new LayerNorm(6);
    private final Linear fc2 = new Linear(6, 2);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return fc2.call(ln.call(fc1.call(x)).gelu());
    }
  }

  @Differentiable
  static Tensor mlpModule(Tensor x, Tensor target, Mlp m) {
    Tensor d = m.call(x).sub(target);
    return d.mul(d).mean();
  }

  /** Two convolutions and a linear layer. */
  static final class ConvNet extends UnaryModule {
    final Conv2d conv1 = new Conv2d(1, 3, 3, 1, 1);
    private final Conv2d conv2 = new Conv2d(3, 4, 3, 2, 0);
    private final Linear fc = new Linear(4, 3);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = conv1.call(x).relu().maxPool2d(2);
      h = conv2.call(h).relu();
      return fc.call(h.mean(new long[] {2, 3}));
    }
  }

  @Differentiable
  static Tensor convnetModule(Tensor x, Tensor labels, ConvNet m) {
    Tensor logits = m.call(x);
    Tensor loss =
        Classification.crossEntropy(
            logits, labels, null, Classification.IGNORED, Reduction.MEAN, 0.0);
    return loss.add(m.conv1.weight().pow(2).sum().mul(0.01));
  }
}
