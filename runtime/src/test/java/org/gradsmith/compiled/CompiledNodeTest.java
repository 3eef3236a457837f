/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.Node;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A compiled call as a node of the graph. */
final class CompiledNodeTest {
  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double[] grad(Tensor tensor) {
    Tensor gradient = tensor.grad();
    assertNotNull(gradient);
    return gradient.toDoubleArray();
  }

  @Test
  void edgesAreTheOperands() {
    Scaled module = new Scaled(leaf(2));
    Tensor x = leaf(3);
    Node node = module.call(x).gradFn();
    assertNotNull(node);
    assertEquals(List.of(edge(x), edge(module.weight)), node.edges());
  }

  private static Edge edge(Tensor tensor) {
    Edge edge = Edge.of(tensor);
    assertNotNull(edge);
    return edge;
  }

  @Test
  void gradientsFlowOnFromOperandsThatWereComputed() {
    Tensor w = leaf(2);
    Scaled module = new Scaled(w.mul(w));
    Tensor x = leaf(3);
    module.call(x.mul(2.0)).backward();
    assertArrayEquals(new double[] {8}, grad(x));
    assertArrayEquals(new double[] {24}, grad(w));
  }

  @Test
  void aSharedOperandGetsBothGradients() {
    Tensor x = leaf(3);
    new Scaled(x).call(x).backward();
    assertArrayEquals(new double[] {6}, grad(x));
  }

  @Test
  void aFrozenOperandGetsNone() {
    Tensor w = Tensor.of(new double[] {2.0});
    Tensor x = leaf(3);
    Tensor y = new Scaled(w).call(x);
    try (var _ = Autograd.noGrad()) {
      x.zeroInPlace(); // only the weight's gradient would read x
    }
    y.backward();
    assertArrayEquals(new double[] {2}, grad(x));
    assertNull(w.grad());
  }

  @Test
  void nothingIsRecordedWhereNothingNeedsAGradient() {
    Tensor y = new Scaled(Tensor.of(new double[] {2.0})).call(Tensor.of(new double[] {3.0}));
    assertFalse(y.requiresGrad());
    try (var _ = Autograd.noGrad()) {
      assertFalse(new Scaled(leaf(2)).call(leaf(3)).requiresGrad());
    }
  }

  @Test
  void theRecordIsFreedAfterBackward() {
    Tensor y = new Scaled(leaf(2)).call(leaf(3));
    y.backward();
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    assertTrue(
        error.getMessage().contains("'org.gradsmith.compiled.Scaled.forward'"), error.getMessage());
    assertTrue(error.getMessage().contains("retainGraph"), error.getMessage());
  }

  @Test
  void theRecordIsKeptWithTheGraph() {
    Tensor w = leaf(2);
    Tensor y = new Scaled(w).call(leaf(3));
    Autograd.backward(y, null, true, false);
    y.backward();
    assertArrayEquals(new double[] {6}, grad(w));
  }

  @Test
  void anOperandWrittenAfterwardsIsFound() {
    Scaled module = new Scaled(leaf(2));
    Tensor y = module.call(leaf(3));
    try (var _ = Autograd.noGrad()) {
      module.weight.zeroInPlace();
    }
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    assertTrue(error.getMessage().contains("kept 'weight'"), error.getMessage());
    assertTrue(
        error.getMessage().contains("'org.gradsmith.compiled.Scaled' kept"), error.getMessage());
  }

  @Test
  void aReplacedFieldIsReadAtTheCall() {
    Tensor old = leaf(2);
    Scaled module = new Scaled(old);
    Tensor y = module.call(Tensor.of(new double[] {3.0}));
    module.weight = leaf(5);
    y.backward();
    assertArrayEquals(new double[] {3}, grad(old));
    assertNull(module.weight.grad());
  }

