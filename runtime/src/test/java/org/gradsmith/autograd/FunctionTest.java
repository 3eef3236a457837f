/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ops with forward and backward of their own, and the picture of the graph they stand in. */
class FunctionTest {
  private static final class Cube extends Function {
    @Override
    protected List<Tensor> forward(Context context, List<Tensor> inputs) {
      context.save(inputs.getFirst());
      return List.of(inputs.getFirst().pow(3));
    }

    @Override
    protected List<Tensor> backward(Context context, List<Tensor> gradients) {
      return List.of(context.saved(0).pow(2).mul(3.0).mul(gradients.getFirst()));
    }
  }

  /** Returns x + y and its argument y as it is, whose gradient it doubles. */
  private static final class AddAndPass extends Function {
    @Override
    protected List<Tensor> forward(Context context, List<Tensor> inputs) {
      return List.of(inputs.get(0).add(inputs.get(1)), inputs.get(1));
    }

    @Override
    protected List<? extends @Nullable Tensor> backward(Context context, List<Tensor> gradients) {
      Tensor y = context.needsGrad(1) ? gradients.get(0).add(gradients.get(1).mul(2.0)) : null;
      return Arrays.asList(gradients.get(0), y);
    }
  }

  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  @Test
  void gradientsAreThoseOfTheFunction() {
    Gradcheck.check(given -> new Cube().apply(given).getFirst(), leaf(1, -2));
    Gradcheck.checkSecond(given -> new Cube().apply(given).getFirst(), leaf(1, -2));
  }

  @Test
  void tangentsAreThoseOfItsBackward() {
    Gradcheck.checkForward(given -> new Cube().apply(given).getFirst(), leaf(1, -2));
    Gradcheck.checkForward(
        given -> new AddAndPass().apply(given).getFirst(), leaf(1, -2), leaf(3, 0.5));
    UnaryOperator<Tensor> cube = given -> new Cube().apply(given).getFirst();
    Tensor x = leaf(1, -2).detach();
    Tensor v = Tensor.of(new double[] {1, 10});
    UnaryOperator<Tensor> along = given -> Functional.jvp(cube, given, v).product();
    assertArrayEquals(
        new double[] {6, -1200}, Functional.jvp(along, x, v).product().toDoubleArray());
    assertArrayEquals(
        new double[] {6, -120},
        Functional.grad(given -> along.apply(given).sum(), x).toDoubleArray());
  }

  /** Rounds, as if it did not. */
  private static final class Rounded extends Function {
    @Override
    protected List<Tensor> forward(Context context, List<Tensor> inputs) {
      return List.of(inputs.getFirst().round());
    }

    @Override
    protected List<Tensor> backward(Context context, List<Tensor> gradients) {
      return gradients;
    }
  }

  @Test
  void theTangentIsNotThatOfItsForward() {
    Tensor x = Tensor.of(new double[] {1.2, -2.6});
    Functional.ValueAndProduct along =
        Functional.jvp(
            given -> new Rounded().apply(given).getFirst(), x, Tensor.ones(2).to(x.dtype()));
    assertArrayEquals(new double[] {1, -3}, along.value().toDoubleArray());
    assertArrayEquals(new double[] {1, 1}, along.product().toDoubleArray());
  }

  @Test
  void aBackwardThatIsNotRecordedHasNoTangent() {
    Function detached =
        new Function() {
          @Override
          protected List<Tensor> forward(Context context, List<Tensor> inputs) {
            return List.of(inputs.getFirst().mul(2));
          }

          @Override
          protected List<Tensor> backward(Context context, List<Tensor> gradients) {
            return List.of(gradients.getFirst().detach().mul(2));
          }

          @Override
          protected String name() {
            return "Detached";
          }
        };
    Tensor x = Tensor.of(new double[] {1, 2});
    AutogradException e =
        assertThrows(
            AutogradException.class,
            () -> Functional.jvp(given -> detached.apply(given).getFirst(), x, x));
    assertTrue(
        e.getMessage().startsWith("Function Detached has no forward derivative: the gradient that"),
        e.getMessage());
  }

  @Test
  void nothingIsRecordedWhereNoGradientIsNeeded() {
    assertFalse(new Cube().apply(Tensor.of(2.0)).getFirst().requiresGrad());
    Tensor x = leaf(2);
    try (var _ = Autograd.noGrad()) {
      assertFalse(new Cube().apply(x).getFirst().requiresGrad());
    }
  }

  @Test
  void anInputThatIsReturnedBecomesAViewWithTheFunctionsGradient() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    List<Tensor> results = new AddAndPass().apply(x, y);
    assertEquals(y, results.get(1).base());
    results.get(1).sum().backward();
    assertArrayEquals(new double[] {2, 2}, gradOf(y));
    assertArrayEquals(new double[] {0, 0}, gradOf(x));
    Tensor passed = new AddAndPass().apply(x.mul(1), y.mul(1)).get(1);
    InPlaceException e = assertThrows(InPlaceException.class, () -> passed.mulInPlace(2));
    assertTrue(e.getMessage().contains("a function with a derivative of its own"), e.getMessage());
  }

  @Test
  void savedTensorsAreGuardedAndFreed() {
    Tensor x = leaf(2);
    Tensor y = x.mul(1.0);
    Tensor cube = new Cube().apply(y).getFirst();
    y.mulInPlace(2);
    AutogradException written = assertThrows(AutogradException.class, cube::backward);
    assertTrue(written.getMessage().contains("'Cube' kept 'saved tensor 0'"), written.getMessage());
    Tensor again = new Cube().apply(x).getFirst();
    again.backward();
    AutogradException freed = assertThrows(AutogradException.class, again::backward);
    assertTrue(freed.getMessage().contains("'Cube' a second time"), freed.getMessage());
  }

  @Test
  void wrongNumbersAndShapesOfGradientsAreRefused() {
    Function wrong =
        new Function() {
          @Override
          protected List<Tensor> forward(Context context, List<Tensor> inputs) {
            return List.of(inputs.getFirst().sum());
          }

          @Override
          protected List<Tensor> backward(Context context, List<Tensor> gradients) {
            return gradients;
          }

          @Override
          protected String name() {
            return "Wrong";
          }
        };
    Tensor y = wrong.apply(leaf(1, 2)).getFirst();
    AutogradException shape = assertThrows(AutogradException.class, y::backward);
    assertTrue(
        shape.getMessage().startsWith("Wrong: for input 0, backward returned a gradient"),
        shape.getMessage());
    Tensor two = wrong.apply(leaf(1), leaf(2)).getFirst();
    AutogradException count = assertThrows(AutogradException.class, two::backward);
    assertTrue(count.getMessage().contains("1 gradients for 2 inputs"), count.getMessage());
  }

  @Test
  void theGraphIsDescribed() {
    Tensor a = leaf(1, 2);
    Tensor loss = new Cube().apply(a.mul(a)).getFirst().sum();
    assertEquals(
        """
        a = leaf Tensor float64 [2]
        %0 = mul(a, a)  float64 [2]
        %1 = Cube(%0)
        %2 = sum(%1)  float64 []
        """,
        Autograd.describe(loss));
    String dot = Autograd.describeAsDot(loss);
    assertTrue(dot.startsWith("digraph autograd {"), dot);
    assertTrue(dot.contains("  \"%0\" -> \"%1\";\n"), dot);
    assertEquals(
        "Tensor float64 [2] is not part of a graph: nothing it depends on requires a gradient\n",
        Autograd.describe(a.detach()));
  }
}
