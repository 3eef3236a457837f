/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Writes that are recorded; the values and gradients are PyTorch's for the same programs. */
class InPlaceHistoryTest {
  private final Tensor x = Tensor.of(new double[] {1, 2, 3, 4}).requiresGrad(true);

  /** Runs a program and compares its result and the gradient of its elements weighted 1, 2, ... */
  private void expect(Supplier<Tensor> program, double[] values, double[] gradient) {
    Tensor y = program.get();
    assertArrayEquals(values, y.toDoubleArray());
    double[] weights = new double[values.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    y.mul(Tensor.from(weights, y.shape())).sum().backward();
    assertArrayEquals(gradient, gradOf(x), 1e-12);
  }

  @Test
  void aWriteThroughASlice() {
    expect(
        () -> {
          Tensor y = x.mul(x);
          y.narrow(0, 1, 2).mulInPlace(10);
          return y;
        },
        new double[] {1, 40, 90, 16},
        new double[] {2, 80, 180, 32});
  }

  @Test
  void aViewFollowsAWriteToItsBase() {
    expect(
        () -> {
          Tensor y = x.mul(x);
          Tensor v = y.view(2, 2);
          y.addInPlace(1);
          return v;
        },
        new double[] {2, 5, 10, 17},
        new double[] {2, 8, 18, 32});
  }

  @Test
  void aViewOfAViewWritesToTheBaseOfBoth() {
    expect(
        () -> {
          Tensor y = x.mul(2);
          Tensor v = y.narrow(0, 1, 3);
          v.narrow(0, 1, 2).mulInPlace(y.narrow(0, 0, 2).copy());
          return y.mul(v.sum());
        },
        new double[] {96, 192, 576, 1536},
        new double[] {3912, 6396, 1272, 2928});
  }

  @Test
  void copiesIntoZerosMakeThemPartOfTheGraph() {
    expect(
        () -> {
          Tensor z = Tensor.from(new double[8], 2, 4);
          z.select(0, 0).copyFrom(x);
          z.t().narrow(0, 2, 2).select(1, 1).copyFrom(x.narrow(0, 0, 2).mul(3));
          assertFalse(z.isLeaf());
          return z;
        },
        new double[] {1, 2, 3, 4, 0, 0, 3, 6},
        new double[] {22, 26, 3, 4});
  }

  @Test
  void overwrittenElementsTakeNoGradient() {
    expect(
        () -> {
          Tensor y = x.mul(3);
          y.select(0, 0).fillInPlace(7);
          y.view(2, 2).select(1, 1).fillInPlace(2);
          return y.mul(y);
        },
        new double[] {49, 4, 81, 4},
        new double[] {0, 0, 162, 0});
  }

  @Test
  void aWriteThroughATransposedView() {
    expect(
        () -> {
          Tensor y = x.mul(3);
          Tensor w = y.view(2, 2).t();
          w.mulInPlace(Tensor.from(new double[] {1, 2, 3, 4}, 2, 2));
          return y.mul(w.reshape(4));
        },
        new double[] {9, 324, 324, 2304},
        new double[] {18, 810, 540, 4608});
  }

  @Test
  void theOldElementsAreKeptWhereTheRuleReadsThem() {
    expect(
        () -> {
          Tensor y = x.mul(1);
          y.powInPlace(3);
          return y;
        },
        new double[] {1, 8, 27, 64},
        new double[] {3, 24, 81, 192});
  }

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  @Test
  void aWriteToADiagonal() {
    expect(
        () -> {
          Tensor y = x.copy();
          y.view(2, 2).diagonal(0, 0, 1).mulInPlace(5);
          return y;
        },
        new double[] {5, 2, 3, 20},
        new double[] {5, 2, 3, 20});
  }

  @Test
  void secondDerivativesFlowThroughAWriteToAView() {
    Tensor t = Tensor.of(new double[] {1, 2, 3}).requiresGrad(true);
    Tensor y = t.pow(3);
    y.narrow(0, 1, 2).mulInPlace(t.narrow(0, 1, 2));
    Tensor gradient = Autograd.grad(List.of(y.sum()), List.of(t), List.of(), true, true).getFirst();
    assertArrayEquals(new double[] {3, 32, 108}, gradient.toDoubleArray(), 1e-12);
    Tensor second = Autograd.grad(gradient.sum(), t).getFirst();
    assertArrayEquals(new double[] {6, 48, 108}, second.toDoubleArray(), 1e-12);
  }

  @Test
  void aWholeTensorThatIsZeroedGivesZeros() {
    Tensor y = x.mul(2);
    y.zeroInPlace();
    y.sum().backward();
    assertArrayEquals(new double[4], gradOf(x));
  }

  @Test
  void writesThatTheGraphCannotKnowOfAreRefused() {
    Tensor y = x.mul(1);
    Tensor unrecorded;
    try (var _ = Autograd.noGrad()) {
      unrecorded = y.narrow(0, 0, 2);
    }
    assertRefused("made within noGrad", () -> unrecorded.mulInPlace(2));
    assertRefused("one of several views", () -> y.unbind(0).getFirst().mulInPlace(2));
    assertRefused("one of several views", () -> y.split(2, 0).getFirst().mulInPlace(2));
    assertRefused("a view of a leaf", () -> x.narrow(0, 0, 2).mulInPlace(2));
    assertEquals(0, y.version());
    y.mulInPlace(2); // a base with such views may be written to; the views have no history then
    assertRefused("made within noGrad", () -> unrecorded.sum().backward());
  }

  private static void assertRefused(String part, Runnable write) {
    InPlaceException e = assertThrows(InPlaceException.class, write::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void retainedGradientsAndHooksSeeWhatPyTorchShowsThem() {
    Tensor t = Tensor.of(new double[] {1, 1}).requiresGrad(true);
    Tensor y = t.mul(2);
    double[][] seen = new double[1][];
    HookHandle _ =
        y.registerHook(gradient -> {
          seen[0] = gradient.toDoubleArray();
          return null;
        });
    y.retainGrad();
    y.retainGrad(); // counts once
    y.mulInPlace(3);
    y.sum().backward();
    assertArrayEquals(new double[] {1, 1}, gradOf(y)); // of the elements as they are now
    assertArrayEquals(new double[] {3, 3}, seen[0]); // of those it was registered on
    assertArrayEquals(new double[] {6, 6}, gradOf(t));
  }
}