  @Test
  void theSecondDerivativeFailsInsteadOfBeingConstant() {
    Tensor x = leaf(3);
    Tensor y = new Scaled(leaf(2)).call(x);
    Tensor first = Autograd.grad(List.of(y), List.of(x), List.of(), true, true).getFirst();
    assertArrayEquals(new double[] {2}, first.toDoubleArray());
    assertTrue(first.requiresGrad());
    AutogradException error = assertThrows(AutogradException.class, first::backward);
    assertTrue(error.getMessage().contains("order = 2"), error.getMessage());
    assertThrows(AutogradException.class, () -> Autograd.grad(first.mul(first), x));
  }

  @Test
  void onlyWantedGradientsAreComputed() {
    Scaled module = new Scaled(leaf(2));
    Tensor x = leaf(3);
    Tensor y = module.call(x);
    try (var _ = Autograd.noGrad()) {
      x.zeroInPlace(); // the weight's gradient would fail
    }
    assertArrayEquals(new double[] {2}, Autograd.grad(y, x).getFirst().toDoubleArray());
  }

  @Test
  void nestedCallsBringEdgesOfTheirOwn() {
    Pair pair = new Pair(new Scaled(leaf(2)), new Scaled(leaf(5)), leaf(7));
    Tensor x = leaf(3);
    Tensor y = pair.call(x);
    Node node = y.gradFn();
    assertNotNull(node);
    assertEquals(
        List.of(edge(x), edge(pair.shift), edge(pair.first.weight), edge(pair.second.weight)),
        node.edges());
    y.backward();
    assertArrayEquals(new double[] {10}, grad(x));
    assertArrayEquals(new double[] {1}, grad(pair.shift));
    assertArrayEquals(new double[] {15}, grad(pair.first.weight));
    assertArrayEquals(new double[] {6}, grad(pair.second.weight));
    assertThrows(AutogradException.class, y::backward);
  }

  @Test
  void weightsOfNestedCallsAloneAreEnoughToRecord() {
    Pair pair =
        new Pair(
            new Scaled(leaf(2)),
            new Scaled(Tensor.of(new double[] {5.0})),
            Tensor.of(new double[] {7.0}));
    pair.call(Tensor.of(new double[] {3.0})).backward();
    assertArrayEquals(new double[] {15}, grad(pair.first.weight));
    Pair frozen =
        new Pair(
            new Scaled(Tensor.of(new double[] {2.0})),
            new Scaled(Tensor.of(new double[] {5.0})),
            Tensor.of(new double[] {7.0}));
    assertFalse(frozen.call(Tensor.of(new double[] {3.0})).requiresGrad());
  }

  @Test
  void nestedCallsServeTwice() {
    Pair pair = new Pair(new Scaled(leaf(2)), new Scaled(leaf(5)), leaf(7));
    Tensor y = pair.call(Tensor.of(new double[] {3.0}));
    Autograd.backward(y, null, true, false);
    y.backward();
    assertArrayEquals(new double[] {30}, grad(pair.first.weight));
  }

  @Test
  void hooksOnWeightsOfNestedCallsRunOnce() {
    Pair pair = new Pair(new Scaled(leaf(2)), new Scaled(leaf(5)), leaf(7));
    int[] seen = new int[1];
    var _ =
        pair.first.weight.registerHook(_ -> {
          seen[0]++;
          return null;
        });
    pair.call(leaf(3)).backward();
    assertEquals(1, seen[0]);
  }

  @Test
  void aNestedResultThatIgnoresItsArgumentGivesZeros() {
    Tensor x = Tensor.of(new double[] {3.0, 4.0});
    NestedCall constant = NestedCall.record(_ -> Tensor.of(new double[] {1.0}), x, true);
    assertFalse(constant.needsGradient());
    Tensor bar = constant.backward(Tensor.of(new double[] {1.0}));
    assertNotNull(bar);
    assertArrayEquals(new double[] {0, 0}, bar.toDoubleArray());
    NestedCall notAsked = NestedCall.record(in -> in.mul(2.0), x, false);
    assertNull(notAsked.backward(Tensor.of(new double[] {1.0, 1.0})));
  }

