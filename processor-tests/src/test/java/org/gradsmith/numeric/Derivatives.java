/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Checks what was generated for a method at a point: the value is the method's own, bit for bit;
 * the reverse sweep gives what central differences give, and, where arguments are tensors, what the
 * tape gives.
 */
@SuppressWarnings("NullAway")
public final class Derivatives {
  /** Of a difference quotient; halved once, which leaves an error of the order of its 4th power. */
  private static final double STEP = 2e-4;

  private static final double AGAINST_DIFFERENCES = 2e-8;
  private static final double AGAINST_TAPE = 1e-12;

  private Derivatives() {}

  /** Checks a method of 1 parameter. */
  public static <A, R> void check(Gradients.Function1<A, R> method, A a) {
    check(program(method), a);
  }

  /** Checks a method of 2 parameters. */
  public static <A, B, R> void check(Gradients.Function2<A, B, R> method, A a, B b) {
    check(program(method), a, b);
  }

  /** Checks a method of 3 parameters. */
  public static <A, B, C, R> void check(Gradients.Function3<A, B, C, R> method, A a, B b, C c) {
    check(program(method), a, b, c);
  }

  /** Checks a method of 4 parameters. */
  public static <A, B, C, D, R> void check(
      Gradients.Function4<A, B, C, D, R> method, A a, B b, C c, D d) {
    check(program(method), a, b, c, d);
  }

  /** Checks a method of 5 parameters. */
  public static <A, B, C, D, E, R> void check(
      Gradients.Function5<A, B, C, D, E, R> method, A a, B b, C c, D d, E e) {
    check(program(method), a, b, c, d, e);
  }

  /** Checks a method, and that the tape gives the same for the same steps on tensors. */
  public static <A, R, T, S> void check(
      Gradients.Function1<A, R> method, Gradients.Function1<T, S> onTensors, A a) {
    checkBoth(program(method), program(onTensors), a);
  }

  /** Checks a method, and that the tape gives the same for the same steps on tensors. */
  public static <A, B, R, T, U, S> void check(
      Gradients.Function2<A, B, R> method, Gradients.Function2<T, U, S> onTensors, A a, B b) {
    checkBoth(program(method), program(onTensors), a, b);
  }

  /** Checks a method, and that the tape gives the same for the same steps on tensors. */
  public static <A, B, C, R, T, U, V, S> void check(
      Gradients.Function3<A, B, C, R> method,
      Gradients.Function3<T, U, V, S> onTensors,
      A a,
      B b,
      C c) {
    checkBoth(program(method), program(onTensors), a, b, c);
  }

  /** Checks a method, and that the tape gives the same for the same steps on tensors. */
  public static <A, B, C, D, R, T, U, V, W, S> void check(
      Gradients.Function4<A, B, C, D, R> method,
      Gradients.Function4<T, U, V, W, S> onTensors,
      A a,
      B b,
      C c,
      D d) {
    checkBoth(program(method), program(onTensors), a, b, c, d);
  }

  /** A vector of double precision. */
  public static Tensor tensor(double... numbers) {
    return Tensor.from(numbers, numbers.length);
  }

  /** A tensor of double precision without dimensions. */
  public static Tensor scalar(double number) {
    return Tensor.from(new double[] {number});
  }

  private static void check(Program program, @Nullable Object... arguments) {
    Object expected = program.plain().call(copies(arguments));
    assertEqualBits(expected, program.compiled().value(copies(arguments)));
    Object cotangent = cotangent(expected, 0);
    Gradient gradient = program.compiled().vjp(cotangent, copies(arguments));
    assertEqualBits(expected, gradient.value());
    double[] found = numbers(gradient);
    assertClose(
        "differences", differences(program, cotangent, arguments), found, AGAINST_DIFFERENCES);
    if (Arrays.stream(arguments).anyMatch(Derivatives::holdsTensors)) {
      assertClose("tape", tape(program, cotangent, arguments), found, AGAINST_TAPE);
    }
    if (found.length > 0) {
      checkForward(program, expected, arguments);
    }
  }

