/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.flow.Checkpoints;
import org.gradsmith.compiled.flow.Doubles;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs again gives the same gradients, to the last bit, and keeps less. */
@SuppressWarnings("NullAway")
final class CheckpointTest {
  private static Gradients plain() {
    return Gradients.of(CheckpointPrograms::plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 17, 100, 1000})
  void schedulesGiveTheSameGradients(int n) {
    Gradient expected = plain().gradient(0.3, 3.7, n);
    for (Gradients each :
        new Gradients[] {
          Gradients.of(CheckpointPrograms::sqrt),
          Gradients.of(CheckpointPrograms::binomial),
          Gradients.of(CheckpointPrograms::eight)
        }) {
      Gradient actual = each.gradient(0.3, 3.7, n);
      assertEquals(expected.value(), actual.value());
      assertEquals(expected.arguments(), actual.arguments());
    }
  }

  private static <T> T field(Sweep sweep, String name, Class<T> type)
      throws ReflectiveOperationException {
    Field field = sweep.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return type.cast(field.get(sweep));
  }

  @Test
  void memoryGrowsWithTheSquareRootOrTheLogarithm() throws ReflectiveOperationException {
    for (int n : new int[] {100, 10_000, 100_000}) {
      CheckpointPrograms__plain all = new CheckpointPrograms__plain(new Flow());
      all.forward(0.3, 3.7, n);
      assertTrue(numbers(all) >= n, "one number at least for each turn");

      CheckpointPrograms__sqrt root = new CheckpointPrograms__sqrt(new Flow());
      root.forward(0.3, 3.7, n);
      assertEquals(0, numbers(root));
      root.reverse(1);
      Checkpoints kept = field(root, "checkpoints", Checkpoints.class);
      assertTrue(kept.peak() <= 4 * Math.sqrt(n), kept.peak() + " states of " + n);
      assertTrue(kept.ran() <= 3L * n, kept.ran() + " turns of " + n);
      assertEquals(0, numbers(root));

      CheckpointPrograms__binomial binomial = new CheckpointPrograms__binomial(new Flow());
      binomial.forward(0.3, 3.7, n);
      binomial.reverse(1);
      kept = field(binomial, "checkpoints", Checkpoints.class);
      int logarithm = Integer.SIZE - Integer.numberOfLeadingZeros(n);
      assertTrue(kept.peak() <= 2 * logarithm, kept.peak() + " states of " + n);
      assertTrue(kept.ran() <= (long) n * logarithm, kept.ran() + " turns of " + n);

      CheckpointPrograms__eight eight = new CheckpointPrograms__eight(new Flow());
      eight.forward(0.3, 3.7, n);
      eight.reverse(1);
      assertTrue(field(eight, "checkpoints", Checkpoints.class).peak() <= 8);
    }
  }

  private static int numbers(Sweep sweep) throws ReflectiveOperationException {
    return field(sweep, "doubles", Doubles.class).size();
  }

  @Test
  void reversingTwiceGivesTheSame() {
    CheckpointPrograms__sqrt sweep = new CheckpointPrograms__sqrt(new Flow());
    sweep.forward(0.3, 3.7, 50);
    sweep.reverse(1);
    double first = sweep.argumentBar(0);
    sweep.reverse(1);
    assertEquals(first, sweep.argumentBar(0));
  }

  @Test
  void arraysInPlaceAndSwappedAreSetBack() {
    double[] start = {1, 0.2, 0.5, 0.9, 0.1};
    for (int n : new int[] {0, 1, 4, 30, 400}) {
      double[] a = start.clone();
      double[] b = start.clone();
      Gradient expected = Gradients.of(CheckpointPrograms::heatPlain).gradient(a, 0.2, n);
      Gradient actual = Gradients.of(CheckpointPrograms::heat).gradient(b, 0.2, n);
      assertEquals(expected.value(), actual.value());
      assertArrayEquals(expected.array(0), actual.array(0));
      assertEquals(expected.number(1), actual.number(1));
      assertArrayEquals(a, b, "the caller's array is as the method left it");
    }
  }

  @Test
  void secondDerivativesAreTheSame() {
    double[] start = {1, 0.2, 0.5, 0.9, 0.1};
    Object[] direction = {new double[] {1, 2, 3, 4, 5}, 0.5, null};
    HessianProduct expected =
        Gradients.of(CheckpointPrograms::heatPlain).hvp(direction, start.clone(), 0.2, 25);
    HessianProduct actual =
        Gradients.of(CheckpointPrograms::heat).hvp(direction, start.clone(), 0.2, 25);
    assertArrayEquals(expected.product().array(0), actual.product().array(0));
    assertEquals(expected.product().number(1), actual.product().number(1));
  }