  @Test
  void whatACallOwnsIsReleasedWithItsRecord() {
    Owning module = new Owning();
    Tensor x = leaf(3);
    Tensor y = CompiledCalls.call(module, module::forward, x);
    Tensor kept = module.kept;
    assertNotNull(kept);
    Autograd.backward(y, null, true, false);
    assertFalse(kept.storage().isReleased());
    y.backward();
    assertTrue(kept.storage().isReleased());
    assertArrayEquals(new double[] {2 * Math.exp(3)}, grad(x));
    module.fails = true;
    assertThrows(IllegalStateException.class, () -> CompiledCalls.call(module, module::forward, x));
    Tensor abandoned = module.kept;
    assertNotNull(abandoned);
    assertTrue(abandoned.storage().isReleased());
  }

  static class Owning {
    @Nullable Tensor kept;
    boolean fails;

    @Differentiable
    public Tensor forward(Tensor x) {
      return x.exp().view(1);
    }
  }

  @Test
  void recordsThatNobodyUsesAreCollected() throws InterruptedException {
    Owning module = new Owning();
    Tensor y = CompiledCalls.call(module, module::forward, leaf(3));
    Node node = y.gradFn();
    assertNotNull(node);
    WeakReference<Tensor> kept = new WeakReference<>(module.kept);
    module.kept = null;
    y.backward();
    for (int i = 0; i < 100 && kept.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(kept.get(), "the node " + node + " still holds what its record kept");
  }

  @Test
  void exceptionsNameTheUsersLine() {
    Scaled module = new Scaled(leaf(2, 3));
    Tensor x = leaf(1, 2, 3);
    ShapeException error = assertThrows(ShapeException.class, () -> module.call(x));
    assertTrue(error.getMessage().endsWith("at Handwritten.java:12"), error.getMessage());
  }

  @Test
  void aReturnedOperandBecomesAView() {
    Identity module = new Identity();
    Tensor x = leaf(3);
    Tensor y = CompiledCalls.call(module, module::forward, x);
    assertFalse(y.isLeaf());
    assertTrue(x.isLeaf());
    assertEquals(x.versionCounter(), y.versionCounter());
    assertEquals(x, y.base());
    y.mul(2.0).backward();
    assertArrayEquals(new double[] {2}, grad(x));
  }

  static class Identity {
    @Differentiable
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void subclassesUseTheCompanionOfTheClassThatDeclaresForward() {
    Scaled anonymous = new Scaled(leaf(2)) {};
    Node node = anonymous.call(Tensor.of(new double[] {3.0})).gradFn();
    assertNotNull(node);
    assertEquals("org.gradsmith.compiled.Scaled.forward", node.name());
    Scaled overriding =
        new Scaled(leaf(2)) {
          @Override
          public Tensor forward(Tensor x) {
            return super.forward(x).mul(10.0);
          }
        };
    Tensor y = overriding.call(Tensor.of(new double[] {3.0}));
    Node eager = y.gradFn();
    assertNotNull(eager);
    assertEquals("mulScalar", eager.name());
    assertEquals(60, y.item());
    Companions.Declaration declaration = Companions.declarationOf(overriding.getClass());
    assertEquals(overriding.getClass(), declaration.declaringClass());
    assertFalse(declaration.annotated());
  }

  @Test
  void aStaleCalleeIsNotInlined() {
    assertTrue(Companions.sameHash(Scaled.class, "hash of Scaled__AD"));
    assertFalse(Companions.sameHash(Scaled.class, "another"));
    try (var _ = Mode.REQUIRE.scope()) {
      assertThrows(CompiledException.class, () -> Companions.sameHash(Scaled.class, "another"));
    }
  }

  @Test
  void adjointsAddUp() {
    Adjoints bars = new Adjoints(2);
    bars.add(0, Tensor.of(new double[] {1.0}));
    bars.add(0, null);
    bars.add(0, Tensor.of(new double[] {2.0}));
    @Nullable Tensor sum = bars.get(0);
    assertNotNull(sum);
    assertEquals(3, sum.item());
    assertNull(bars.get(1));
  }
}
