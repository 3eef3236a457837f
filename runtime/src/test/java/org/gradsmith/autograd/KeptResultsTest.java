/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.function.Consumer;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Writes after which PyTorch no longer has what a rule reads are refused at the backward. */
class KeptResultsTest {
  private static double[] gradientAfter(Consumer<Tensor> write) {
    Tensor x = Tensor.of(new double[] {0.5, 1.5, 2.5}).requiresGrad(true);
    Tensor y = x.mul(1.0);
    write.accept(y);
    y.sum().backward();
    return Objects.requireNonNull(x.grad()).toDoubleArray();
  }

  private static void assertRefused(String writer, Consumer<Tensor> write) {
    AutogradException e = assertThrows(AutogradException.class, () -> gradientAfter(write));
    assertTrue(e.getMessage().contains("last by " + writer), e.getMessage());
  }

  @Test
  void aWriteAfterAnOpThatKeptItsResultInPlace() {
    assertRefused("addInPlace", y -> y.expInPlace().addInPlace(1));
    assertRefused("addInPlace", y -> y.sqrtInPlace().addInPlace(1));
    assertRefused("addInPlace", y -> y.tanhInPlace().addInPlace(1));
    assertRefused("addInPlace", y -> y.sigmoidInPlace().addInPlace(1));
    assertRefused("addInPlace", y -> y.reluInPlace().addInPlace(1));
    assertRefused("expInPlace", y -> y.expInPlace().expInPlace());
  }

  @Test
  void theWriteMayBeAnywhereInTheSameElements() {
    assertRefused(
        "fillInPlace",
        y -> {
          y.narrow(0, 1, 2).expInPlace();
          y.narrow(0, 0, 1).zeroInPlace();
        });
    assertRefused("fillInPlace", y -> y.expInPlace().detach().zeroInPlace());
  }

  @Test
  void anOperandThatIsTheWrittenTensorItself() {
    assertRefused("mulInPlace", y -> y.mulInPlace(y));
    assertRefused("divInPlace", y -> y.divInPlace(y));
    assertRefused("mulInPlace", y -> y.mulInPlace(y.detach()));
    assertArrayEquals(new double[] {2, 2, 2}, gradientAfter(y -> y.addInPlace(y)));
    assertArrayEquals(new double[3], gradientAfter(y -> y.subInPlace(y)));
  }

  @Test
  void whatTheRuleReadsElsewhereMayBeWrittenOver() {
    assertArrayEquals(new double[] {1, 3, 5}, gradientAfter(y -> y.powInPlace(2).addInPlace(1)));
    assertArrayEquals(new double[] {2, 2, 2}, gradientAfter(y -> y.mulInPlace(2).addInPlace(1)));
    assertArrayEquals(
        new double[] {Math.exp(0.5), Math.exp(1.5), Math.exp(2.5)},
        gradientAfter(y -> y.expInPlace()),
        1e-12);
  }
}
