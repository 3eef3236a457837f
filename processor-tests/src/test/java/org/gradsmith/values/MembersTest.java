/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.gradsmith.numeric.Derivatives.check;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.junit.jupiter.api.Test;

/** Members of all kinds: private, nested, inherited, generic, of sealed families and of enums. */
@SuppressWarnings({
  "ClassCanBeStatic",
  "DuplicateBranches",
  "UnusedVariable"
}) // that is what is tested
class MembersTest {
  sealed interface Shape permits Circle, Square, Group {
    double area();

    default double twice(double k) {
      return 2 * area() * k;
    }

    default Shape grown(double factor) {
      return factor > 0 ? this : this;
    }
  }

  record Circle(double radius) implements Shape {
    @Override
    public double area() {
      return Math.PI * radius * radius;
    }

    @Override
    public Shape grown(double factor) {
      return new Circle(radius * factor);
    }
  }

  record Square(double side) implements Shape {
    @Override
    public double area() {
      return side * side;
    }

    @Override
    public double twice(double k) {
      return 4 * side * k * k;
    }
  }

  record Group(Shape left, Shape right) implements Shape {
    @Override
    public double area() {
      return left.area() + right.area() * left.twice(0.5);
    }

    @Override
    public Shape grown(double factor) {
      return new Group(left.grown(factor), right.grown(2 * factor));
    }
  }

  @Differentiable(order = 2)
  static double total(Shape shape, double k) {
    return shape.area() * k + shape.twice(k) + shape.grown(k).grown(k).area();
  }

  @Test
  void methodsOfSealedFamilies() {
    Shape shape = new Group(new Circle(0.3), new Group(new Square(0.7), new Circle(2)));
    check(MembersTest::total, shape, 0.8);
  }

  enum Power {
    ONE(1),
    THREE(3);

    private final int n;

    Power(int n) {
      this.n = n;
    }

    double of(double x) {
      double y = 1;
      for (int i = 0; i < n; i++) {
        y *= x;
      }
      return y;
    }
  }

  @Differentiable(order = 2)
  static double powers(double x) {
    double sum = 0;
    for (Power power : Power.values()) {
      sum += power.of(x) * (power == Power.THREE ? x : 2);
    }
    return sum;
  }

  @Test
  void methodsOfEnums() {
    check(MembersTest::powers, 0.8);
  }

  static class Settings {
    private static int calls;
    private final double scale = 2;
    private final double[] weights = {1, 2};
    private final Deep deep = new Deep();

    static final class Deep {
      private final double d = 3;

      private static double square(double x) {
        return x * x;
      }
    }
  }

  private final Settings settings = new Settings();

  @Differentiable(order = 2)
  double privateFields(double x) {
    Settings.calls++;
    return settings.scale * x * x
        + settings.weights[1] * x
        + settings.deep.d * Settings.Deep.square(x);
  }

  class Inner {
    private final double q = 3;

    @Differentiable(order = 2)
    double cubed(double x) {
      return x * x * q * local(x);
    }

    private double local(double x) {
      return x + q;
    }
  }

  static class Base {
    protected double k = 2;

    protected final double half(double x) {
      return x / k;
    }
  }

  static class Derived extends Base {
    @Differentiable(order = 2)
    protected double run(double x) {
      return half(x) * half(x * k) * super.k;
    }
  }

  @Differentiable(order = 2)
  private static double hidden(double x) {
    return x * x;
  }

  @Test
  void privateNestedInnerAndInheritedMembers() {
    check(new MembersTest()::privateFields, 0.8);
    check(new MembersTest().new Inner()::cubed, 0.9);
    check(new Derived()::run, 0.9);
    check(MembersTest::hidden, 0.9);
  }

  private static <T extends Shape> double areaOf(T shape, double k) {
    return shape.area() * k;
  }

  private static <T> T picked(boolean first, T one, T other) {
    return first ? one : other;
  }

  private static <T extends Shape> T largest(List<T> all) {
    T best = all.get(0);
    for (T each : all) {
      if (each.area() > best.area()) {
        best = each;
      }
    }
    return best;
  }

  private static <T extends Shape> double sumOf(List<? extends T> all) {
    double sum = 0;
    for (T each : all) {
      sum += each.area();
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double generics(Circle circle, double k) {
    List<Circle> all = new ArrayList<>();
    all.add(circle);
    all.add(new Circle(k));
    Circle large = largest(all);
    Circle one = picked(k > 0, circle, large);
    return areaOf(circle, k) + large.radius() * k + one.radius() * circle.radius() + sumOf(all);
  }

  @Differentiable(order = 2)
  static <T extends Shape> double annotatedGeneric(T shape, double k) {
    return shape.area() * k;
  }

  @Test
  void genericMethods() {
    check(MembersTest::generics, new Circle(0.7), 0.9);
    Gradients.Function2<Shape, Double, Double> bounded = MembersTest::annotatedGeneric;
    check(bounded, new Circle(0.7), 0.9);
  }

  interface Curve {
    double base(double x);

    static double cube(double x) {
      return x * x * x;
    }
  }

  static final class Line implements Curve {
    final double k;

    Line(double k) {
      this.k = k;
    }

    @Override
    public double base(double x) {
      return x * k;
    }

    @Differentiable(order = 2)
    double all(double x) {
      return base(x) * Curve.cube(x) * (x + k);
    }
  }

  record Parabola(double a, double b) {
    Parabola() {
      this(1, 2);
    }

    static Parabola of(double a) {
      return new Parabola(a, a * a);
    }

    @Differentiable(order = 2)
    double at(double x) {
      return a * x * x + b() * x;
    }
  }

  @Differentiable(order = 2)
  static double parabolas(double a, double x) {
    return Parabola.of(a).at(x) + new Parabola().at(x);
  }

  @Test
  void methodsOfRecordsAndInterfaces() {
    check(new Line(2)::all, 0.9);
    check(Parabola::at, new Parabola(0.9, 2), 0.3);
    check(MembersTest::parabolas, 0.9, 0.3);
  }
}
