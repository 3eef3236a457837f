/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pointwise function of the library is one kernel forward and one backward. */
final class CompositesInLinesTest {
  static Stream<UnaryModule> modules() {
    return Stream.of(Composites.all());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aFunctionIsOneKernelForwardAndOneBackward(UnaryModule module) {
    List<String> kernels = Lines.kernels(module);
    assertEquals(2, kernels.size(), kernels::toString);
    assertEquals(1, kernels.stream().filter(k -> k.endsWith("Backward")).count());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void valuesAndGradientsAreThoseOfTheTape(UnaryModule module) {
    double[] edges = {-3, -2, -0.5, -0.25, 0, -0.0, 0.25, 0.5, 1.5, 2, 3, 6, 7};
    Lines.assertAgree(module, Tensor.of(edges));
    double[] strange = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 30, -30};
    Lines.assertAgree(module, Tensor.of(strange));
    Lines.assertAgree(module, Tensor.from(new float[] {-2, -0.5f, 0.25f, 1.5f, 3, 0}, 2, 3));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void integersGiveWhatTheTapeGives(UnaryModule module) {
    Tensor x = Tensor.of(-3, -1, 0, 2, 40);
    Tensor expected = module.forward(x);
    Tensor found = module.call(x);
    assertEquals(expected.dtype(), found.dtype());
    assertTrue(expected.equal(found), () -> expected + " on the tape, " + found + " compiled");
  }
}
