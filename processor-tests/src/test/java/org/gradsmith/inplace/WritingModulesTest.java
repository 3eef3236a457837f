/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.inplace;

import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Modules that write: generated code leaves tensors and gradients behind as the tape does. */
class WritingModulesTest {
  private static final double PRECISION = 1e-12;

  private static Tensor x() {
    return tensor(0.3, -0.8, 1.2);
  }

  /** What a use of a module computes, by the user's body and by generated code. */
  private static <M extends UnaryModule> void same(
      Supplier<M> made, Function<M, List<Tensor>> use) {
    List<Tensor> expected;
    List<Tensor> found;
    try (var _ = Mode.OFF.scope()) {
      expected = use.apply(made.get());
    }
    try (var _ = Mode.REQUIRE.scope()) {
      found = use.apply(made.get());
    }
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(
          expected.get(i).detach().toDoubleArray(),
          found.get(i).detach().toDoubleArray(),
          PRECISION,
          "tensor " + i);
    }
  }

  private static Tensor grad(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad());
  }

  /** Centers its argument by a running mean. */
  static final class Centered extends UnaryModule {
    final Tensor scale = parameter(tensor(0.5, 2, -1));
    final Tensor mean = Tensor.zeros(DType.FLOAT64, 3);
    int calls;

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      calls++;
      Tensor centered = x.sub(mean.copy());
      try (var _ = Autograd.noGrad()) {
        mean.mulInPlace(0.9);
        mean.addInPlace(x, 0.1);
      }
      Tensor y = centered.mul(scale);
      y.addInPlace(x.mul(x));
      return y;
    }
  }

  @Test
  void aRunningMean() {
    same(
        Centered::new,
        net -> {
          Tensor x = x().requiresGrad(true);
          Tensor y = net.call(net.call(x)).mul(x);
          y.backward(x());
          return List.of(y, net.mean, grad(x), grad(net.scale));
        });
  }

  /** Attends to what it was called with before; gradients flow from call to call. */
  static final class Cached extends UnaryModule {
    final Tensor weight = parameter(tensor(0.5, 2, -1));
    final Tensor cache = Tensor.zeros(DType.FLOAT64, 4, 3);
    int length;

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      cache.select(0, length).copyFrom(x.mul(weight));
      length++;
      Tensor seen = cache.narrow(0, 0, length).copy();
      Tensor attention = seen.matmul(x).softmax(0);
      return attention.matmul(seen);
    }
  }

  @Test
  void aCacheAcrossCalls() {
    same(
        Cached::new,
        net -> {
          Tensor x = x().requiresGrad(true);
          Tensor y = x;
          for (int i = 0; i < 4; i++) {
            y = net.call(y).add(x);
          }
          y.mul(y).sum().add(net.cache.sum()).backward();
          assertTrue(net.cache.requiresGrad());
          return List.of(y, net.cache, grad(x), grad(net.weight));
        });
  }

  /** Writes to its argument, and returns it. */
  static final class Rewriting extends UnaryModule {
    final Tensor weight = parameter(tensor(0.5, 2, -1));

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      if (x.dim() == 1) {
        x.narrow(0, 1, 2).mulInPlace(weight.narrow(0, 0, 2));
      }
      return x.addInPlace(weight);
    }
  }

  @Test
  void theArgumentIsWrittenToAndReturned() {
    same(
        Rewriting::new,
        net -> {
          Tensor leaf = x().requiresGrad(true);
          Tensor x = leaf.mul(2);
          Tensor before = x.add(0);
          Tensor view = x.narrow(0, 0, 2);
          Tensor y = net.call(x);
          assertSame(x, y);
          assertTrue(x.requiresGrad());
          y.mulInPlace(3);
          Tensor sum = y.sum().add(x.copy().mul(before).sum()).add(view.copy().mul(view).sum());
          sum.backward();
          return List.of(sum, x, view, grad(leaf), grad(net.weight));
        });
  }

  /** Calls a module that writes to what it is given. */
  static final class Outer extends UnaryModule {
    final Rewriting inner = new Rewriting();

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = x.mul(x);
      Tensor y = h;
      for (int i = 0; i < 2; i++) {
        y = y.add(inner.call(h));
      }
      return y.mul(h.copy());
    }
  }

  @Test
  void aModuleThatWritesInsideAnother() {
    same(
        Outer::new,
        net -> {
          Tensor x = x().requiresGrad(true);
          Tensor y = net.call(x);
          y.sum().backward();
          return List.of(y, grad(x), grad(net.inner.weight));
        });
  }

  @Test
  void aConstantArgumentGetsAGradient() {
    same(
        Rewriting::new,
        net -> {
          Tensor x = x();
          net.call(x).mul(x()).sum().backward();
          return List.of(x, grad(net.weight));
        });
  }

  @Test
  void anArgumentThatIsAView() {
    same(
        Rewriting::new,
        net -> {
          Tensor leaf = Tensor.from(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).requiresGrad(true);
          Tensor all = leaf.mul(leaf);
          Tensor y = net.call(all.select(0, 1));
          Tensor sum = y.sum().add(all.copy().mul(all.copy()).sum());
          sum.backward();
          return List.of(sum, all, grad(leaf), grad(net.weight));
        });
  }

  @Test
  void aLeafAsArgumentIsRefused() {
    for (Mode mode : List.of(Mode.OFF, Mode.REQUIRE)) {
      try (var _ = mode.scope()) {
        Tensor leaf = x().requiresGrad(true);
        Rewriting net = new Rewriting();
        InPlaceException e = assertThrows(InPlaceException.class, () -> net.call(leaf));
        assertTrue(String.valueOf(e.getMessage()).contains("leaf that requires"), e.getMessage());
        assertArrayEquals(x().toDoubleArray(), leaf.detach().toDoubleArray());
      }
    }
  }

  /** Returns parts of a tensor that it has written to. */
  static final class Parts extends UnaryModule {
    final Tensor weight = parameter(tensor(0.5, 2, -1));
    final List<Tensor> made = new ArrayList<>();

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor y = x.mul(weight);
      Tensor part = y.narrow(0, 0, 2);
      made.add(y);
      for (int i = 0; i < 2; i++) {
        y.addInPlace(x);
        part.mulInPlace(weight.narrow(0, 1, 2));
      }
      return part;
    }
  }

  @Test
  void aViewOfWhatWasWrittenIsReturned() {
    same(
        Parts::new,
        net -> {
          Tensor x = x().requiresGrad(true);
          Tensor part = net.call(x);
          Tensor sum = part.sum().add(net.made.getFirst().mul(x()).sum());
          sum.backward();
          return List.of(part, sum, grad(x), grad(net.weight));
        });
  }

  /** The tangent of a second call, behind a first one that filled the cache without tangents. */
  @Test
  void aCacheInForwardMode() {
    Cached net = new Cached();
    Tensor v = tensor(1, -0.5, 2);
    try (var _ = Autograd.noGrad()) {
      net.forward(x());
    }
    Gradients forward = Gradients.of(net::forward);
    Tensor tangent = (Tensor) forward.jvp(new Object[] {v}, x()).tangent();
    Tensor again = (Tensor) forward.jvp(new Object[] {v}, x()).tangent();
    double step = 1e-6;
    Tensor up = moved(x().add(v.mul(step)), 2);
    Tensor down = moved(x().sub(v.mul(step)), 2);
    assertArrayEquals(
        up.sub(down).div(2 * step).toDoubleArray(),
        Objects.requireNonNull(tangent).toDoubleArray(),
        1e-8);
    assertEquals(3, net.length);
    assertEquals(3, Objects.requireNonNull(again).numel());
  }

  /** What the last of several calls returns; those before it get the point itself. */
  private static Tensor moved(Tensor x, int calls) {
    Cached net = new Cached();
    try (var _ = Autograd.noGrad()) {
      for (int i = 1; i < calls; i++) {
        net.forward(x());
      }
      return net.forward(x);
    }
  }

  @Test
  void theCallerWritesBeforeTheBackward() {
    try (var _ = Mode.REQUIRE.scope()) {
      Parts net = new Parts();
      Tensor x = x().requiresGrad(true);
      Tensor y = net.call(x).sum();
      try (var _ = Autograd.noGrad()) {
        net.weight.subInPlace(0.1);
      }
      AutogradException e = assertThrows(AutogradException.class, y::backward);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("WritingModulesTest.java:"), message);
      assertTrue(message.contains("kept 'narrow"), message);
      assertTrue(message.contains("last by subInPlace"), message);
    }
  }
}
