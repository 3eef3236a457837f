/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Computations on a tape of their own, inside another. */
final class NestedTapeTest {
  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double value(@Nullable Tensor tensor) {
    assertNotNull(tensor);
    return tensor.item();
  }

  @Test
  void weightsAreFreeEdges() {
    Tensor w = leaf(5);
    NestedTape tape = NestedTape.run(in -> in[0].mul(w), Tensor.of(new double[] {3.0}));
    assertFalse(tape.result().requiresGrad());
    assertEquals(List.of(Edge.of(w)), tape.freeEdges());
    @Nullable Tensor[] gradients = tape.backward(Tensor.of(new double[] {2.0}));
    assertEquals(10, value(gradients[0]));
    assertEquals(6, value(gradients[1]));
    assertNull(w.grad());
  }

  @Test
  void computedTensorsFromOutsideAreFreeEdges() {
    Tensor w = leaf(2);
    Tensor scaled = w.mul(3.0);
    NestedTape tape = NestedTape.run(in -> in[0].mul(scaled), Tensor.of(new double[] {5.0}));
    assertEquals(List.of(Edge.of(scaled)), tape.freeEdges());
    assertEquals(5, value(tape.backward(Tensor.of(new double[] {1.0}))[1]));
  }

  @Test
  void aFreeEdgeIsNotFollowed() {
    Tensor w = leaf(2);
    Tensor squared = w.mul(w);
    // w is reached directly and through squared; the outer tape goes through squared itself.
    NestedTape tape =
        NestedTape.run(in -> in[0].mul(squared).mul(w), Tensor.of(new double[] {5.0}));
    assertEquals(2, tape.freeEdges().size());
    @Nullable Tensor[] gradients = tape.backward(Tensor.of(new double[] {1.0}));
    assertEquals(20, value(gradients[1 + tape.freeEdges().indexOf(Edge.of(w))]));
    assertEquals(10, value(gradients[1 + tape.freeEdges().indexOf(Edge.of(squared))]));
  }

  @Test
  void theSweepMayRunTwice() {
    Tensor w = leaf(5);
    NestedTape tape = NestedTape.run(in -> in[0].mul(w), Tensor.of(new double[] {3.0}));
    assertEquals(3, value(tape.backward(Tensor.of(new double[] {1.0}))[1]));
    assertEquals(3, value(tape.backward(Tensor.of(new double[] {1.0}))[1]));
  }

  @Test
  void aBodyThatReturnsItsInput() {
    NestedTape tape = NestedTape.run(in -> in[0], Tensor.of(new double[] {3.0}));
    assertEquals(3, tape.result().item());
    assertTrue(tape.freeEdges().isEmpty());
    assertEquals(2, value(tape.backward(Tensor.of(new double[] {2.0}))[0]));
  }

  @Test
  void aBodyThatReturnsATensorFromOutside() {
    Tensor w = leaf(5);
    NestedTape tape = NestedTape.run(_ -> w, Tensor.of(new double[] {3.0}));
    @Nullable Tensor[] gradients = tape.backward(Tensor.of(new double[] {2.0}));
    assertNull(gradients[0]);
    assertEquals(2, value(gradients[1]));
  }

  @Test
  void aBodyWithoutGradients() {
    NestedTape tape =
        NestedTape.run(
            in -> in[0].mul(2.0),
            new boolean[] {false},
            new Tensor[] {Tensor.of(new double[] {3.0})});
    assertFalse(tape.needsGradient());
    assertNull(tape.backward(Tensor.of(new double[] {1.0}))[0]);
  }

  @Test
  void itRecordsInsideNoGrad() {
    try (var _ = Autograd.noGrad()) {
      NestedTape tape = NestedTape.run(in -> in[0].mul(in[0]), Tensor.of(new double[] {3.0}));
      assertEquals(6, value(tape.backward(Tensor.of(new double[] {1.0}))[0]));
    }
  }

  @Test
  void hooksOnWeightsAreLeftToTheOuterTape() {
    Tensor w = leaf(5);
    List<Double> seen = new ArrayList<>();
    HookHandle _ =
        Autograd.registerHook(
            w,
            gradient -> {
              seen.add(gradient.item());
              return null;
            });
    NestedTape tape = NestedTape.run(in -> in[0].mul(w), Tensor.of(new double[] {3.0}));
    tape.backward(Tensor.of(new double[] {1.0}));
    assertEquals(List.of(), seen);
  }

  @Test
  void aBodyThatWritesToItsArgumentIsRefused() {
    Tensor x = Tensor.of(new double[] {3.0});
    AutogradException error =
        assertThrows(
            AutogradException.class,
            () ->
                NestedTape.run(
                    in -> in[0].addInPlace(1.0), new boolean[] {false}, new Tensor[] {x}));
    assertTrue(error.getMessage().contains("argument 0"), error.getMessage());
  }

  @Test
  void gradientsOfTwoInputs() {
    NestedTape tape =
        NestedTape.run(
            in -> in[0].mul(in[1]), Tensor.of(new double[] {3.0}), Tensor.of(new double[] {7.0}));
    @Nullable Tensor[] gradients = tape.backward(Tensor.of(new double[] {1.0}));
    assertArrayEquals(new double[] {7, 3}, new double[] {value(gradients[0]), value(gradients[1])});
  }
}
