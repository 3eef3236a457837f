package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.tensor.*;

/** Numbers with derivatives as arguments of methods that are known, or meant as constants. */
public final class ForeignCalls {
  @Differentiable
  static double known(double x, double[] xs) {
    System.out.println("x is " + x + String.format("%f", x));
    double a = twice(x) + Unknown.scale(x);
    boolean c = Double.compare(x, 1) > 0 || Double.isNaN(x) || xs.length > 0;
    double d = new Random(1).nextDouble(0, 2);
    double[] copy = Arrays.copyOf(xs, 3);
    String text = Arrays.toString(xs) + Double.toHexString(x);
    double b = run(() -> x * 2) + integrate(t -> t * x, 2.0);
    List<Double> constants = new ArrayList<>();
    constants.add(2.0);
    return c ? a + b + d + copy[0] * text.length() : Double.sum(x, Math.clamp(x, 0.0, 1.0)) * constants.get(0);
  }

  private static double twice(double x) {
    return 2 * x;
  }

  private static double run(DoubleSupplier s) {
    return s.getAsDouble();
  }

  private static double integrate(DoubleUnaryOperator f, double a) {
    return f.applyAsDouble(a);
  }

  @Differentiable
  static Tensor tensors(Tensor t, double x) {
    return Tensor.where(t.gt(0), t.mul(x), t.leakyRelu(0.1));
  }

  static final class Unknown {
    @NonDifferentiable("only the scale")
    static double scale(double x) {
      return 2 * x;
    }
  }
}
