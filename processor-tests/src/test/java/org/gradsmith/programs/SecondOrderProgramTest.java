/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import java.util.Objects;
import java.util.stream.Stream;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The chained Rosenbrock function: value, gradient, and the product of its Hessian with a vector.
 * The recorded gradients of that product are third derivatives, which are not computed.
 */
class SecondOrderProgramTest {
  @TestFactory
  Stream<DynamicTest> valueGradientAndProductAreThoseOfTheData() {
    return RecordedProgramsTest.recorded().stream()
        .filter(each -> each.program().equals("hessian_vector_product"))
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static void check(RecordedCase each) {
    Tensor x = each.recorded(each.arguments().getFirst(), "tensor");
    Tensor v = each.recorded(each.arguments().get(1), "tensor");
    Gradients rosenbrock = Gradients.of(SecondOrderProgram::rosenbrock);
    HessianProduct both = rosenbrock.hvp(new Object[] {v}, x);
    check(each, rosenbrock.gradient(x));
    check(each, both.gradient());
    each.check("product", both.product().tensor(0), each.outputs().get(2), "tensor");
  }

  private static void check(RecordedCase each, Gradient gradient) {
    each.check("value", Objects.requireNonNull(gradient.value()), each.outputs().get(0), "tensor");
    each.check("gradient", gradient.tensor(0), each.outputs().get(1), "tensor");
  }
}
