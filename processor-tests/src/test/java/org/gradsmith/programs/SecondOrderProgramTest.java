/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import java.util.Objects;
import java.util.stream.Stream;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The chained Rosenbrock function: value and gradient. */
class SecondOrderProgramTest {
  @TestFactory
  Stream<DynamicTest> valueAndGradientAreThoseOfTheData() {
    return RecordedProgramsTest.recorded().stream()
        .filter(each -> each.program().equals("hessian_vector_product"))
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static void check(RecordedCase each) {
    Tensor x = each.recorded(each.arguments().getFirst(), "tensor");
    Gradient gradient = Gradients.of(SecondOrderProgram::rosenbrock).gradient(x);
    each.check("value", Objects.requireNonNull(gradient.value()), each.outputs().get(0), "tensor");
    each.check("gradient", gradient.tensor(0), each.outputs().get(1), "tensor");
  }
}
