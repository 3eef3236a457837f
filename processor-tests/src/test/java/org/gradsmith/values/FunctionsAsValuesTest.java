/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.gradsmith.numeric.Derivatives.check;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradients;
import org.junit.jupiter.api.Test;

/** Solvers that are written once and used with many functions; functions that are values. */
@SuppressWarnings({"UnnecessaryLambda", "UnnecessaryMethodReference"})
class FunctionsAsValuesTest {
  interface Field {
    double[] at(double t, double[] y);
  }

  record State(double x, double v) {}

  private static double fixedPoint(DoubleUnaryOperator f, double start) {
    double x = start;
    for (int i = 0; i < 20; i++) {
      x = f.applyAsDouble(x);
    }
    return x;
  }

  @Differentiable(order = 2)
  static double fixedPoints(double a, double start) {
    double second =
        fixedPoint(
            x -> {
              if (a < 0) {
                return x;
              }
              double y = x / 2;
              return y + a;
            },
            a);
    return fixedPoint(x -> Math.cos(a * x) * 0.5, start) + second;
  }

  @Test
  void aFixedPointOfLambdas() {
    check(FunctionsAsValuesTest::fixedPoints, 0.3, 0.7);
  }

  private static double[] midpoint(Field f, double[] start, double h, int steps) {
    double[] y = start.clone();
    double t = 0;
    for (int i = 0; i < steps; i++) {
      double[] slope = f.at(t, y);
      double[] middle = new double[y.length];
      for (int j = 0; j < y.length; j++) {
        middle[j] = y[j] + h / 2 * slope[j];
      }
      slope = f.at(t + h / 2, middle);
      for (int j = 0; j < y.length; j++) {
        y[j] += h * slope[j];
      }
      t += h;
    }
    return y;
  }

  private static double[] decay(double t, double[] y) {
    return new double[] {-y[0] * t, y[0] * y[1]};
  }

  @Differentiable(order = 2)
  static double flows(double[] start, double k, double[] w) {
    Field field = (t, y) -> new double[] {y[1] * w[0], -k * y[0] + Math.sin(t)};
    double[] a = midpoint(field, start, 0.1, 5);
    double[] b = midpoint(FunctionsAsValuesTest::decay, a, k, 3);
    return a[0] * b[1] + b[0];
  }

  @Test
  void aSolverOfDifferentialEquations() {
    check(FunctionsAsValuesTest::flows, new double[] {0.3, 0.9}, 0.7, new double[] {1.1});
  }

  private static <T> T iterated(UnaryOperator<T> f, T start, int times) {
    T t = start;
    for (int i = 0; i < times; i++) {
      t = f.apply(t);
    }
    return t;
  }

  @Differentiable(order = 2)
  static double recordsIterated(double x, double v, double dt) {
    UnaryOperator<State> step = s -> new State(s.x() + dt * s.v(), s.v() - dt * s.x() * v);
    State end = iterated(step, new State(x, v), 4);
    return end.x() * end.v();
  }

  @Test
  void genericFunctionsOnRecords() {
    check(FunctionsAsValuesTest::recordsIterated, 0.3, 0.9, 0.1);
  }

  private static double twice(DoubleUnaryOperator f, double x) {
    return f.applyAsDouble(f.applyAsDouble(x));
  }

  @Differentiable(order = 2)
  static double localFunctions(double x, double y) {
    Function<Double, Double> f = t -> t * t * x;
    BiFunction<Double, Double, Double> g = (a, b) -> f.apply(a) * b;
    DoubleSupplier s = () -> x * y;
    ToDoubleFunction<State> n = q -> q.x() * y;
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += g.apply(y, sum + 1);
    }
    return sum + s.getAsDouble() + n.applyAsDouble(new State(x, y)) + twice(t -> t + f.apply(t), y);
  }

  private static DoubleUnaryOperator scaled(double a) {
    return t -> a * t * t;
  }

  private static DoubleUnaryOperator composed(DoubleUnaryOperator f, DoubleUnaryOperator g) {
    return t -> f.applyAsDouble(g.applyAsDouble(t));
  }

  @Differentiable(order = 2)
  static double madeByFunctions(double x, double y) {
    return composed(scaled(x), scaled(y)).applyAsDouble(x + y);
  }

  @Test
  void functionsThatUseAndMakeFunctions() {
    check(FunctionsAsValuesTest::localFunctions, 0.3, 0.9);
    check(FunctionsAsValuesTest::madeByFunctions, 0.3, 0.9);
  }

  private final double k = 3;

  private double member(double t) {
    return t * k * t;
  }

  @Differentiable(order = 2)
  double ofAnObject(double x, double y) {
    DoubleUnaryOperator f = this::member;
    return f.applyAsDouble(x) * twice(t -> member(t) + k * y, y);
  }

  record Side(double a) {
    double times(double t) {
      return a * a * t;
    }

    double cube() {
      return a * a * a;
    }
  }

  private static double productOf(State s) {
    return s.x() * s.v();
  }

  @Differentiable(order = 2)
  static double references(double x, double y) {
    Side side = new Side(x);
    ToDoubleBiFunction<Side, Double> f = (w, t) -> w.times(t);
    DoubleUnaryOperator bound = side::times;
    ToDoubleFunction<Side> unbound = Side::cube;
    ToDoubleFunction<State> ofClass = FunctionsAsValuesTest::productOf;
    return f.applyAsDouble(side, y)
        + bound.applyAsDouble(y) * unbound.applyAsDouble(side)
        + ofClass.applyAsDouble(new State(x, y));
  }

  @Test
  void methodReferencesOfAllKinds() {
    check(new FunctionsAsValuesTest()::ofAnObject, 0.3, 0.9);
    check(FunctionsAsValuesTest::references, 0.3, 0.9);
  }

  @Differentiable(order = 2)
  static double effects(double[] xs, double y) {
    Consumer<double[]> step =
        a -> {
          for (int i = 0; i < a.length; i++) {
            a[i] *= y;
          }
        };
    double[] copy = xs.clone();
    step.accept(copy);
    step.accept(copy);
    double[] sum = {0};
    DoubleConsumer add = t -> sum[0] += t * t;
    for (double v : copy) {
      add.accept(v);
    }
    return sum[0] * copy[0];
  }

  @Test
  void functionsThatWriteToArrays() {
    check(FunctionsAsValuesTest::effects, new double[] {0.3, 0.9}, 0.7);
  }

  private static double squaresOf(double[] xs, DoublePredicate wanted) {
    double sum = 0;
    for (double x : xs) {
      if (wanted.test(x)) {
        sum += x * x;
      }
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double steering(double[] xs, double y) {
    List<State> all = new ArrayList<>();
    for (double x : xs) {
      all.add(new State(x, y));
    }
    ToDoubleFunction<State> key = s -> s.x();
    all.sort(Comparator.comparingDouble(key));
    double border = y > 0 ? y : 1;
    return squaresOf(xs, t -> t > border - 100) * y + all.get(0).x() * all.get(1).v();
  }

  @Test
  void functionsThatChooseStayJava() {
    check(FunctionsAsValuesTest::steering, new double[] {0.9, 0.3}, 0.7);
  }

  @Differentiable
  static double given(DoubleUnaryOperator f, double x) {
    return f.applyAsDouble(x);
  }

  @Test
  void aFunctionFromOutsideHasNoKnownDerivative() {
    Gradients given = Gradients.of(FunctionsAsValuesTest::given);
    DoubleUnaryOperator sine = Math::sin;
    assertThrows(CompiledException.class, () -> given.gradient(sine, 1.0));
  }
}
