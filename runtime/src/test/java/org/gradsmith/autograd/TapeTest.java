/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What users of the eager tape rely on. */
final class TapeTest {
  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double[] grad(Tensor tensor) {
    Tensor gradient = tensor.grad();
    assertNotNull(gradient);
    return gradient.toDoubleArray();
  }

  @Test
  void gradientsOfSeveralUsesAddUp() {
    Tensor x = leaf(3);
    x.mul(x).add(x).sum().backward();
    assertArrayEquals(new double[] {7}, grad(x));
  }

  @Test
  void gradientsOfSeveralBackwardsAddUp() {
    Tensor x = leaf(3, 5);
    x.mul(x).sum().backward();
    x.mul(2.0).sum().backward();
    assertArrayEquals(new double[] {8, 12}, grad(x));
  }

  @Test
  void leavesOfOneAdditionDoNotShareTheirGradients() {
    Tensor x = leaf(1);
    Tensor y = leaf(2);
    x.add(y).backward();
    Tensor gradient = x.grad();
    assertNotNull(gradient);
    gradient.mulInPlace(10.0);
    assertArrayEquals(new double[] {1}, grad(y));
  }

  @Test
  void aGradientPassedInIsNotKept() {
    Tensor x = leaf(1, 2);
    Tensor gradient = Tensor.of(new double[] {1.0, 1.0});
    x.add(1.0).backward(gradient);
    gradient.zeroInPlace();
    assertArrayEquals(new double[] {1, 1}, grad(x));
  }

  @Test
  void aGradientHasItsOwnWholeStorage() {
    Tensor x = leaf(1, 2);
    x.sum().backward();
    Tensor gradient = x.grad();
    assertNotNull(gradient);
    assertTrue(gradient.isContiguous());
    assertEquals(16, gradient.storage().byteSize());
  }

  @Test
  void theSecondBackwardFailsWhereValuesWereKept() {
    Tensor x = leaf(3);
    Tensor y = x.mul(x);
    y.backward();
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    assertTrue(error.getMessage().contains("'mul'"), error.getMessage());
    assertTrue(error.getMessage().contains("retainGraph"), error.getMessage());
  }

  @Test
  void aRetainedGraphServesTwice() {
    Tensor x = leaf(3);
    Tensor y = x.mul(x);
    Autograd.backward(y, null, true, false);
    y.backward();
    assertArrayEquals(new double[] {12}, grad(x));
  }

  @Test
  void nothingIsRecordedInsideNoGrad() {
    Tensor x = leaf(3);
    try (var _ = Autograd.noGrad()) {
      Tensor y = x.mul(x);
      assertFalse(y.requiresGrad());
      try (var _ = Autograd.enableGrad()) {
        assertTrue(x.mul(x).requiresGrad());
      }
      assertFalse(GradMode.isEnabled());
    }
    assertTrue(x.mul(x).requiresGrad());
  }

  @Test
  void aDetachedTensorIsAConstant() {
    Tensor x = leaf(3);
    x.mul(x.detach()).backward();
    assertArrayEquals(new double[] {3}, grad(x));
  }

  @Test
  void operandsThatNeedNoGradientAreNotKept() {
    Tensor x = leaf(3);
    Tensor factor = Tensor.of(new double[] {2.0});
    Tensor y =
        x.mul(factor); // the gradient of x reads the factor, that of the factor is not needed
    try (var _ = Autograd.noGrad()) {
      x.mulInPlace(5.0);
    }
    y.backward();
    assertArrayEquals(new double[] {2}, grad(x));
  }

  @Test
  void anOperandWrittenAfterwardsIsFound() {
    Tensor x = leaf(3);
    Tensor w = leaf(2);
    Tensor y = x.mul(w);
    try (var _ = Autograd.noGrad()) {
      w.addInPlace(1.0);
    }
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    String message = error.getMessage();
    assertTrue(message.contains("'mul' kept 'y' (Tensor float64 [1])"), message);
    assertTrue(message.contains("last by addInPlace"), message);
    assertTrue(message.contains("version 1, and version 0 was kept"), message);
    assertTrue(message.contains("-Dgradsmith.anomaly=true"), message);
  }

