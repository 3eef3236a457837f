/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** How long a graph lives, scenario by scenario as in PyTorch. */
class RetainGraphTest {
  private final Tensor x = Tensor.of(new double[] {1, 2}).requiresGrad(true);

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  @Test
  void aGraphIsFreedByItsFirstBackward() {
    Tensor y = x.mul(x).sum();
    y.backward();
    AutogradException e = assertThrows(AutogradException.class, y::backward);
    assertTrue(e.getMessage().contains("'mul' a second time"), e.getMessage());
    assertTrue(e.getMessage().contains("retainGraph = true"), e.getMessage());
    assertArrayEquals(new double[] {2, 4}, gradOf(x)); // nothing was added the second time
  }

  @Test
  void aRetainedGraphAddsItsGradientsEachTime() {
    Tensor y = x.mul(x).sum();
    Autograd.backward(y, null, true, false);
    Autograd.backward(y, null, true, false);
    y.backward();
    assertArrayEquals(new double[] {6, 12}, gradOf(x));
    assertThrows(AutogradException.class, y::backward);
  }

  @Test
  void aGraphThatKeptNothingServesTwice() {
    Tensor y = x.add(1).sum();
    y.backward();
    y.backward();
    assertArrayEquals(new double[] {2, 2}, gradOf(x));
  }

  @Test
  void aSharedPartIsFreedByTheFirstOfTwoLosses() {
    Tensor shared = x.exp();
    Tensor first = shared.sum();
    Tensor second = shared.mul(2).sum();
    first.backward();
    AutogradException e = assertThrows(AutogradException.class, second::backward);
    assertTrue(e.getMessage().contains("'exp'"), e.getMessage());
    Tensor again = x.exp();
    Autograd.backward(again.sum(), null, true, false);
    again.mul(2).sum().backward();
    assertArrayEquals(new double[] {4 * Math.E, 4 * Math.exp(2)}, gradOf(x), 1e-12);
  }

  @Test
  void aRecordedBackwardKeepsTheGraph() {
    Tensor y = x.pow(3).sum();
    Tensor slope = Autograd.grad(List.of(y), List.of(x), List.of(), false, true).getFirst();
    y.backward();
    slope.sum().backward();
    assertArrayEquals(new double[] {3 + 6, 12 + 12}, gradOf(x), 1e-12);
  }

  @Test
  void gradFreesTheGraphLikeBackward() {
    Tensor y = x.mul(x).sum();
    assertArrayEquals(new double[] {2, 4}, Autograd.grad(y, x).getFirst().toDoubleArray(), 1e-12);
    assertThrows(AutogradException.class, () -> Autograd.grad(y, x));
  }
}