  /** Checks the derivative in a direction, and, where it was asked for, that of the gradient. */
  private static void checkForward(
      Program program, @Nullable Object expected, @Nullable Object... arguments) {
    @Nullable Object[] direction = Arrays.stream(arguments).map(a -> tangent(a, 2)).toArray();
    double[] along = Numbers.of(direction);
    ValueAndTangent pushed = program.compiled().jvp(direction, copies(arguments));
    assertEqualBits(expected, pushed.value());
    assertClose(
        "differences in a direction",
        along(moved -> Numbers.of(program.plain().call(moved)), along, arguments),
        Numbers.of(pushed.tangent()),
        AGAINST_DIFFERENCES);
    if (program.isSecondOrder() && Numbers.of(expected).length == 1) {
      HessianProduct product = program.compiled().hvp(direction, copies(arguments));
      assertEqualBits(expected, product.gradient().value());
      assertClose(
          "gradient",
          numbers(program.compiled().gradient(copies(arguments))),
          numbers(product.gradient()),
          AGAINST_TAPE);
      assertClose(
          "differences of gradients",
          along(moved -> numbers(program.compiled().gradient(moved)), along, arguments),
          numbers(product.product()),
          AGAINST_DIFFERENCES);
    }
  }

  private static void checkBoth(Program program, Program onTensors, @Nullable Object... arguments) {
    check(program, arguments);
    @Nullable Object[] tensors = Arrays.stream(arguments).map(Derivatives::asTensor).toArray();
    check(onTensors, tensors);
    Gradient gradient = program.compiled().gradient(copies(arguments));
    assertClose("tape", tape(onTensors, scalar(1), tensors), numbers(gradient), AGAINST_TAPE);
  }

  private static @Nullable Object asTensor(@Nullable Object argument) {
    return switch (argument) {
      case Double number -> scalar(number);
      case double[] numbers -> tensor(numbers);
      case null, default -> argument;
    };
  }

  private static double[] numbers(Gradient gradient) {
    return Numbers.of(gradient.arguments());
  }

  private static @Nullable Object[] copies(@Nullable Object... arguments) {
    return perturbed(i -> 0, arguments);
  }

  /** The arguments made anew, something added to each number. */
  private static @Nullable Object[] perturbed(
      IntToDoubleFunction change, @Nullable Object... arguments) {
    double[] numbers = Numbers.of(arguments);
    DoubleSupplier next =
        new DoubleSupplier() {
          private int at;

          @Override
          public double getAsDouble() {
            double change0 = change.applyAsDouble(at);
            double number = numbers[at++];
            return change0 == 0 ? number : number + change0;
          }
        };
    return Arrays.stream(arguments).map(a -> Numbers.rebuilt(a, next)).toArray();
  }

