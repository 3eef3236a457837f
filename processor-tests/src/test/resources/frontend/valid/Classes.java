package u.methods;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;

/** Shapes of classes: initializers, nesting, generics of classes, statements before super. */
public abstract class Classes<T extends Number> {
  static final double[] TABLE;
  static { TABLE = new double[] {1, 2}; }
  { count = 3; }
  protected int count;
  T value; final List<T> list = new ArrayList<>();

  Classes(T value) { Objects.requireNonNull(value); super(); this.value = value; }

  @Differentiable
  double run(double x) {
    double s = TABLE[1] * x;
    for (T t : list) s += x * t.intValue();
    T other = value;
    Optional<T> first = list.stream().findFirst();
    return s * other.doubleValue() * count * x + (first.isPresent() ? first.get().floatValue() : x);
  }

  static class Nested extends Classes<Integer> {
    Nested() { super(3); }
    class Inner { class Innermost { @Differentiable double f(double x) { return x * x; } } }
    @Differentiable static double g(double x, int... ns) { double s = x; for (int n : ns) s *= n; return s; }
    @Differentiable static double overloaded(double x) { return x; }
    @Differentiable static double overloaded(double[] x) { return x[0]; }
    @Differentiable static double overloaded(double x, List<String> names) { return x * names.size(); }
    @Differentiable static double self(double flow, double self, double result, double jump, double doubles) { double flowBar = flow * self; double x2 = result; return flowBar * x2 * jump * doubles; }
    @Differentiable static void nothing(double[] x) { x[0] *= 2; }
    @Differentiable static double[] empty() { return new double[0]; }
    @Differentiable static double constant(int n) { return n; }
    @Differentiable static <A, B extends Comparable<? super B>> double manyTypes(A a, B b, double x, Function<? super A, ? extends B> f) { return b.compareTo(f.apply(a)) > 0 ? x : x * x; }
  }
}