  @Test
  void arraysThatAreMadeAnewKeepTheirAdjoints() {
    for (int n : new int[] {0, 1, 2, 7, 60}) {
      Gradient expected =
          Gradients.of(CheckpointPrograms::madePlain).gradient(new double[] {0.8, 0.6}, 0.1, n);
      Gradient actual =
          Gradients.of(CheckpointPrograms::made).gradient(new double[] {0.8, 0.6}, 0.1, n);
      assertArrayEquals(expected.array(0), actual.array(0));
      assertEquals(expected.number(1), actual.number(1));
    }
  }

  @Test
  void tensorsAndRandomNumbersAreThoseOfTheFirstRun() {
    Linear layer = new Linear(4, 4);
    Tensor x = Tensor.randn(2, 4);
    Tensor h = Tensor.randn(2, 4);
    for (int n : new int[] {0, 1, 2, 10, 40}) {
      Generator.standard().seed(7);
      Gradient expected = Gradients.of(CheckpointPrograms::recurrentPlain).gradient(layer, x, h, n);
      Generator.State after = Generator.standard().state();
      Generator.standard().seed(7);
      Gradient actual = Gradients.of(CheckpointPrograms::recurrent).gradient(layer, x, h, n);
      assertEquals(after, Generator.standard().state());
      requireEqual((Tensor) expected.value(), (Tensor) actual.value());
      requireEqual(expected.tensor(1), actual.tensor(1));
      requireEqual(expected.tensor(2), actual.tensor(2));
      if (n > 0) {
        requireEqual(expected.of(layer.weight()), actual.of(layer.weight()));
        requireEqual(expected.of(layer.bias()), actual.of(layer.bias()));
      }
    }
  }

  private static void requireEqual(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
  }

  @Test
  void recordsAndListsAreHandedOn() {
    Tensor x = Tensor.of(0.3, 0.9);
    for (int n : new int[] {0, 1, 2, 9}) {
      requireEqual(
          Gradients.of(CheckpointPrograms::recordsPlain).gradient(x, n).tensor(0),
          Gradients.of(CheckpointPrograms::records).gradient(x, n).tensor(0));
    }
  }

  @Test
  void loopsMayBeNested() {
    Gradient expected = Gradients.of(CheckpointPrograms::nestedPlain).gradient(0.4, 23);
    Gradient actual = Gradients.of(CheckpointPrograms::nested).gradient(0.4, 23);
    assertEquals(expected.arguments(), actual.arguments());
  }

  @Test
  void callsKeepTheirArgumentsOnly() throws ReflectiveOperationException {
    double[] u = {0.4, 0.7, 1.1};
    double[] v = u.clone();
    Gradient expected = Gradients.of(CheckpointPrograms::callsPlain).gradient(u, 0.3);
    Gradient actual = Gradients.of(CheckpointPrograms::calls).gradient(v, 0.3);
    assertArrayEquals(expected.array(0), actual.array(0));
    assertEquals(expected.number(1), actual.number(1));
    assertArrayEquals(u, v);

    CheckpointPrograms__keptArguments call = new CheckpointPrograms__keptArguments(new Flow());
    call.forward(new double[1000], 0.5);
    assertEquals(0, numbers(call));
    CheckpointPrograms__keptAll all = new CheckpointPrograms__keptAll(new Flow());
    all.forward(new double[1000], 0.5);
    assertTrue(numbers(all) >= 1000);
  }

  @Test
  void callsWithTensorsDrawTheSameRandomNumbersAgain() {
    Linear layer = new Linear(4, 4);
    Tensor x = Tensor.randn(3, 4);
    Generator.standard().seed(3);
    Gradient expected = Gradients.of(CheckpointPrograms::blocksPlain).gradient(layer, x);
    Generator.standard().seed(3);
    Gradient actual = Gradients.of(CheckpointPrograms::blocks).gradient(layer, x);
    requireEqual(expected.tensor(1), actual.tensor(1));
    requireEqual(expected.of(layer.weight()), actual.of(layer.weight()));
  }

  @Test
  void aCallThatReturnsAnotherNumberIsFound() {
    CheckpointPrograms.hidden = 1;
    CheckpointPrograms__readsTwice sweep = new CheckpointPrograms__readsTwice(new Flow());
    sweep.forward(2);
    CheckpointPrograms.hidden = 3;
    CompiledException found = assertThrows(CompiledException.class, () -> sweep.reverse(1));
    CheckpointPrograms.hidden = 1;
    assertTrue(
        found.getMessage().contains("CheckpointPrograms.reads returned 6.0"), found.getMessage());
  }

  @Test
  void aStateThatWasWrittenToIsFound() {
    Linear layer = new Linear(2, 2);
    Tensor h = Tensor.ones(1, 2);
    CheckpointPrograms__recurrent sweep = new CheckpointPrograms__recurrent(new Flow());
    try (var _ = Autograd.noGrad()) {
      sweep.forward(layer, Tensor.ones(1, 2), h, 5);
      h.fillInPlace(2);
      assertThrows(org.gradsmith.autograd.AutogradException.class, () -> sweep.reverse(1));
    }
  }
}
