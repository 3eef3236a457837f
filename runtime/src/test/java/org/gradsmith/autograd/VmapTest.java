/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class VmapTest {
  private static final int SIZE = 3;
  private final Random random = new Random(7);
  private final Tensor xs = tensor(SIZE, 4);
  private final Tensor weight = tensor(2, 4);

  private Tensor tensor(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    return Tensor.from(random.doubles(count, -1, 1).toArray(), shape);
  }

  private static void same(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-10);
  }

  private static Tensor looped(UnaryOperator<Tensor> f, Tensor xs) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < xs.size(0); i++) {
      parts.add(f.apply(xs.select(0, i)));
    }
    return Tensor.stack(parts, 0);
  }

  private static void asInALoop(UnaryOperator<Tensor> f, Tensor xs) {
    same(looped(f, xs), Functional.vmap(f, 0, 0).apply(xs));
  }

  private Tensor net(Tensor x) {
    return x.unsqueeze(0).matmul(weight.t()).tanh().squeeze(0);
  }

  @Test
  void theFunctionSeesOneExampleAndRunsOnce() {
    int[] calls = {0};
    UnaryOperator<Tensor> f =
        x -> {
          calls[0]++;
          assertArrayEquals(new long[] {4}, x.shape());
          assertEquals(1, x.dim());
          return x.mul(2).sum();
        };
    same(xs.mul(2).sum(1), Functional.vmap(f, 0, 0).apply(xs));
    assertEquals(1, calls[0]);
  }

  @Test
  void derivativesPerExample() {
    UnaryOperator<Tensor> f = x -> net(x).pow(2).sum();
    asInALoop(x -> Functional.grad(f, x), xs);
    asInALoop(x -> Functional.jacobian(this::net, x), xs);
    asInALoop(x -> Functional.hessian(f, x), xs);
    asInALoop(x -> Functional.jvp(this::net, x, x.sin()).product(), xs);
    asInALoop(x -> Functional.jvp(this::net, x, Tensor.onesLike(x)).product(), xs);
    asInALoop(x -> Functional.vjp(this::net, x, Tensor.onesLike(net(x))).product(), xs);
    asInALoop(x -> Functional.hvp(f, x, x.cos()).product(), xs);
    assertFalse(Functional.vmap(x -> Functional.grad(f, x), 0, 0).apply(xs).requiresGrad());
  }

  @Test
  void gradientsOfAWeightPerExample() {
    UnaryOperator<Tensor> one = x -> Functional.grad(w -> w.mul(x).sum().sin(), weight);
    asInALoop(one, xs);
    assertFalse(Functional.vmap(one, 0, 0).apply(xs).requiresGrad());
    Tensor shared = weight.detach().requiresGrad(true);
    UnaryOperator<Tensor> second = x -> Functional.grad(w -> w.mul(x).sum().sin(), shared);
    Tensor weights = tensor(SIZE, 2, 4);
    Tensor all = Functional.vmap(second, 0, 0).apply(xs).mul(weights).sum();
    Tensor each = looped(second, xs).mul(weights).sum();
    same(Autograd.grad(each, shared).getFirst(), Autograd.grad(all, shared).getFirst());
  }

  @Test
  void gradientsFlowThroughToArgumentsAndToWhatTheFunctionUses() {
    Tensor w = weight.detach().requiresGrad(true);
    Tensor x = xs.detach().requiresGrad(true);
    UnaryOperator<Tensor> f = t -> w.mul(t).exp().sum(0);
    Tensor all = Functional.vmap(f, 0, 0).apply(x);
    List<Tensor> found = Autograd.grad(all.pow(2).sum(), x, w);
    List<Tensor> expected = Autograd.grad(looped(f, x).pow(2).sum(), x, w);
    same(expected.get(0), found.get(0));
    same(expected.get(1), found.get(1));
    same(
        Functional.jvp(t -> looped(f, t), xs, xs.sin()).product(),
        Functional.jvp(Functional.vmap(f, 0, 0), xs, xs.sin()).product());
    same(
        Functional.hessian(t -> looped(f, t).sum(), xs),
        Functional.hessian(t -> Functional.vmap(f, 0, 0).apply(t).sum(), xs));
    try (var _ = Autograd.noGrad()) {
      assertFalse(Functional.vmap(f, 0, 0).apply(x).requiresGrad());
    }
  }

  @Test
  void nestedOverSeveralArgumentsAndResults() {
    Tensor ys = tensor(5, 4);
    Vmap inner = Vmap.of(in -> List.of(in[0].mul(in[1]).sum()), null, 0);
    Vmap outer = Vmap.of(in -> inner.apply(in[0], in[1]), 0, null);
    same(xs.matmul(ys.t()), outer.apply(xs, ys).getFirst());
    Vmap two = Vmap.of(in -> List.of(in[0].add(in[1]), in[1]), 0, null).outDims(1, 0);
    List<Tensor> results = two.apply(xs, xs.select(0, 0));
    same(xs.add(xs.select(0, 0)).t(), results.get(0));
    same(xs.select(0, 0).expand(SIZE, 4), results.get(1));
    Tensor deep = tensor(2, SIZE, 4);
    asInALoop(
        x -> Functional.vmap(t -> Functional.grad(s -> net(s).sum(), t), 0, 0).apply(x), deep);
  }

  @Test
  void promotionGoesByExamples() {
    Tensor numbers = Tensor.of(new double[] {1, 2, 3});
    Tensor row = Tensor.of(new float[] {1, 2});
    Tensor sums = Functional.vmap(x -> x.add(row), 0, 0).apply(numbers);
    assertEquals(DType.FLOAT32, sums.dtype());
    same(looped(x -> x.add(row), numbers), sums);
  }

  @Test
  void indexingAndChoosing() {
    Tensor places = Tensor.from(new long[] {0, -1, 3, 2, -4, 1}, SIZE, 2);
    Vmap take = Vmap.of(in -> List.of(in[0].take(in[1])), 0, 0);
    List<Tensor> expected = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      expected.add(xs.select(0, i).take(places.select(0, i)));
    }
    same(Tensor.stack(expected, 0), take.apply(xs, places).getFirst());
    asInALoop(x -> x.sort(0, true).values(), xs);
    asInALoop(x -> Tensor.where(x.gt(0), x, x.mul(-2)), xs);
    asInALoop(x -> x.softmax(0).cumsum(0), xs);
    Tensor wrong = Tensor.from(new long[] {0, 4, 0, 0, 0, 0}, SIZE, 2);
    assertThrows(RuntimeException.class, () -> take.apply(xs, wrong));
  }

  @Test
  void randomNumbersAreAskedFor() {
    UnaryOperator<Tensor> noisy = x -> x.mul(0).add(Tensor.rand(4));
    String message =
        assertThrows(AutogradException.class, () -> Functional.vmap(noisy, 0, 0).apply(xs))
            .getMessage();
    assertTrue(message.contains("rand within a vmap"), message);
    Vmap draws = Vmap.of(in -> List.of(noisy.apply(in[0])), 0);
    double[] same = draws.randomness(Randomness.SAME).apply(xs).getFirst().toDoubleArray();
    assertEquals(same[0], same[4]);
    double[] own = draws.randomness(Randomness.DIFFERENT).apply(xs).getFirst().toDoubleArray();
    assertNotEquals(own[0], own[4]);
  }

  @Test
  void elementsCannotBeRead() {
    UnaryOperator<Tensor> branch = x -> x.sum().item() > 0 ? x : x.neg();
    String message =
        assertThrows(AutogradException.class, () -> Functional.vmap(branch, 0, 0).apply(xs))
            .getMessage();
    assertTrue(message.contains("where(condition, a, b)"), message);
    Tensor[] kept = new Tensor[1];
    Tensor doubled = Functional.vmap(x -> kept[0] = x.mul(2), 0, 0).apply(xs);
    assertEquals(xs.numel(), doubled.numel());
    assertThrows(RuntimeException.class, () -> Objects.requireNonNull(kept[0]).mul(2));
  }

  @Test
  void writes() {
    asInALoop(x -> x.mul(2).addInPlace(x), xs);
    asInALoop(x -> Functional.grad(t -> t.mul(2).mulInPlace(t).sum(), x), xs);
    asInALoop(x -> x.copy().fillInPlace(2), xs);
    refused(x -> x.addInPlace(1));
    refused(x -> x.copy().select(0, 1).addInPlace(1));
    refused(x -> Tensor.zeros(4).addInPlace(x));
  }

  private void refused(UnaryOperator<Tensor> f) {
    String message =
        assertThrows(InPlaceException.class, () -> Functional.vmap(f, 0, 0).apply(xs)).getMessage();
    assertTrue(message.contains("within a vmap"), message);
  }

  @Test
  void aBackwardOutsideRunsOnBatchedCotangents() {
    Tensor x = xs.select(0, 0).copy().requiresGrad(true);
    Tensor y = net(x);
    UnaryOperator<Tensor> row =
        v -> Autograd.grad(List.of(y), List.of(x), List.of(v), true, false).getFirst();
    same(
        Functional.jacobian(this::net, x.detach()),
        Functional.vmap(row, 0, 0).apply(Tensor.eye(2).to(DType.FLOAT64)));
  }

  @Test
  void mistakes() {
    assertThrows(
        ShapeException.class, () -> Vmap.of(in -> List.of(in[0]), 0, 0).apply(xs, tensor(2, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> Vmap.of(in -> List.of(in[0]), 0).apply(xs, xs));
    ShapeException shapes =
        assertThrows(
            ShapeException.class,
            () -> Functional.vmap(x -> x.add(Tensor.ones(3)), 0, 0).apply(xs));
    assertTrue(shapes.getMessage().contains("(4)"), shapes.getMessage());
    Tensor leaf = weight.detach().requiresGrad(true);
    assertThrows(
        RuntimeException.class,
        () ->
            Functional.vmap(
                    x -> {
                      leaf.mul(x).sum().backward();
                      return x;
                    },
                    0,
                    0)
                .apply(xs));
  }
}