  private static double[] differences(
      Program program, @Nullable Object cotangent, @Nullable Object... arguments) {
    double[] numbers = Numbers.of(arguments);
    double[] weights = Numbers.of(cotangent);
    double[] slopes = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double step = STEP * Math.max(Math.abs(numbers[i]), 0.01);
      double wide = slope(program, weights, i, step, arguments);
      double narrow = slope(program, weights, i, step / 2, arguments);
      slopes[i] = (4 * narrow - wide) / 3;
    }
    return slopes;
  }

  /** How numbers change with all arguments at once. */
  private static double[] along(
      Function<@Nullable Object[], double[]> numbers,
      double[] direction,
      @Nullable Object... arguments) {
    double[] wide = slopes(numbers, direction, STEP / 10, arguments);
    double[] narrow = slopes(numbers, direction, STEP / 20, arguments);
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (4 * narrow[i] - wide[i]) / 3;
    }
    return narrow;
  }

  private static double[] slopes(
      Function<@Nullable Object[], double[]> numbers,
      double[] direction,
      double step,
      @Nullable Object... arguments) {
    double[] up = numbers.apply(perturbed(i -> step * direction[i], arguments));
    double[] down = numbers.apply(perturbed(i -> -step * direction[i], arguments));
    for (int i = 0; i < up.length; i++) {
      up[i] = (up[i] - down[i]) / (2 * step);
    }
    return up;
  }

  private static double slope(
      Program program, double[] weights, int at, double step, @Nullable Object... arguments) {
    return (weighted(program, weights, at, step, arguments)
            - weighted(program, weights, at, -step, arguments))
        / (2 * step);
  }

  private static double weighted(
      Program program, double[] weights, int at, double step, @Nullable Object... arguments) {
    double[] values =
        Numbers.of(program.plain().call(perturbed(i -> i == at ? step : 0, arguments)));
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  private static double[] tape(Program program, Object cotangent, @Nullable Object... arguments) {
    @Nullable Object[] recorded = copies(arguments);
    List<Tensor> leaves = new ArrayList<>();
    Arrays.stream(recorded).forEach(a -> tensors(a).forEach(leaves::add));
    leaves.forEach(t -> t.requiresGrad(true));
    List<Tensor> results = tensors(program.plain().call(recorded)).toList();
    List<Tensor> bars = tensors(cotangent).toList();
    Tensor sum = scalar(0);
    for (int i = 0; i < results.size(); i++) {
      sum = sum.add(results.get(i).mul(bars.get(i)).sum());
    }
    if (!sum.requiresGrad()) {
      return new double[Numbers.of(leaves).length];
    }
    List<@Nullable Tensor> gradients =
        Autograd.gradOrNull(List.of(sum), leaves, List.of(), false, false);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      Tensor gradient = gradients.get(i);
      all.add(gradient == null ? Tensor.zerosLike(leaves.get(i)) : gradient);
    }
    return Numbers.of(all);
  }

  private static boolean holdsTensors(@Nullable Object value) {
    return tensors(value).findAny().isPresent();
  }

  private static Stream<Tensor> tensors(@Nullable Object value) {
    return switch (value) {
      case Tensor tensor when tensor.dtype().isFloating() -> Stream.of(tensor);
      case Object[] parts -> Arrays.stream(parts).flatMap(Derivatives::tensors);
      case List<?> parts -> parts.stream().flatMap(Derivatives::tensors);
      case Record parts -> Numbers.components(parts).flatMap(Derivatives::tensors);
      case null, default -> Stream.empty();
    };
  }

  /** Different weights for different numbers, so that no error cancels. */
  private static Object cotangent(@Nullable Object value, int start) {
    Object bar = tangent(value, start);
    if (bar == null) {
      throw new AssertionError("the method returned nothing that has a derivative");
    }
    return bar;
  }

  /** The same for arguments: null for those without a derivative. */
  private static @Nullable Object tangent(@Nullable Object value, int start) {
    if (Numbers.of(value).length == 0) {
      return null;
    }
    double[] weight = {1 + 0.3 * start};
    DoubleSupplier next =
        () -> {
          double w = weight[0];
          weight[0] = w > 1.6 ? w - 1.1 : w + 0.3;
          return w;
        };
    if (value instanceof Record parts) {
      List<@Nullable Object> bars = new ArrayList<>();
      Numbers.components(parts).forEach(p -> bars.add(tangent(p, bars.size())));
      return bars;
    }
    return Numbers.rebuilt(value, next);
  }

  private static void assertEqualBits(@Nullable Object expected, @Nullable Object actual) {
    assertArrayEquals(Numbers.of(expected), Numbers.of(actual), "value");
    if (expected instanceof Integer || expected instanceof Boolean) {
      assertEquals(expected, actual, "value");
    }
  }

  private static void assertClose(
      String truth, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, "numbers with a gradient");
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], tolerance * scale, "number " + i + ", against " + truth);
    }
  }

  private static <A, R> Program program(Gradients.Function1<A, R> method) {
    return Program.of(method, Gradients.of(method), a -> method.apply(Derivatives.<A>at(a, 0)));
  }

  private static <A, B, R> Program program(Gradients.Function2<A, B, R> method) {
    return Program.of(
        method,
        Gradients.of(method),
        a -> method.apply(Derivatives.<A>at(a, 0), Derivatives.<B>at(a, 1)));
  }

  private static <A, B, C, R> Program program(Gradients.Function3<A, B, C, R> method) {
    return Program.of(
        method,
        Gradients.of(method),
        a ->
            method.apply(
                Derivatives.<A>at(a, 0), Derivatives.<B>at(a, 1), Derivatives.<C>at(a, 2)));
  }

  private static <A, B, C, D, R> Program program(Gradients.Function4<A, B, C, D, R> method) {
    return Program.of(
        method,
        Gradients.of(method),
        a ->
            method.apply(
                Derivatives.<A>at(a, 0),
                Derivatives.<B>at(a, 1),
                Derivatives.<C>at(a, 2),
                Derivatives.<D>at(a, 3)));
  }

  private static <A, B, C, D, E, R> Program program(Gradients.Function5<A, B, C, D, E, R> method) {
    return Program.of(
        method,
        Gradients.of(method),
        a ->
            method.apply(
                Derivatives.<A>at(a, 0),
                Derivatives.<B>at(a, 1),
                Derivatives.<C>at(a, 2),
                Derivatives.<D>at(a, 3),
                Derivatives.<E>at(a, 4)));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T at(@Nullable Object[] arguments, int index) {
    return (T) arguments[index];
  }
}
