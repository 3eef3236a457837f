/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.gradsmith.numeric.Derivatives.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** Records of numbers: made, read, matched, collected, passed on. */
@SuppressWarnings({"ArrayRecordComponent", "ReferenceEquality"}) // that is what is tested
class RecordsOfNumbersTest {
  record Vector(double x, double y) {
    @Differentiable(order = 2)
    Vector plus(Vector other) {
      return new Vector(x + other.x, y + other.y);
    }

    @Differentiable(order = 2)
    Vector scaled(double factor) {
      return new Vector(factor * this.x, factor * y());
    }

    double dot(Vector other) {
      return x * other.x() + y * other.y();
    }
  }

  record Mixed(double weight, double[] numbers, int count, String name, Vector inner) {}

  record Box<T>(T value, double weight) {}

  record Pair<A, B>(A first, B second) {}

  /** Whose accessor is no plain one, and whose constructor checks what it is given. */
  record Doubled(double x) {
    Doubled {
      if (Double.isNaN(x)) {
        throw new IllegalArgumentException("x is " + x);
      }
    }

    @Override
    public double x() {
      return x * 2;
    }
  }

  sealed interface Shape permits Circle, Rectangle, Scaled {}

  record Circle(double radius) implements Shape {}

  record Rectangle(double a, double b) implements Shape {}

  record Scaled(Shape inner, double factor) implements Shape {}

  private static final Vector V = new Vector(0.3, -1.2);

  @Differentiable(order = 2)
  static double norm(Vector v) {
    return Math.sqrt(v.x() * v.x() + v.y() * v.y());
  }

  @Differentiable(order = 2)
  static Vector rotated(Vector v, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new Vector(v.x() * c - v.y() * s, v.x() * s + v.y * c);
  }

  @Test
  void parametersAndResults() {
    check(RecordsOfNumbersTest::norm, V);
    check(RecordsOfNumbersTest::rotated, V, 0.4);
    check(Vector::plus, V, new Vector(1, 2));
    check(Vector::scaled, V, 0.7);
  }

  @Differentiable(order = 2)
  static double mixed(Mixed m) {
    double sum = m.weight();
    for (double number : m.numbers()) {
      sum += number * number * m.weight();
    }
    for (int i = 0; i < m.count(); i++) {
      sum += m.numbers()[i] * m.inner().dot(m.inner());
    }
    return m.name().isEmpty() ? sum : sum * m.inner().x();
  }

  @Test
  void arraysIntegersTextsAndRecordsInRecords() {
    check(
        RecordsOfNumbersTest::mixed,
        new Mixed(0.5, new double[] {1, 2, -0.5}, 2, "a name", new Vector(0.3, -1.2)));
  }

  @Differentiable(order = 2)
  static double orbit(Vector start, double dt) {
    Vector position = start;
    Vector speed = new Vector(1, dt);
    List<Vector> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Vector force = new Vector(-position.x(), -position.y() * speed.x());
      speed = speed.plus(force.scaled(dt));
      position = position.plus(speed.scaled(dt));
      all.add(position);
    }
    double sum = 0;
    for (Vector each : all) {
      sum += each.dot(each);
    }
    return sum + all.get(1).x() * norm(rotated(position, dt));
  }

  @Test
  void recordsThatChangeFromTurnToTurn() {
    check(RecordsOfNumbersTest::orbit, V, 0.1);
  }

  @Differentiable(order = 2)
  static double area(Shape shape) {
    return switch (shape) {
      case Circle circle -> Math.PI * circle.radius() * circle.radius();
      case Rectangle(double a, double b) -> a * b;
      case Scaled(Circle(var radius), double factor) when factor > 100 -> radius;
      case Scaled(Shape inner, double factor) -> factor * factor * area(inner);
    };
  }

  @Differentiable(order = 2)
  static double tested(Shape shape, double k) {
    double sum = 0;
    if (shape instanceof Circle circle && circle.radius() > 0.1) {
      sum += circle.radius() * k;
    }
    if (!(shape instanceof Scaled(Shape inner, double factor))) {
      return sum * k;
    }
    while (inner instanceof Scaled(Shape next, var more)) {
      factor *= more;
      inner = next;
    }
    return factor * k + area(inner) + (inner instanceof Circle(double r) ? r * r * r : k);
  }

  @Test
  void sealedFamiliesTakenApart() {
    check(RecordsOfNumbersTest::area, new Circle(0.7));
    check(RecordsOfNumbersTest::area, new Scaled(new Scaled(new Rectangle(2, 3), 0.5), 1.5));
    check(RecordsOfNumbersTest::area, new Scaled(new Circle(3), 101.0));
    check(RecordsOfNumbersTest::tested, new Circle(0.7), 0.3);
    check(RecordsOfNumbersTest::tested, new Scaled(new Scaled(new Circle(0.4), 0.5), 1.5), 0.3);
    check(RecordsOfNumbersTest::tested, new Scaled(new Rectangle(0.4, 2), 0.5), 0.3);
  }

  @Differentiable(order = 2)
  static double generic(double x, double y) {
    Box<Vector> box = new Box<>(new Vector(x, y), x * y);
    Pair<Double, Double> pair = new Pair<>(x * 2, y * 3);
    Object object = box;
    double sum = 0;
    if (object instanceof Box<?>(Vector(double a, double b), double w)) {
      sum = a * b * w;
    }
    return sum + pair.first() * pair.second() + box.value().x() * box.weight();
  }

  @Differentiable(order = 2)
  static double accessorThatComputes(double x) {
    Doubled doubled = new Doubled(x * x);
    return doubled.x() * x;
  }

  @Test
  void genericRecordsAndAccessorsThatCompute() {
    check(RecordsOfNumbersTest::generic, 0.3, 0.7);
    check(RecordsOfNumbersTest::accessorThatComputes, 0.3);
  }

  @Differentiable(order = 2)
  static double aliased(Vector v, double k) {
    Vector[] array = {v, new Vector(k, k), v};
    Map<String, Vector> map = new HashMap<>();
    map.put("a", array[2]);
    Optional<Vector> found = Optional.of(map.get("a"));
    double sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i].x() * (i + 1) * found.get().y();
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double sorted(double x, double y) {
    List<Vector> all = new ArrayList<>();
    all.add(new Vector(x, y));
    all.add(new Vector(y, 2 * x));
    all.sort(Comparator.comparingDouble(Vector::y));
    all.removeIf(v -> v.x() > 100);
    Collections.reverse(all);
    return all.getFirst().x() * all.get(1).y();
  }

  @Test
  void oneRecordUnderManyNames() {
    check(RecordsOfNumbersTest::aliased, V, 0.7);
    check(RecordsOfNumbersTest::sorted, 0.3, 0.7);
  }

  @Differentiable(order = 2)
  static double comparedAndDescribed(double x, double y) {
    Vector p = new Vector(x, y);
    Vector q = new Vector(x, y);
    return p.equals(q) && p != q && p.toString().length() > 3 ? x * y : y;
  }

  @Test
  void recordsAreComparedAsInJava() {
    check(RecordsOfNumbersTest::comparedAndDescribed, 0.3, 0.7);
  }
}
