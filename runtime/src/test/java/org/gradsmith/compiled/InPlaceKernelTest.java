/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.junit.jupiter.api.Test;

class InPlaceKernelTest {
  /** x ← x + a · g, m ← m + x. */
  private static final InPlaceKernel KERNEL =
      new InPlaceKernel(
          new KernelPlan(
              "step",
              List.of(Input.full("x"), Input.full("m"), Input.full("g"), Input.scalar("a")),
              List.of(
                  Output.full("newX", add(operand(0), mul(operand(3), operand(2)))),
                  Output.full("newM", add(operand(1), operand(0))))),
          "Stepper.step");

  @Test
  void allResultsAreOfTheValuesFromBefore() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
      Tensor x = Tensor.of(new double[] {1, 2, 4}).to(dtype);
      Tensor m = Tensor.of(new double[] {8, 8, 8}).to(dtype);
      KERNEL.run(new Tensor[] {x, m, Tensor.of(new double[] {1, 0, -1}).to(dtype)}, 0.5);
      assertArrayEquals(new double[] {1.5, 2, 3.5}, x.toDoubleArray(), dtype.toString());
      assertArrayEquals(new double[] {9, 10, 12}, m.toDoubleArray(), dtype.toString());
    }
  }

  @Test
  void tensorsThatAreNotContiguousAreChangedInTheirPlaces() {
    Tensor all = Tensor.of(new double[][] {{1, 7}, {2, 7}});
    Tensor m = Tensor.of(new double[] {0, 0});
    KERNEL.run(new Tensor[] {all.select(1, 0), m, Tensor.of(new double[] {1, 1})}, 2);
    assertArrayEquals(new double[] {3, 7, 4, 7}, all.toDoubleArray());
    assertArrayEquals(new double[] {1, 2}, m.toDoubleArray());
  }

  @Test
  void autogradSeesTheWrite() {
    Tensor x = Tensor.of(new double[] {1, 2}).requiresGrad(true);
    Tensor y = x.mul(x).sum();
    KERNEL.run(new Tensor[] {x, Tensor.zeros(DType.FLOAT64, 2), Tensor.ones(DType.FLOAT64, 2)}, 1);
    TensorException e = assertThrows(TensorException.class, y::backward);
    assertEquals(true, e.getMessage().contains("Stepper.step"), e.getMessage());
  }

  @Test
  void refusesOtherShapesAndCounts() {
    Tensor three = Tensor.zeros(3);
    ShapeException shape =
        assertThrows(
            ShapeException.class,
            () -> KERNEL.run(new Tensor[] {three, three, Tensor.zeros(2)}, 1));
    assertEquals("Stepper.step: 'g' has shape (2), but 'x' has shape (3)", shape.getMessage());
    IllegalArgumentException count =
        assertThrows(
            IllegalArgumentException.class, () -> KERNEL.run(new Tensor[] {three, three, three}));
    assertEquals(
        "kernel 'step' takes 3 tensors and 1 numbers, but got 3 and 0", count.getMessage());
  }

  @Test
  void refusesAPlanThatChangesNothingInPlace() {
    KernelPlan plan =
        new KernelPlan(
            "sum", List.of(Input.full("x")), List.of(Output.channelSum("s", operand(0))));
    assertThrows(IllegalArgumentException.class, () -> new InPlaceKernel(plan, "Summer.sum"));
  }
}
