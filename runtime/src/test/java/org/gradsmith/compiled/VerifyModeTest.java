/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generated code compared with the user's own body. */
final class VerifyModeTest {
  private final Scaled module = new Scaled(Tensor.of(new double[] {2.0}).requiresGrad(true));
  private final Tensor x = Tensor.of(new double[] {3.0}).requiresGrad(true);
  private Mode.Scope scope = () -> {};

  @BeforeEach
  void verify() {
    scope = Mode.VERIFY.scope();
  }

  @AfterEach
  void leave() {
    scope.close();
  }

  @Test
  void agreeingCodePasses() {
    module.call(x).backward();
    Tensor gradient = x.grad();
    assertNotNull(gradient);
    assertArrayEquals(new double[] {2}, gradient.toDoubleArray());
    assertEquals(1, module.calls.item());
  }

  @Test
  void tensorsOfInferenceModeAreVerifiedToo() {
    try (var _ = Autograd.inferenceMode()) {
      Tensor y = module.call(Tensor.of(new double[] {3.0}));
      assertArrayEquals(new double[] {6}, y.toDoubleArray());
      assertTrue(y.isInference());
    }
  }

  @Test
  void aWrongResultIsNamed() {
    module.mistakeForward = 1e-6;
    VerificationException error = assertThrows(VerificationException.class, () -> module.call(x));
    String message = error.getMessage();
    assertTrue(
        message.startsWith(
            "org.gradsmith.compiled.Scaled.forward: the result (Tensor float64 [1])"),
        message);
    assertTrue(message.contains("1.000e-06"), message);
  }

  @Test
  void aWrongResultIsFoundWithoutRecording() {
    module.mistakeForward = 1;
    try (var _ = Autograd.noGrad()) {
      assertThrows(VerificationException.class, () -> module.call(x));
    }
  }

  @Test
  void aWrongGradientIsNamed() {
    module.mistakeBackward = 1;
    Tensor y = module.call(x);
    VerificationException error = assertThrows(VerificationException.class, y::backward);
    String message = error.getMessage();
    assertTrue(message.contains("the gradient of 'weight'"), message);
    assertTrue(message.contains("compiled 4.0 against eager 3.0"), message);
  }

  @Test
  void gradientsOfNestedModulesAreCompared() {
    Pair pair =
        new Pair(
            module,
            new Scaled(Tensor.of(new double[] {5.0}).requiresGrad(true)),
            Tensor.of(new double[] {7.0}));
    pair.call(x).backward();
    Tensor gradient = module.weight.grad();
    assertNotNull(gradient);
    assertArrayEquals(new double[] {15}, gradient.toDoubleArray());
  }

  @Test
  void aTensorThatStandsForTwoOperandsIsComparedAsTheSum() {
    assertDoesNotThrow(() -> new Scaled(x).call(x).backward());
  }

  @Test
  void bothRunsDrawTheSameNumbers() {
    Generator.standard().seed(7);
    Noise noise = new Noise();
    Tensor y = CompiledCalls.call(noise, noise::forward, x);
    double expected = x.item() + noise.last;
    assertEquals(expected, y.item());
    Generator.State after = Generator.standard().state();
    Generator.standard().seed(7);
    noise.forward(x);
    assertEquals(Generator.standard().state(), after, "the numbers of one run are used up");
  }

  static class Noise {
    double last;

    @Differentiable
    public Tensor forward(Tensor x) {
      Tensor drawn = Tensor.rand(TensorOptions.of(DType.FLOAT64), 1);
      last = drawn.item();
      return x.add(drawn);
    }
  }

  @Test
  void differencesAreMeasuredAgainstTheGreatestElement() {
    Comparison.require("m", "t", Tensor.of(1000.0f, 1e-3f), Tensor.of(1000.0f, 0.0f));
    assertThrows(
        VerificationException.class,
        () -> Comparison.require("m", "t", Tensor.of(1000.0f, 0.02f), Tensor.of(1000.0f, 0.0f)));
    assertThrows(
        VerificationException.class,
        () -> Comparison.require("m", "t", Tensor.of(1L, 2L), Tensor.of(1L, 3L)));
    assertThrows(
        VerificationException.class,
        () -> Comparison.require("m", "t", Tensor.of(new double[] {1.0}), Tensor.of(1.0f)));
  }

  @Test
  void notANumberIsAllowedToDisappearButNotToAppear() {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    Comparison.require(
        "m", "t", Tensor.of(new double[] {0.0, 1.0}), Tensor.of(new double[] {nan, 1.0}));
    Comparison.require(
        "m", "t", Tensor.of(new double[] {nan, infinity}), Tensor.of(new double[] {nan, infinity}));
    assertThrows(
        VerificationException.class,
        () ->
            Comparison.require(
                "m", "t", Tensor.of(new double[] {nan, 1.0}), Tensor.of(new double[] {0.0, 1.0})));
    assertThrows(
        VerificationException.class,
        () ->
            Comparison.require(
                "m", "t", Tensor.of(new double[] {infinity}), Tensor.of(new double[] {-infinity})));
    assertThrows(
        VerificationException.class,
        () ->
            Comparison.require(
                "m", "t", Tensor.of(new double[] {1.0}), Tensor.of(new double[] {infinity})));
  }

  @Test
  void anAbsentGradientIsZero() {
    Comparison.requireGradient("m", "g", null, Tensor.of(new double[] {0.0}));
    Comparison.requireGradient("m", "g", Tensor.of(new double[] {0.0}), null);
    assertThrows(
        VerificationException.class,
        () -> Comparison.requireGradient("m", "g", null, Tensor.of(new double[] {1e-30})));
  }
}
