package u;

import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.tensor.*;

/** Functions as values that are followed. */
public final class Functions {
  double member(double x) {
    return x;
  }

  private static double applied(DoubleUnaryOperator f, double x) {
    return f.applyAsDouble(x);
  }

  @Differentiable
  double references(double x) {
    double a = applied(t -> Math.sin(t), x);
    double b = applied(this::member, x);
    ToDoubleFunction<Float> c = t -> t * x;
    return a + b + c.applyAsDouble(2f);
  }

  @Differentiable
  static double lambdas(double x) {
    DoubleUnaryOperator f =
        t -> {
          double y = t * x;
          return y > 0 ? y : Math.exp(y);
        };
    return f.applyAsDouble(x);
  }

  private static Tensor on(UnaryOperator<Tensor> f, Tensor t) {
    return f.apply(t);
  }

  @Differentiable
  static Tensor tensors(Tensor t, double x) {
    return on(u -> u.mul(2), t).mul(x);
  }
}
