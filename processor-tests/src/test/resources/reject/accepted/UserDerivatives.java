package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.annotation.Differentiable.Mode;
import org.gradsmith.tensor.*;

/** Derivatives that fit their methods. */
public final class UserDerivatives {
  @Derivative(of = Library.class, method = "square")
  static double square(double x, double bar) { // instead of AD305
    return 2 * x * bar;
  }

  @Derivative(of = Library.class, method = "square", mode = Mode.FORWARD)
  static double squareTangent(double x, double dot) {
    return 2 * x * dot;
  }

  @Derivative(of = Library.class, method = "product")
  static double[] product(double x, double y, double product, double bar) {
    return new double[] {y * bar, x * bar};
  }

  @Derivative(of = Library.class, method = "norm")
  static double[] norm(double[] x, double bar) {
    return x;
  }

  @Derivative(of = Library.class, method = "listed")
  static Tensor listed(@NonDifferentiable("data") List<Tensor> all, Tensor x, Tensor bar) {
    return bar;
  }

  @Differentiable
  static double all(double x, double[] y) {
    return Library.product(Library.square(x), Library.norm(y));
  }

  /** Stands for a library. */
  static final class Library {
    static double square(double x) {
      return x * x;
    }

    static double product(double x, double y) {
      return x * y;
    }

    static double norm(double[] x) {
      return x.length;
    }

    static Tensor listed(List<Tensor> all, Tensor x) {
      return all.getFirst().add(x);
    }
  }
}
