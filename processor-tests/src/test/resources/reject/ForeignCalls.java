package u;

import java.math.*;
import java.util.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.stream.*;
import org.gradsmith.annotation.*;
import org.gradsmith.tensor.*;

/** Numbers with derivatives as arguments of methods that nobody knows. */
public final class ForeignCalls {
  public static final class Elsewhere {}

  @Differentiable
  static double effects(double x, DoubleAdder adder, Collector collector) {
    adder.add(x);
//            ^ AD102
    collector.add(x);
//                ^ AD102
    Unknown.put(x);
//              ^ AD102
    return x;
  }

  @Differentiable
  static double results(double x, double[] xs) {
    double a = Unknown.twice(x);
//             ^^^^^^^^^^^^^^^^ AD102
    double b = Unknown.sum(xs);
//             ^^^^^^^^^^^^^^^ AD102
    boolean c = Unknown.isInside(x);
//                               ^ AD102
    double d = new Random(1).nextDouble(0, x);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double e = Objects.requireNonNull(x);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double f = Math.nextUp(x);
//             ^^^^^^^^^^^^^^ AD301
    return a;
  }

  @Differentiable
  static double collections(double x) {
    List<Double> list = new ArrayList<>();
    list.add(x);
//           ^ AD102
    Map<String, Double> map = new HashMap<>();
    map.put("x", x);
//               ^ AD102
    double a = List.of(x, x).get(0);
//             ^^^^^^^^^^^^^^^^^^^^ AD102
    double b = Optional.of(x).get();
//             ^^^^^^^^^^^^^^^^^^^^ AD102
    return list.get(0) + map.get("x");
//         ^^^^^^^^^^^ AD102
  }

  @Differentiable
  static double streams(double x, double[] xs) {
    double a = DoubleStream.of(x, x).sum();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double b = Arrays.stream(xs).sum();
//             ^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double c = IntStream.range(0, 2).mapToDouble(i -> xs[i]).sum();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    Arrays.sort(xs);
//              ^^ AD102
    Arrays.setAll(xs, i -> x * i);
//                ^^ AD102
    return a;
  }

  @Differentiable
  static double texts(double x) {
    String text = String.format("%f", x);
    double a = Double.parseDouble(text);
//             ^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double b = new BigDecimal("" + x).doubleValue();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double c = BigDecimal.valueOf(x).doubleValue();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double d = Double.longBitsToDouble(Double.doubleToLongBits(x));
//                                                             ^ AD102
    return a;
  }

  @Differentiable
  static double functions(double x) {
    double a = Unknown.run(() -> x * 2);
//             ^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double b = Unknown.integrate(t -> t * x, 2.0);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    return a + b;
  }

  @Differentiable
  static Tensor tensors(Tensor t, double x) {
    Tensor a = t.mul(Tensor.of(x));
//                             ^ AD102
    return t.leakyRelu(x);
//                     ^ AD102
  }
}

final class Collector {
  void add(double x) {}
}

final class Unknown {
  static void put(double x) {}

  static double twice(double x) {
    return 2 * x;
  }

  static double sum(double[] xs) {
    return xs[0];
  }

  static boolean isInside(double x) {
    return x > 0;
  }

  static double run(DoubleSupplier s) {
    return s.getAsDouble();
  }

  static double integrate(DoubleUnaryOperator f, double a) {
    return f.applyAsDouble(a);
  }
}
