/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function of the library in a compiled method, against the same method run eagerly.
 *
 * @param name the function, and the call
 * @param method the method that makes the call
 * @param gradients its derivatives
 */
@SuppressWarnings("NullAway")
record CompositeCall(String name, Method method, Gradients gradients) {
  private static final long SEED = 11;

  /** Tensors that the calls share: x, y, v, m (symmetric, positive), b, image, kernel. */
  static Tensor[] arguments() {
    Random random = new Random(5);
    Tensor x = drawn(random, 2, 3);
    Tensor y = drawn(random, 2, 3);
    Tensor v = drawn(random, 3);
    Tensor root = drawn(random, 3, 3);
    Tensor m = root.matmul(root.t()).add(Tensor.eye(3).to(root.dtype()));
    return new Tensor[] {
      x, y, v, m, drawn(random, 2, 3, 3), drawn(random, 1, 4, 6, 6), drawn(random, 2, 4, 3, 3)
    };
  }

  private static Tensor drawn(Random random, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    return Tensor.from(random.doubles(count, 0.1, 0.9).toArray(), shape);
  }

  /** Values and gradients are those of the tape, to the last bit. */
  void checkGradients() throws ReflectiveOperationException {
    Tensor[] arguments = arguments();
    for (Tensor argument : arguments) {
      argument.requiresGrad(true);
    }
    Object expected = run(arguments);
    Object cotangent = cotangent(expected);
    Tensor total = product(parts(expected), parts(cotangent));
    if (total.requiresGrad()) {
      total.backward();
    }
    Tensor[] own = arguments();
    Gradient gradient;
    try (var _ = Mode.REQUIRE.scope()) {
      Generator.standard().seed(SEED);
      gradient = gradients.vjp(cotangent, (Object[]) own);
    }
    assertArrayEquals(numbers(expected), numbers(gradient.value()), 0, "value");
    for (int i = 0; i < own.length; i++) {
      Tensor grad = arguments[i].grad();
      double[] wanted = grad == null ? new double[(int) own[i].numel()] : grad.toDoubleArray();
      assertArrayEquals(wanted, gradient.tensor(i).toDoubleArray(), 1e-12, "gradient " + i);
    }
  }

  private Object run(Tensor[] arguments) throws ReflectiveOperationException {
    Generator.standard().seed(SEED);
    return Objects.requireNonNull(method.invoke(null, (Object[]) arguments));
  }

  /** Tangents go with gradients, and products with the Hessian with differences of gradients. */
  void checkDirections() throws ReflectiveOperationException {
    Tensor[] arguments = arguments();
    Random random = new Random(7);
    Object[] direction = new Object[arguments.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = drawn(random, arguments[i].shape()).sub(0.5);
    }
    Object cotangent = cotangent(run(arguments));
    Gradient gradient;
    ValueAndTangent pushed;
    try (var _ = Mode.REQUIRE.scope()) {
      Generator.standard().seed(SEED);
      gradient = gradients.vjp(cotangent, (Object[]) arguments);
      Generator.standard().seed(SEED);
      pushed = gradients.jvp(direction, (Object[]) arguments);
    }
    double expected = 0;
    for (int i = 0; i < arguments.length; i++) {
      expected += gradient.tensor(i).mul((Tensor) direction[i]).sum().item();
    }
    double found = product(parts(pushed.tangent()), parts(cotangent)).item();
    double accuracy = isSingle(pushed.tangent()) ? 1e-6 : 1e-9;
    assertEquals(expected, found, accuracy * Math.max(1, Math.abs(expected)), "tangent");
  }

  private static boolean isSingle(@Nullable Object form) {
    return parts(form).stream().anyMatch(part -> part != null && part.dtype() == DType.FLOAT32);
  }

  private static Tensor product(List<@Nullable Tensor> values, List<@Nullable Tensor> cotangents) {
    Tensor total = Tensor.zeros(DType.FLOAT64);
    for (int i = 0; i < values.size(); i++) {
      Tensor value = values.get(i);
      if (value != null && value.dtype().isFloating()) {
        total =
            total.add(value.mul(Objects.requireNonNull(cotangents.get(i))).sum().to(total.dtype()));
      }
    }
    return total;
  }

  /** Numbers of the form of a result: ones where they may be anything. */
  private static Object cotangent(Object result) {
    Random random = new Random(3);
    return switch (result) {
      case Tensor tensor -> like(tensor, random);
      case List<?> list -> list.stream().map(part -> like((Tensor) part, random)).toList();
      case Record parts ->
          Holders.components(parts).stream()
              .map(part -> part == null ? null : like((Tensor) part, random))
              .toList();
      default -> throw new IllegalStateException("a result of " + result.getClass());
    };
  }

  private static @Nullable Tensor like(Tensor part, Random random) {
    return drawn(random, part.shape()).to(part.dtype());
  }

  private static List<@Nullable Tensor> parts(@Nullable Object form) {
    return switch (form) {
      case Tensor tensor -> List.of(tensor);
      case List<?> list -> list.stream().<@Nullable Tensor>map(Tensor.class::cast).toList();
      case Record record -> parts(Holders.components(record));
      case null, default -> List.of();
    };
  }

  private static double[] numbers(@Nullable Object form) {
    List<Double> all = new ArrayList<>();
    for (Tensor part : parts(form)) {
      Arrays.stream(part == null ? new double[0] : part.toDoubleArray()).forEach(all::add);
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
