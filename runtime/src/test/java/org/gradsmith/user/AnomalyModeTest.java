/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.user;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.autograd.AnomalyMode;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Function;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The anomaly mode names lines of the program, not of the framework. */
final class AnomalyModeTest {
  private static Tensor leaf(double value) {
    return Tensor.of(value).requiresGrad(true);
  }

  private static int lineHere() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow())
        .getLineNumber();
  }

  @Test
  void aVersionErrorNamesBothLines() {
    Tensor x = leaf(3);
    Tensor w = leaf(2);
    try (var _ = Autograd.detectAnomaly()) {
      int saved = lineHere() + 1;
      Tensor y = x.mul(w);
      int written = lineHere() + 2;
      try (var _ = Autograd.noGrad()) {
        w.addInPlace(1.0);
      }
      AutogradException error = assertThrows(AutogradException.class, y::backward);
      String message = error.getMessage();
      assertTrue(message.contains("'mul' at AnomalyModeTest.java:" + saved), message);
      assertTrue(message.contains("by addInPlace at AnomalyModeTest.java:" + written), message);
    }
  }

  @Test
  void theOpWhoseGradientBecomesNotANumberIsNamed() {
    Tensor x = leaf(0);
    try (var _ = Autograd.detectAnomaly()) {
      int line = lineHere() + 1;
      Tensor y = x.sqrt().mul(0.0);
      AutogradException error = assertThrows(AutogradException.class, y::backward);
      String message = error.getMessage();
      assertTrue(message.contains("'sqrt' at AnomalyModeTest.java:" + line), message);
    }
  }

  @Test
  void linesAreNotLookedForOtherwise() {
    Tensor y = leaf(3).exp();
    try (var _ = Autograd.noGrad()) {
      y.zeroInPlace();
    }
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    assertFalse(error.getMessage().contains(".java:"), error.getMessage());
  }

  @Test
  void theForwardPathToTheLeafIsTold() {
    Tensor x = leaf(0);
    try (var _ = Autograd.detectAnomaly()) {
      int line = lineHere() + 1;
      Tensor y = x.mul(2.0);
      Tensor z = y.sqrt().mul(0.0);
      AutogradException error = assertThrows(AutogradException.class, z::backward);
      String path =
          "the forward path: leaf Tensor float32 [1] -> 'mulScalar' at AnomalyModeTest.java:%d -> 'sqrt' at AnomalyModeTest.java:%d"
              .formatted(line, line + 1);
      assertTrue(error.getMessage().contains(path), error.getMessage());
    }
  }

  @Test
  void aFailureInAFunctionsBackwardTellsWhereTheFunctionWasCalled() {
    Function failing =
        new Function() {
          @Override
          protected List<Tensor> forward(Context context, List<Tensor> inputs) {
            return List.of(inputs.getFirst().add(1));
          }

          @Override
          protected List<Tensor> backward(Context context, List<Tensor> gradients) {
            throw new IllegalStateException("no gradient today");
          }

          @Override
          protected String name() {
            return "Failing";
          }
        };
    Tensor x = leaf(1);
    try (var _ = Autograd.detectAnomaly()) {
      int line = lineHere() + 1;
      Tensor y = failing.apply(x).getFirst();
      IllegalStateException error = assertThrows(IllegalStateException.class, y::backward);
      String told = String.valueOf(error.getSuppressed()[0].getMessage());
      assertTrue(told.contains("'Failing' at AnomalyModeTest.java:" + line), told);
    }
  }

  @Test
  void aWriteThatIsRecordedNamesItsLine() {
    Tensor x = leaf(0);
    try (var _ = Autograd.detectAnomaly()) {
      Tensor y = x.mul(1.0);
      int line = lineHere() + 1;
      y.sqrtInPlace();
      AutogradException error = assertThrows(AutogradException.class, () -> y.mul(0.0).backward());
      assertTrue(
          error.getMessage().contains("'sqrt' at AnomalyModeTest.java:" + line),
          error.getMessage());
    }
  }

  @Test
  void theModeEndsWithItsScope() {
    Tensor x = leaf(0);
    try (var _ = Autograd.detectAnomaly()) {
      assertTrue(AnomalyMode.isOn());
    }
    x.sqrt().mul(0.0).backward();
    Tensor gradient = x.grad();
    assertTrue(gradient != null && Double.isNaN(gradient.item()));
  }
}
