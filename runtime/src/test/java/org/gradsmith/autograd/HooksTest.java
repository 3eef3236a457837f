/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hooks on leaves and on nodes; those on tensors inside a graph stand in TapeTest. */
class HooksTest {
  @Test
  void aRetainedGradientOfAViewFollowsWritesToItsBase() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
    Tensor y = x.mul(2);
    Tensor v = y.narrow(0, 0, 1);
    v.retainGrad();
    v.retainGrad(); // counts once
    y.mulInPlace(3);
    v.mulInPlace(3);
    y.mulInPlace(3);
    v.mul(5).sum().backward();
    assertArrayEquals(new float[] {5}, Objects.requireNonNull(v.grad()).toFloatArray());
    assertArrayEquals(new float[] {270, 0}, Objects.requireNonNull(x.grad()).toFloatArray());
  }

  @Test
  void aRetainedGradientIsWhatAllHooksLeave() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
    Tensor y = x.mul(2);
    y.retainGrad();
    HookHandle _ = y.registerHook(gradient -> gradient.mul(10));
    y.sum().backward();
    assertArrayEquals(new float[] {10, 10}, Objects.requireNonNull(y.grad()).toFloatArray());
    assertThrows(AutogradException.class, () -> Tensor.of(1f).retainGrad());
  }

  private final Tensor x = Tensor.of(new double[] {1, 1}).requiresGrad(true);
  private final List<String> seen = new ArrayList<>();

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  private static Node nodeOf(Tensor y) {
    return Objects.requireNonNull(y.gradFn());
  }

  @Test
  void aPostAccumulateHookSeesTheLeafWithItsGradient() {
    HookHandle _ = x.registerHook(gradient -> gradient.mul(2));
    HookHandle handle =
        x.registerPostAccumulateGradHook(leaf -> seen.add(Arrays.toString(gradOf(leaf))));
    x.mul(3).sum().backward();
    assertEquals(List.of("[6.0, 6.0]"), seen);
    x.mul(3).sum().backward();
    assertEquals(List.of("[6.0, 6.0]", "[12.0, 12.0]"), seen);
    handle.remove();
    x.mul(3).sum().backward();
    assertEquals(2, seen.size());
  }

  @Test
  void aPostAccumulateHookMayDropTheGradient() {
    HookHandle _ = x.registerPostAccumulateGradHook(leaf -> leaf.grad(null));
    x.mul(3).sum().backward();
    assertNull(x.grad());
  }

  @Test
  void postAccumulateHooksAreForLeaves() {
    AutogradException inner =
        assertThrows(
            AutogradException.class,
            () -> x.mul(2).registerPostAccumulateGradHook(leaf -> seen.add("never")));
    assertTrue(inner.getMessage().contains("is not a leaf"), inner.getMessage());
    assertThrows(
        AutogradException.class,
        () -> Tensor.of(1.0).registerPostAccumulateGradHook(leaf -> seen.add("never")));
  }

  @Test
  void nodeHooksSeeAndReplaceBothSides() {
    Tensor y = x.mul(2.0);
    HookHandle _ =
        nodeOf(y)
            .registerHook((inputs, outputs) -> {
              seen.add(text(inputs) + " from " + text(outputs));
              return null;
            });
    HookHandle _ = nodeOf(y).registerPreHook(outputs -> List.of(first(outputs).mul(10)));
    y.sum().backward();
    assertEquals(List.of("[20.0, 20.0] from [10.0, 10.0]"), seen);
    assertArrayEquals(new double[] {20, 20}, gradOf(x));
  }

  private static Tensor first(List<? extends @Nullable Tensor> gradients) {
    return Objects.requireNonNull(gradients.getFirst());
  }

  private static String text(List<? extends @Nullable Tensor> gradients) {
    return Arrays.toString(first(gradients).toDoubleArray());
  }

  @Test
  void aNodeHookMayReplaceTheGradientsOfTheOperands() {
    Tensor y = x.mul(2.0);
    HookHandle handle = nodeOf(y).registerHook((inputs, outputs) -> List.of(first(inputs).mul(-1)));
    y.sum().backward();
    assertArrayEquals(new double[] {-2, -2}, gradOf(x));
    handle.remove();
    handle.remove(); // the second time does nothing
  }

  @Test
  void aNodeHookThatReturnsAnotherNumberOrShapeIsRefused() {
    Tensor y = x.mul(2.0);
    HookHandle handle = nodeOf(y).registerPreHook(outputs -> List.of());
    AutogradException count = assertThrows(AutogradException.class, () -> y.sum().backward());
    assertTrue(count.getMessage().contains("0 gradients in place of 1"), count.getMessage());
    handle.remove();
    Tensor z = x.mul(2.0);
    HookHandle _ = nodeOf(z).registerHook((inputs, outputs) -> List.of(Tensor.of(1.0)));
    AutogradException shape = assertThrows(AutogradException.class, () -> z.sum().backward());
    assertTrue(shape.getMessage().contains("a hook on 'mul"), shape.getMessage());
  }

  @Test
  void aHookIsRefusedWhereItWouldNeverBeCalled() {
    assertThrows(AutogradException.class, () -> Tensor.of(1.0).registerHook(gradient -> null));
    assertThrows(AutogradException.class, () -> Tensor.of(1.0).retainGrad());
  }
}