  @Test
  void aWriteThroughAViewIsFound() {
    Tensor x = leaf(3, 4);
    Tensor y = x.exp();
    y.detach().view(2, 1).zeroInPlace();
    assertThrows(AutogradException.class, () -> y.sum().backward());
  }

  @Test
  void backwardNeedsANumberOrAGradientThatFits() {
    Tensor x = leaf(1, 2);
    AutogradException noNumber = assertThrows(AutogradException.class, () -> x.mul(x).backward());
    assertTrue(noNumber.getMessage().contains("sum()"), noNumber.getMessage());
    Tensor wrongShape = Tensor.of(new double[] {1.0});
    assertThrows(AutogradException.class, () -> x.mul(x).backward(wrongShape));
    Tensor wrongType = Tensor.of(1.0f, 1.0f);
    assertThrows(AutogradException.class, () -> x.mul(x).backward(wrongType));
    assertThrows(AutogradException.class, () -> Tensor.of(new double[] {1.0}).backward());
  }

  @Test
  void gradReturnsGradientsOfLeavesAndOthers() {
    Tensor x = leaf(3);
    Tensor h = x.mul(x);
    Tensor y = h.mul(h);
    List<Tensor> gradients = Autograd.grad(y, h, x);
    assertArrayEquals(new double[] {18}, gradients.get(0).toDoubleArray());
    assertArrayEquals(new double[] {108}, gradients.get(1).toDoubleArray());
    assertNull(x.grad());
  }

  @Test
  void gradComputesNothingOffThePath() {
    Tensor x = leaf(3);
    Tensor w = leaf(5);
    List<String> seen = new ArrayList<>();
    Tensor h = w.exp();
    HookHandle _ =
        Autograd.registerHook(
            h,
            gradient -> {
              seen.add("h");
              return null;
            });
    Autograd.grad(x.mul(h), x);
    assertEquals(List.of(), seen);
  }

  @Test
  void gradSaysWhichInputTookNoPart() {
    Tensor x = leaf(3);
    Tensor other = leaf(1);
    Tensor y = x.mul(x);
    AutogradException error =
        assertThrows(AutogradException.class, () -> Autograd.grad(y, x, other));
    assertTrue(error.getMessage().contains("input 1"), error.getMessage());
    Tensor z = x.mul(x);
    assertNull(Autograd.gradOrNull(List.of(z), List.of(other), List.of(), false, false).getFirst());
    assertThrows(
        AutogradException.class, () -> Autograd.grad(x.mul(x), Tensor.of(new double[] {1.0})));
  }

  @Test
  void gradAddsSeveralResultsUp() {
    Tensor x = leaf(2, 3);
    Tensor a = x.mul(x);
    Tensor b = x.sum();
    Tensor gradient =
        Autograd.grad(
                List.of(a, b),
                List.of(x),
                java.util.Arrays.asList(Tensor.of(new double[] {1.0, 10.0}), null),
                false,
                false)
            .getFirst();
    assertArrayEquals(new double[] {5, 61}, gradient.toDoubleArray());
  }

  @Test
  void higherDerivativesByRecordingBackward() {
    Tensor x = leaf(2);
    Tensor y = x.mul(x).mul(x).mul(x);
    double[] expected = {32, 48, 48, 24, 0};
    Tensor current = y;
    for (int order = 0; order < 4; order++) {
      current = Autograd.grad(List.of(current), List.of(x), List.of(), true, true).getFirst();
      assertArrayEquals(new double[] {expected[order]}, current.toDoubleArray());
    }
  }

  @Test
  void aRecordedBackwardLeavesRecordedGradients() {
    Tensor x = leaf(3);
    Autograd.backward(x.mul(x), null, false, true);
    Tensor first = x.grad();
    assertNotNull(first);
    assertTrue(first.requiresGrad());
    x.grad(null);
    first.backward();
    assertArrayEquals(new double[] {2}, grad(x));
  }

