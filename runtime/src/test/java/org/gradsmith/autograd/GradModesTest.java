/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What noGrad, inferenceMode, detach and data do, scenario by scenario as in PyTorch. */
class GradModesTest {
  private final Tensor w = Tensor.of(new double[] {1, 2}).requiresGrad(true);

  private static Tensor madeForInference() {
    try (var _ = Autograd.inferenceMode()) {
      return Tensor.of(new double[] {3, 4});
    }
  }

  private static <E extends Exception> void assertFails(
      Class<E> type, String part, Executable call) {
    E e = assertThrows(type, call);
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  @Test
  void noGradRecordsNothing() {
    try (var _ = Autograd.noGrad()) {
      Tensor y = w.mul(2);
      assertFalse(y.requiresGrad());
      assertNull(y.gradFn());
      assertFails(AutogradException.class, "noGrad", () -> y.sum().backward());
    }
    assertTrue(w.mul(2).requiresGrad());
  }

  @Test
  void leavesMadeWithinNoGradStillRequireGradients() {
    Tensor leaf;
    try (var _ = Autograd.noGrad()) {
      leaf = Tensor.of(1.0).requiresGrad(true);
    }
    leaf.mul(3).backward();
    assertArrayEquals(new double[] {3}, gradOf(leaf));
  }

  @Test
  void noGradAllowsWritesToLeavesAndCountsThem() {
    Tensor y = w.mul(w);
    try (var _ = Autograd.noGrad()) {
      w.subInPlace(Tensor.of(new double[] {1, 1}));
    }
    assertTrue(w.isLeaf());
    assertEquals(1, w.version());
    assertFails(AutogradException.class, "written in place", () -> y.sum().backward());
  }

  @Test
  void enableGradRecordsWithinNoGrad() {
    try (var _ = Autograd.noGrad()) {
      try (var _ = Autograd.enableGrad()) {
        assertTrue(w.mul(2).requiresGrad());
      }
      assertFalse(w.mul(2).requiresGrad());
    }
  }

  @Test
  void aViewMadeWithinNoGradRequiresWhatItsBaseRequires() {
    Tensor view;
    try (var _ = Autograd.noGrad()) {
      view = w.narrow(0, 0, 1);
    }
    assertTrue(view.requiresGrad());
    assertTrue(view.isLeaf());
    assertEquals(w, view.base());
  }

  @Test
  void anExceptionEndsNoGradToo() {
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (var _ = Autograd.noGrad()) {
            throw new IllegalStateException("within");
          }
        });
    assertTrue(GradMode.isEnabled());
  }

  @Test
  void inferenceTensorsAreNotKeptForGradients() {
    Tensor x = madeForInference();
    assertFails(AutogradException.class, "made in inference mode", () -> x.mul(w));
    assertTrue(x.add(w).requiresGrad()); // whose rule keeps nothing
    assertTrue(x.copy().mul(w).requiresGrad());
  }

  @Test
  void inferenceTensorsAreWrittenToWithinTheModeOnly() {
    Tensor x = madeForInference();
    assertFails(InPlaceException.class, "made in inference mode", () -> x.addInPlace(1));
    try (var _ = Autograd.inferenceMode()) {
      x.addInPlace(1);
    }
    assertArrayEquals(new double[] {4, 5}, x.toDoubleArray());
  }

  @Test
  void inferenceTensorsCountNoWritesAndCannotBecomeLeaves() {
    Tensor x = madeForInference();
    assertFails(AutogradException.class, "not counted", x::version);
    assertFails(AutogradException.class, "requiresGrad(true)", () -> x.requiresGrad(true));
  }

  @Test
  void viewsAndResultsOfInferenceTensors() {
    Tensor x = madeForInference();
    assertTrue(x.view(2, 1).isInference());
    assertFalse(x.add(1).isInference());
    Tensor normal = Tensor.of(new double[] {1, 1});
    try (var _ = Autograd.inferenceMode()) {
      Tensor view = normal.narrow(0, 0, 1).addInPlace(1);
      assertFalse(view.isInference());
    }
    assertEquals(1, normal.version());
  }

  @Test
  void nothingIsRecordedInInferenceMode() {
    Tensor y;
    try (var _ = Autograd.inferenceMode()) {
      y = w.mul(2);
      assertFalse(y.requiresGrad());
    }
    assertTrue(y.isInference());
    Tensor of = y;
    assertFails(AutogradException.class, "requires a gradient", () -> of.sum().backward());
  }

  @Test
  void aViewMadeInInferenceModeIsNotWrittenToOutside() {
    Tensor y = w.mul(2);
    Tensor view;
    try (var _ = Autograd.inferenceMode()) {
      view = y.narrow(0, 0, 1);
    }
    assertFails(InPlaceException.class, "made in inference mode", () -> view.mulInPlace(2));
  }

  @Test
  void detachSharesElementsAndTheCountOfWrites() {
    Tensor y = w.exp();
    y.detach().zeroInPlace();
    assertArrayEquals(new double[2], y.toDoubleArray());
    assertEquals(1, y.version());
    assertFails(AutogradException.class, "written in place", () -> y.sum().backward());
  }

  @Test
  void dataSharesElementsButNotTheCount() {
    Tensor y = w.exp();
    y.data().zeroInPlace();
    assertEquals(0, y.version());
    y.sum().backward(); // with the wrong elements, as documented
    assertArrayEquals(new double[2], gradOf(w));
  }

  @Test
  void detachAndDataRequireNoGradientAndAreNoViews() {
    Tensor y = w.mul(2);
    for (Tensor cut : new Tensor[] {y.detach(), y.data()}) {
      assertFalse(cut.requiresGrad());
      assertTrue(cut.isLeaf());
      assertNull(cut.base());
      assertEquals(y.storage(), cut.storage());
    }
  }

  @Test
  void aWriteToADetachedTensorLeavesTheHistoryAlone() {
    Tensor y = w.mul(2);
    Node before = y.gradFn();
    y.detach().mulInPlace(5);
    assertEquals(before, y.gradFn());
    y.sum().backward(); // mul by a number keeps no elements
    assertArrayEquals(new double[] {2, 2}, gradOf(w));
  }

  @Test
  void aDetachedTensorMayBecomeALeafOfItsOwn() {
    Tensor y = w.mul(2);
    Tensor leaf = y.detach().requiresGrad(true);
    leaf.mul(3).sum().backward();
    assertArrayEquals(new double[] {3, 3}, gradOf(leaf));
    assertNull(w.grad());
  }
}
