package u;

import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.tensor.*;

/** Functions as values that cannot be followed. */
public class Functions {
  interface Five {
    double of(double a, double b, double c, double d, double e);
  }

  double member(double x) {
    return x;
  }

  static float narrow(float x) {
    return x;
  }

  private static double applied(DoubleUnaryOperator f, double x) {
    return f.applyAsDouble(x);
  }

  @Differentiable
  double references(double x) {
    double a = applied(Math::sin, x);
//                     ^^^^^^^^^ AD102
    double b = applied(this::member, x);
//                     ^^^^^^^^^^^^ AD102
    ToDoubleFunction<Float> c = Functions::narrow;
//                              ^^^^^^^^^^^^^^^^^ AD102
    return a + b + c.applyAsDouble(2f);
  }

  @Differentiable
  static double many(Five f, double x) {
    return f.of(x, x, x, x, x);
//         ^^^^^^^^^^^^^^^^^^^ AD102
  }

  @Differentiable
  static double lambdas(double x) {
    DoubleUnaryOperator f = t -> Elsewhere.twice(t) * x;
//                               ^^^^^^^^^^^^^^^^^^ AD102
    return f.applyAsDouble(x);
  }

  private static Tensor on(UnaryOperator<Tensor> f, Tensor t) {
    return f.apply(t);
  }

  @Differentiable
  static Tensor tensors(Tensor t, double x) {
    return on(u -> u.mul(x), t);
//                       ^ AD102
  }

  static final class Elsewhere2 {}
}

final class Elsewhere {
  static double twice(double x) {
    return 2 * x;
  }
}
