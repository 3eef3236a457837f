package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.annotation.Differentiable.Mode;
import org.gradsmith.tensor.*;

/** Derivatives that do not fit their methods. */
public final class UserDerivatives {
  @Derivative(of = Library.class, method = "square")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 no static method
  double instance(double x, double bar) {
    return 2 * x * bar;
  }

  @Derivative(of = Library.class, method = "cube")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 declares no method 'cube'
  static double noSuchMethod(double x, double bar) {
    return 3 * x * x * bar;
  }

  @Derivative(of = Library.class, method = "product")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 Begin with (double, double).
  static double otherParameters(double x, float y, double bar) {
    return bar;
  }

  @Derivative(of = Library.class, method = "product")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 Return a double[] of 2 numbers
  static double oneOfTwoGradients(double x, double y, double bar) {
    return y * bar;
  }

  @Derivative(of = Library.class, method = "norm")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 the cotangent of the result
  static double[] noCotangent(double[] x) {
    return x;
  }

  @Derivative(of = Library.class, method = "listed")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 parameter 'all' holds tensors or numbers
  static Tensor listed(List<Tensor> all, Tensor bar) {
    return bar;
  }

  @Derivative(of = Library.class, method = "count")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 'count' returns 'int'
  static double count(double x, int bar) {
    return 0;
  }

  @Derivative(of = Library.class, method = "hidden")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 'hidden' is out of reach
  static double hidden(double x, double bar) {
    return bar;
  }

  @Derivative(of = Library.class, method = "checked")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 throws the checked
  static double checked(double x, double bar) {
    return bar;
  }

  @Derivative(of = Library.class, method = "known")
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 has a derivative already
  static double known(double x, double bar) {
    return bar;
  }

  @Derivative(of = Library.class, method = "tripled", mode = Mode.FORWARD)
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 no method of this class computes the gradients
  static double onlyForward(double x, double dot) {
    return 3 * dot;
  }

  static final class Twice {
    @Derivative(of = Library.class, method = "square")
    static double first(double x, double bar) {
      return 2 * x * bar;
    }

    @Derivative(of = Library.class, method = "square")
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 'first' is the derivative of the same method
    static double second(double x, double bar) {
      return 2 * x * bar;
    }

    @Derivative(of = Library.class, method = "square", mode = Mode.FORWARD)
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD305 the tangents of the parameters
    static double noTangent(double x) {
      return 0;
    }
  }
}

/** Stands for a library. */
final class Library {
  static double square(double x) {
    return x * x;
  }

  static double product(double x, double y) {
    return x * y;
  }

  static double norm(double[] x) {
    return x.length;
  }

  static Tensor listed(List<Tensor> all) {
    return all.getFirst();
  }

  static int count(double x) {
    return 1;
  }

  private static double hidden(double x) {
    return x;
  }

  static double shown(double x) {
    return hidden(x);
  }

  static double checked(double x) throws Exception {
    return x;
  }

  @Differentiable
  static double known(double x) {
    return x;
  }

  static double tripled(double x) {
    return 3 * x;
  }
}
