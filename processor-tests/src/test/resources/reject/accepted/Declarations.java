package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Forwards of modules: top-level, nested, inner, inherited. */
public final class Declarations extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  static final class Nested extends UnaryModule {
    @Differentiable
    @Override
    public final Tensor forward(Tensor input) { // instead of AD104
      return input.relu();
    }
  }

  class Inner extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(final Tensor x) {
      return x.mul(x);
    }
  }

  abstract static class Base extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  static final class Chosen {
    @Differentiable(wrt = "x")
    static double chosen(double x, int n, double y) {
      return x * n * y;
    }

    @Differentiable
    static Tensor frozen(UnaryModule net, @NonDifferentiable Tensor x) {
      return net.call(x);
    }
  }
}