  @Test
  void hooksSeeTheWholeGradientAndMayReplaceIt() {
    Tensor x = leaf(3);
    Tensor h = x.mul(2.0);
    List<Double> seen = new ArrayList<>();
    HookHandle handle =
        Autograd.registerHook(
            h,
            gradient -> {
              seen.add(gradient.item());
              return gradient.mul(10.0);
            });
    h.mul(h).add(h).backward();
    assertEquals(List.of(13.0), seen);
    assertArrayEquals(new double[] {260}, grad(x));
    handle.remove();
    x.grad(null);
    Tensor again = h.detach().requiresGrad(true);
    again.mul(again).backward();
    assertEquals(1, seen.size());
  }

  @Test
  void hooksOnLeavesRunOnceOnTheSum() {
    Tensor x = leaf(3);
    List<Double> seen = new ArrayList<>();
    HookHandle _ =
        Autograd.registerHook(
            x,
            gradient -> {
              seen.add(gradient.item());
              return null;
            });
    x.mul(x).add(x).backward();
    assertEquals(List.of(7.0), seen);
  }

  @Test
  void aGradientThatAHookKeptIsNotChangedLater() {
    Tensor x = leaf(3);
    List<Tensor> kept = new ArrayList<>();
    HookHandle _ =
        Autograd.registerHook(
            x,
            gradient -> {
              kept.add(gradient);
              return null;
            });
    x.mul(2.0).backward();
    x.mul(2.0).backward();
    assertArrayEquals(new double[] {4}, grad(x));
    assertArrayEquals(new double[] {2}, kept.getFirst().toDoubleArray());
  }

  @Test
  void aHookThatReturnsAnotherShapeIsRefused() {
    Tensor x = leaf(1, 2);
    HookHandle _ = Autograd.registerHook(x, _ -> Tensor.of(new double[] {1.0}));
    AutogradException error = assertThrows(AutogradException.class, () -> x.sum().backward());
    assertTrue(error.getMessage().contains("a hook returned"), error.getMessage());
  }

  @Test
  void retainedGradientsOfInnerTensors() {
    Tensor x = leaf(3);
    Tensor h = x.mul(2.0);
    Autograd.retainGrad(h);
    h.mul(h).backward();
    assertArrayEquals(new double[] {12}, grad(h));
  }

  @Test
  void promotedOperandsGetGradientsOfTheirOwnDtype() {
    Tensor x = Tensor.of(2.0f).requiresGrad(true);
    Tensor y = leaf(3);
    x.mul(y).backward();
    Tensor gradient = x.grad();
    assertNotNull(gradient);
    assertEquals(DType.FLOAT32, gradient.dtype());
    assertArrayEquals(new double[] {3}, gradient.toDoubleArray());
  }

  @Test
  void aChainOfAMillionOpsDoesNotOverflowTheStack() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = y.neg();
    }
    y.backward();
    assertArrayEquals(new double[] {1}, grad(x));
  }

  @Test
  void aChainOfAMillionOpsIsFreedWithoutABackward() throws InterruptedException {
    WeakReference<Tensor> leaf = chainOfAMillion();
    for (int i = 0; i < 200 && leaf.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(leaf.get());
  }

  private static WeakReference<Tensor> chainOfAMillion() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = y.mul(1.0);
    }
    assertTrue(y.requiresGrad());
    return new WeakReference<>(x);
  }

  @Test
  void aDeepGraphOfSharedNodesRunsEachOnce() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 40; i++) {
      y = y.add(y);
    }
    y.backward();
    assertArrayEquals(new double[] {Math.pow(2, 40)}, grad(x));
  }

  @Test
  void theGradientAccumulatesInPlace() {
    Tensor x = leaf(3);
    x.mul(x).backward();
    Tensor first = x.grad();
    x.mul(x).backward();
    assertSame(first, x.grad());
    x.grad(null);
    x.mul(x).backward();
    assertNotSame(first, x.grad());
  }

  @Test
  void severalThreadsAddUpInOneLeaf() throws Exception {
    Tensor x = leaf(3);
    Tensor shared = x.mul(2.0);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        runs.add(
            threads.submit(() -> {
              for (int i = 0; i < 100; i++) {
                shared.mul(x).backward();
              }
            }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertArrayEquals(new double[] {400 * 12}, grad(x));
  }
}
