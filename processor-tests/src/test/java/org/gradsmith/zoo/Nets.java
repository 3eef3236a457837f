/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/** The nets of the zoo. */
final class Nets {
  private Nets() {}

  /** A value is used twice, so its adjoint is a sum. */
  static final class Residual extends UnaryModule {
    private final Linear fc1 = new Linear(6, 6);
    private final Linear fc2 = new Linear(6, 6);

    @Differentiable
    @Override
    public Tensor forward(@Shape("N, 6") Tensor x) {
      Tensor h = fc1.call(x).tanh();
      Tensor y = h.add(fc2.call(h).relu());
      return y.mul(h).sub(x);
    }
  }

  /** One layer twice: one weight, two contributions to its gradient. */
  static final class Shared extends UnaryModule {
    private final Linear fc = new Linear(5, 5);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return fc.call(fc.call(x).relu()).sigmoid();
    }
  }

  /** Layers without bias. */
  static final class WithoutBias extends UnaryModule {
    private final Linear fc1 = new Linear(4, 7, false);
    private final Linear fc2 = new Linear(7, 2, false);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      var h = fc1.call(x).relu();
      return fc2.call(h);
    }
  }

  /** Not final: whether a field holds exactly this class is asked at run time. */
  static class Block extends UnaryModule {
    private final Conv2d conv;

    Block(int channels) {
      conv = new Conv2d(channels, channels, 3, 1, 1);
    }

    @Differentiable
    @Override
    public Tensor forward(@Shape("N, C, H, W") Tensor x) {
      return conv.call(x).relu().add(x);
    }
  }

  /** Does something else than the class it extends, and is not annotated. */
  static class DoubledBlock extends Block {
    DoubledBlock(int channels) {
      super(channels);
    }

    @Override
    public Tensor forward(Tensor x) {
      return super.forward(x).mul(2.0);
    }
  }

  /** Modules in modules, a stride, a view over a size, a parameter that is written. */
  static final class Nested extends UnaryModule {
    private static final int CHANNELS = 3;
    private final Block block;
    private final Conv2d down = new Conv2d(CHANNELS, 4, 3, 2, 1);
    private final Linear head = new Linear(4 * 3 * 3, 2);

    Nested(Block block) {
      this.block = block;
    }

    @Differentiable
    @Override
    public Tensor forward(@Shape("N, 3, 6, 6") Tensor x) {
      x = block.call(x);
      x = down.call(x).relu();
      return head.call(x.view(x.size(0), -1)).logSoftmax(1);
    }
  }

  /** Tensor fields of its own, arithmetic on scalars, reductions. */
  static final class Scaled extends UnaryModule {
    private final Tensor scale = parameter(Tensor.of(0.5f, -1.5f, 2f));
    final Tensor shift = parameter(Tensor.of(0.1f, 0.2f, -0.3f));

    @Differentiable
    @Override
    public Tensor forward(@Shape("N, 3") Tensor x) {
      Tensor y = x.mul(scale).add(this.shift).mul(0.25).add(1.0);
      return y.exp().sum(1, true).log().div(y.mean());
    }
  }

  /** Conditions among numbers, a join, and a variable named as a rule might name its own. */
  static final class Masked extends UnaryModule {
    private final Tensor threshold = parameter(Tensor.of(0.5f, -0.5f, 0f));

    @Differentiable
    @Override
    public Tensor forward(@Shape("N, 3") Tensor x) {
      Tensor above = x.gt(threshold);
      Tensor mul1 = x.mul(above).add(x).erf();
      Tensor both = Tensor.where(above.logicalNot(), mul1.sin(), threshold.mul(2.0));
      return Tensor.cat(List.of(both, mul1.clampMin(0.1), x), 1).mul(0.5).add(1.0);
    }
  }

  /** Returns a view of its argument. */
  static final class Flat extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.view(x.size(0), -1);
    }
  }

  /** Calls forward directly: hooks of the inner module do not run. */
  static final class Direct extends UnaryModule {
    private final Linear fc = new Linear(3, 3);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return fc.forward(x).relu();
    }
  }

  /** Mean, deviation, variance and logarithm of a sum of powers, of rows and of columns. */
  static final class Reduced extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(@Shape("N, C") Tensor x) {
      Tensor y = x.sub(x.mean(-1, true)).div(x.std(-1, 0.5, true).add(0.1));
      Tensor powers = y.logsumexp(0, true).add(y.logsumexp(1, true));
      return powers.add(x.var(0)).add(x.exp().std(0)).mul(x.mean(0));
    }
  }
}
