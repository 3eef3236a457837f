/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Function;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.Mode;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What runs in compiled methods where generated code is required, and what does not. */
class RequiredCodeTest {
  private static final double NEGATIVE = -1.5;

  /** x³, with a derivative of its own. */
  static final class Cube extends Function {
    @Override
    protected List<Tensor> forward(Context context, List<Tensor> inputs) {
      context.save(inputs.getFirst());
      return List.of(inputs.getFirst().pow(3L));
    }

    @Override
    protected List<Tensor> backward(Context context, List<Tensor> gradients) {
      return List.of(context.saved(0).pow(2L).mul(3L).mul(gradients.getFirst()));
    }
  }

  /** Rounds, and passes gradients on as if it did not. */
  static final class Rounded extends Function {
    @Override
    protected List<Tensor> forward(Context context, List<Tensor> inputs) {
      return List.of(inputs.getFirst().round());
    }

    @Override
    protected List<Tensor> backward(Context context, List<Tensor> gradients) {
      return gradients;
    }
  }

  @Differentiable(order = 2)
  static Tensor rounded(Tensor x) {
    return new Rounded().apply(x).getFirst().square().sum();
  }

  @Differentiable
  static Tensor applied(UnaryOperator<Tensor> function, Tensor x) {
    return function.apply(x).sum();
  }

  @Differentiable
  static Tensor cubed(Tensor x) {
    return new Cube().apply(x).getFirst().sum();
  }

  @Differentiable
  static Tensor likelihood(Tensor x, Tensor classes) {
    return x.logSoftmax(1).nllLoss(classes, Reduction.SUM);
  }

  @Differentiable
  static double negated(double x) {
    return x * -NEGATIVE;
  }

  @Differentiable
  static double sumOfSquares(double[] x, long count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += x[i] * x[i];
    }
    return sum;
  }

  private static double[] gradient(Mode mode, Gradients gradients, Object... arguments) {
    try (var _ = mode.scope()) {
      return gradients.gradient(arguments).tensor(arguments.length - 1).toDoubleArray();
    }
  }

  @Test
  void functionsThatAreGivenRunOnTheTapeUnlessGeneratedCodeIsRequired() {
    Gradients gradients = Gradients.of(RequiredCodeTest::applied);
    UnaryOperator<Tensor> square = Tensor::square;
    Tensor x = Tensor.of(1.0, 2.0);
    assertArrayEquals(new double[] {2, 4}, gradient(Mode.ON, gradients, square, x));
    CompiledException refused =
        assertThrows(CompiledException.class, () -> gradient(Mode.REQUIRE, gradients, square, x));
    String message = refused.getMessage();
    assertTrue(message.contains("'function.apply(x)' at RequiredCodeTest.java:"), message);
  }

  @Test
  void functionsBringTheirOwnDerivative() {
    double[] found =
        gradient(Mode.REQUIRE, Gradients.of(RequiredCodeTest::cubed), Tensor.of(1.0, 2.0));
    assertArrayEquals(new double[] {3, 12}, found);
  }

  @Test
  void secondDerivativesAndTangentsAreThoseOfTheFunctionsBackward() {
    Gradients rounded = Gradients.of(RequiredCodeTest::rounded);
    Tensor x = Tensor.of(1.2, -2.7);
    Tensor v = Tensor.of(1.0, 10.0);
    try (var _ = Mode.REQUIRE.scope()) {
      HessianProduct found = rounded.hvp(new Object[] {v}, x);
      assertArrayEquals(new double[] {2, -6}, found.gradient().tensor(0).toDoubleArray());
      assertArrayEquals(new double[] {2, 20}, found.product().tensor(0).toDoubleArray());
      assertArrayEquals(new double[] {2, -6}, rounded.jacobian(x)[0]);
    }
  }

  @Test
  void enumConstantsAreAttributesOfRows() {
    try (var _ = Mode.REQUIRE.scope()) {
      double[] found =
          Gradients.of(RequiredCodeTest::likelihood)
              .gradient(Tensor.zeros(1, 2), Tensor.of(1L))
              .tensor(0)
              .toDoubleArray();
      assertArrayEquals(new double[] {0.5, -0.5}, found);
    }
  }

  @Test
  void anIndexMayBeNarrowerThanItsBound() {
    double[] found =
        Gradients.of(RequiredCodeTest::sumOfSquares).gradient(new double[] {1, 2, 3}, 2L).array(0);
    assertArrayEquals(new double[] {2, 4, 0}, found);
  }

  @Test
  void negativeConstantsKeepTheirSign() {
    assertArrayEquals(
        new double[] {1.5},
        new double[] {Gradients.of(RequiredCodeTest::negated).gradient(2.0).number(0)});
  }
}
