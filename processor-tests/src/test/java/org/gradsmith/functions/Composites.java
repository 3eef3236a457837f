/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.functions;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** Modules that call one pointwise function of the library each. */
final class Composites {
  private Composites() {}

  /** All of them. */
  static UnaryModule[] all() {
    return new UnaryModule[] {
      new Silu(),
      new Gelu(),
      new GeluTanh(),
      new Mish(),
      new Elu(),
      new Celu(),
      new Selu(),
      new Softplus(),
      new LeakyRelu(),
      new Relu6(),
      new Hardswish(),
      new Hardsigmoid(),
      new Softsign(),
      new Hardshrink(),
      new Tanhshrink(),
      new Lerp(),
      new LerpTensor(),
      new Addcdiv(),
      new Square(),
      new Frac(),
      new Fmax(),
      new ClampMin(),
      new Where(),
      new WhereElse(),
      new Mask(),
      new Detached()
    };
  }

  static final class Silu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.silu();
    }
  }

  static final class Gelu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.gelu();
    }
  }

  static final class GeluTanh extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.geluTanh();
    }
  }

  static final class Mish extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.mish();
    }
  }

  static final class Elu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.elu(0.7);
    }
  }

  static final class Celu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.celu(0.3);
    }
  }

  static final class Selu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.selu();
    }
  }

  static final class Softplus extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.softplus(2, 1);
    }
  }

  static final class LeakyRelu extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.leakyRelu(0.1);
    }
  }

  static final class Relu6 extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.relu6();
    }
  }

  static final class Hardswish extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.hardswish();
    }
  }

  static final class Hardsigmoid extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.hardsigmoid();
    }
  }

  static final class Softsign extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.softsign();
    }
  }

  static final class Hardshrink extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.hardshrink(0.5);
    }
  }

  static final class Tanhshrink extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.tanhshrink();
    }
  }

  static final class Lerp extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.lerp(x.exp(), 0.3);
    }
  }

  static final class LerpTensor extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.lerp(x.exp(), x.sin());
    }
  }

  static final class Addcdiv extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.addcdiv(x.sin(), x.exp(), 0.5);
    }
  }

  static final class Square extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.square();
    }
  }

  static final class Frac extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.frac();
    }
  }

  static final class Fmax extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.fmax(x.sin());
    }
  }

  static final class ClampMin extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.clampMin(x.cos());
    }
  }

  static final class Where extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Tensor.where(x.gt(0.25), x.mul(3), Tensor.where(x.le(-0.5), 1.5, x.exp()));
    }
  }

  static final class WhereElse extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Tensor.where(x.ne(1.5).logicalAnd(x.lt(2)), x.sin(), -1);
    }
  }

  static final class Mask extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(x.ge(0L)).sub(0.5).div(3);
    }
  }

  static final class Detached extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.detach().exp().mul(x.sin());
    }
  }
}
