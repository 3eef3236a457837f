package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Methods that cannot be annotated at all. */
public final class Declarations {
  static final class Static {
    @Differentiable
    static Tensor twice(Tensor x) {
      return x.add(x);
    }
  }

  abstract static class Abstract extends UnaryModule {
    @Differentiable
//  ^^^^^^^^^^^^^^^ AD104
    @Override
    public abstract Tensor forward(Tensor x);
  }

  static final class NoModule {
    @Differentiable
    Tensor forward(Tensor x) {
      return x.relu();
    }
  }

  static final class OtherName extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      return scale(x);
    }

    @Differentiable
    Tensor scale(Tensor x) {
      return x.mul(2);
    }
  }

  static final class Synchronized extends UnaryModule {
    @Differentiable
//  ^^^^^^^^^^^^^^^ AD104
    @Override
    public synchronized Tensor forward(Tensor x) {
      return x.relu();
    }
  }

  static final class TypeParameter extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }

    @Differentiable
    <T extends Tensor> Tensor forward(Tensor x, Tensor y) {
      return x.relu();
    }
  }

  static final class Counts extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }

    @Differentiable
    long forward(Tensor x, Tensor y) {
//  ^^^^ AD104
      return x.size(0);
    }
  }

  private static final class Private extends UnaryModule {
    @Differentiable
//  ^^^^^^^^^^^^^^^ AD104
    @Override
    public Tensor forward(Tensor x) {
      return x.relu();
    }
  }

  static final class Generic<T> extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.relu();
    }
  }

  static final class Two extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.relu();
    }

    @Differentiable
    Tensor forward(Tensor x, Tensor y) {
      return x.add(y);
    }
  }

  static final class Chosen {
    @Differentiable(wrt = {"x", "z"})
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD104 Choose among 'x', 'n'.
    static double unknown(double x, int n) {
      return x * n;
    }

    @Differentiable(wrt = "n")
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ AD104 no derivative
    static double discrete(double x, int n) {
      return x * n;
    }

    @Differentiable
    static Tensor frozen(@NonDifferentiable UnaryModule net, Tensor x) {
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD104 Freeze them
      return net.call(x);
    }
  }
}
