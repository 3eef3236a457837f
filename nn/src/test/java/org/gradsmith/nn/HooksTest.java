/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HooksTest {
  private static final class Doubling extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(2.0);
    }
  }

  private final Doubling module = new Doubling();

  @Test
  void runInOrderAroundForward() {
    List<String> seen = new ArrayList<>();
    module.registerForwardHook((_, x, y) -> note(seen, "after 1: " + x.item() + " " + y.item()));
    module.registerForwardPreHook((_, x) -> note(seen, "before 1: " + x.item()));
    module.registerForwardPreHook((_, x) -> note(seen, "before 2: " + x.item()));
    module.registerForwardHook((m, _, _) -> note(seen, "after 2: " + (m == module)));
    assertEquals(6, module.call(Tensor.of(3f)).item());
    assertEquals(
        List.of("before 1: 3.0", "before 2: 3.0", "after 1: 3.0 6.0", "after 2: true"), seen);
  }

  @Test
  void mayReplaceInputAndOutput() {
    module.registerForwardPreHook((_, x) -> x.add(1.0));
    module.registerForwardPreHook((_, x) -> x.mul(10.0));
    module.registerForwardHook((_, x, y) -> y.add(x));
    module.registerForwardHook((_, _, y) -> y.neg());
    assertEquals(-120, module.call(Tensor.of(3f)).item());
  }

  @Test
  void doNotRunAroundADirectForward() {
    module.registerForwardHook((_, _, y) -> y.neg());
    assertEquals(6, module.forward(Tensor.of(3f)).item());
  }

  @Test
  void areCountedAndRemovable() {
    assertFalse(module.hasHooks());
    ForwardHook<Tensor, Tensor> negate = (_, _, y) -> y.neg();
    HookHandle first = module.registerForwardHook(negate);
    HookHandle second = module.registerForwardHook(negate);
    assertTrue(module.hasHooks());
    assertEquals(6, module.call(Tensor.of(3f)).item());
    first.remove();
    first.remove();
    assertTrue(module.hasHooks());
    assertEquals(-6, module.call(Tensor.of(3f)).item());
    second.remove();
    assertFalse(module.hasHooks());
    assertEquals(6, module.call(Tensor.of(3f)).item());
  }

  @Test
  void mayRemoveThemselves() {
    List<HookHandle> handles = new ArrayList<>();
    List<Tensor> seen = new ArrayList<>();
    handles.add(
        module.registerForwardHook((_, _, y) -> {
          handles.getFirst().remove();
          seen.add(y);
          return null;
        }));
    Tensor y = module.call(Tensor.of(3f));
    module.call(Tensor.of(4f));
    assertEquals(1, seen.size());
    assertSame(y, seen.getFirst());
  }

  @Test
  void takePartInTheGradient() {
    module.registerForwardHook((_, _, y) -> y.mul(y));
    Tensor x = Tensor.of(3f).requiresGrad(true);
    module.call(x).sum().backward();
    Tensor gradient = x.grad();
    assertArrayEquals(new float[] {24}, gradient == null ? new float[0] : gradient.toFloatArray());
  }

  private static @Nullable Tensor note(List<String> seen, String what) {
    seen.add(what);
    return null;
  }
}
