/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Gradients inside a sweep give their memory back as soon as they are used, and never too early.
 */
final class GradientMemoryTest {
  /** Passes gradients on, and notes them: a pure node by what it does, to the engine. */
  private static final class Spy extends Node {
    private final List<Tensor> seen;

    Spy(Tensor x, List<Tensor> seen) {
      super("spy", new @Nullable Edge[] {Edge.of(x)});
      this.seen = seen;
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      Tensor gradient = gradients[0];
      assertNotNull(gradient);
      seen.add(gradient);
      return new @Nullable Tensor[] {gradient};
    }

    @Override
    protected boolean isPure() {
      return true;
    }
  }

  private final List<Tensor> seen = new ArrayList<>();

  private Tensor spied(Tensor x) {
    Tensor result = x.detach();
    result.computedBy(new Spy(x, seen), 0);
    return result;
  }

  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double[] grad(Tensor tensor) {
    Tensor gradient = tensor.grad();
    assertNotNull(gradient);
    return gradient.toDoubleArray();
  }

  @Test
  void usedGradientsAreReleased() {
    Tensor x = leaf(1, 2);
    spied(x.neg()).neg().sum().backward();
    assertTrue(seen.getFirst().storage().isReleased());
    assertArrayEquals(new double[] {1, 1}, grad(x));
  }

  @Test
  void theGradientOfALeafStays() {
    Tensor x = leaf(1, 2);
    spied(x).neg().sum().backward();
    assertArrayEquals(new double[] {-1, -1}, grad(x));
  }

  @Test
  void passedThroughGradientsLiveOn() {
    Tensor x = leaf(1, 2);
    spied(spied(x.neg().view(2, 1))).view(1, 2).neg().sum().backward();
    assertEquals(2, seen.size());
    assertArrayEquals(new double[] {1, 1}, grad(x));
  }

  @Test
  void gradientsOfTwoUsersLiveOn() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    spied(x.exp()).add(y.neg()).neg().sum().backward();
    assertArrayEquals(new double[] {1, 1}, grad(y));
    assertArrayEquals(new double[] {-Math.E, -Math.exp(2)}, grad(x), 1e-12);
  }

  @Test
  void gradientsThatHooksSawAreKept() {
    Tensor x = leaf(1, 2);
    List<Tensor> kept = new ArrayList<>();
    Tensor h = x.neg();
    HookHandle _ =
        h.registerHook(gradient -> {
          kept.add(gradient);
          return null;
        });
    h.neg().sum().backward();
    assertArrayEquals(new double[] {-1, -1}, kept.getFirst().toDoubleArray());
  }

  @Test
  void returnedGradientsAreKept() {
    Tensor x = leaf(1, 2);
    Tensor h = x.neg();
    List<Tensor> gradients = Autograd.grad(h.neg().sum(), h, x);
    assertArrayEquals(new double[] {-1, -1}, gradients.get(0).toDoubleArray());
    assertArrayEquals(new double[] {1, 1}, gradients.get(1).toDoubleArray());
  }

  @Test
  void theGradientPassedInIsKept() {
    Tensor x = leaf(1, 2);
    Tensor gradient = Tensor.of(new double[] {1.0, 2.0});
    x.neg().backward(gradient);
    assertArrayEquals(new double[] {1, 2}, gradient.toDoubleArray());
  }

  @Test
  void recordedGradientsAreKept() {
    Tensor x = leaf(1, 2);
    Autograd.backward(spied(x.exp()).exp().sum(), null, true, true);
    assertFalse(seen.getFirst().storage().isReleased());
    Tensor first = x.grad();
    assertNotNull(first);
    first.sum().backward();
  }

  @Test
  void partsOfASumAreReleased() {
    Tensor x = leaf(1, 2);
    Tensor h = x.neg();
    spied(h).neg().sum().add(spied(h).exp().sum()).backward();
    assertEquals(2, seen.size());
    assertTrue(seen.stream().allMatch(gradient -> gradient.storage().isReleased()));
    assertArrayEquals(new double[] {1 - Math.exp(-1), 1 - Math.exp(-2)}, grad(x), 1e-12);
  }

  @Test
  void savedValuesAreKeptWhereTheGraphIs() {
    Tensor x = leaf(1, 2);
    Tensor y = x.exp().mul(x).sum();
    Autograd.backward(y, null, true, false);
    double[] once = grad(x).clone();
    y.backward();
    assertArrayEquals(new double[] {2 * once[0], 2 * once[1]}, grad(x), 1e-12, "two equal sweeps");
    assertFalse(Primitives.exp(x).storage().isReleased());
  }
}
