/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static org.gradsmith.foreign.LaunchRule.perElement;
import static org.gradsmith.foreign.MathFunctionsTest.message;
import static org.gradsmith.foreign.MathFunctionsTest.numbers;
import static org.gradsmith.foreign.Parameter.elements;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.result;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.ScalarType.DOUBLE;
import static org.gradsmith.foreign.ScalarType.LONG;
import static org.gradsmith.foreign.ShapeRule.likeInput;
import static org.gradsmith.ir.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.backend.cuda.Grid;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Kernels in CUDA C: the same tests hold with and without a GPU, but for one. */
class CudaKernelTest {
  private static final CudaKernel SCALE =
      CudaKernel.ofSource(
          """
          extern "C" __global__ void __launch_bounds__(256)
          scale(const double* x, double* y, long long n, double factor) {
            long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x;
            if (i < n) y[i] = x[i] * factor;
          }
          """,
          "scale");

  private static ForeignOp op(CudaKernel kernel) {
    return kernel.op(
        perElement(),
        likeInput(0),
        input(FLOAT64),
        result(FLOAT64),
        elements(LONG),
        scalar(DOUBLE));
  }

  private static ForeignOp onAnyMachine() {
    return op(SCALE.onCpu(given -> given.input(0).mul(given.scalar(0))))
        .withVjp((given, _, bar) -> List.of(onAnyMachine().with(given.scalar(0)).call(bar)));
  }

  @Test
  void withoutAGpuACallSaysWhy() {
    assumeFalse(Gpu.isThere(), "skipped: there is a GPU");
    assertEquals(
        "scale(float64, result, long elements, double) -> float64 is a CUDA kernel, and there is no GPU: %s; give it a form for the CPU by onCpu(...)"
            .formatted(Gpu.text()),
        message(ForeignException.class, () -> op(SCALE).with(2).call(numbers(1.0))));
  }

  @Test
  void theFormForTheCpuStandsIn() {
    Tensor x = numbers(1, 2, 3, 4).reshape(2, 2).transpose(0, 1);
    Tensor y = onAnyMachine().with(2).call(x);
    assertArrayEquals(new double[] {2, 6, 4, 8}, y.toDoubleArray());
    assertArrayEquals(new long[] {2, 2}, y.shape());
    Gradcheck.check(onAnyMachine().with(3)::call, numbers(1, -2).requiresGrad(true));
    Gradcheck.checkSecond(onAnyMachine().with(3)::call, numbers(1, -2).requiresGrad(true));
  }

  @Test
  void theResultIsNotTheTensorThatTheFormReturns() {
    ForeignOp same = op(SCALE.onCpu(given -> given.input(0))).with(1);
    Tensor x = numbers(1, 2);
    same.call(x).mulInPlace(2);
    assertArrayEquals(new double[] {1, 2}, x.toDoubleArray());
  }

  @Test
  void theFormHasTheShapeAndDtypeOfTheKernel() {
    assumeFalse(Gpu.isThere(), "skipped: there is a GPU");
    assertEquals(
        "scale(float64, result, long elements, double) -> float64: its form for the CPU returned float32 [], where the kernel is declared to return float64 [2]",
        message(
            ForeignException.class,
            () ->
                op(SCALE.onCpu(given -> given.input(0).sum().to(DType.FLOAT32)))
                    .with(1)
                    .call(numbers(1, 2))));
  }

  @Test
  void withoutElementsNothingIsLaunched() {
    assertArrayEquals(
        new long[] {0, 3}, op(SCALE).with(1).call(Tensor.zeros(0, 3).to(FLOAT64)).shape());
  }

  @Test
  void aResourceThatIsNotThereIsNamed() {
    assertEquals(
        "there is no resource 'org/gradsmith/foreign/nothing.cu' for a kernel; it is looked for beside the classes, where org.gradsmith.foreign.CudaKernelTest is loaded from",
        message(
            ForeignException.class,
            () -> CudaKernel.ofResource(CudaKernelTest.class, "nothing.cu", "nothing")));
  }

  @Test
  void everyElementHasAThread() {
    Operands given = new Operands(List.of(), List.of());
    Tensor result = Tensor.zeros(257);
    assertEquals(Grid.of(2, 256), perElement().grid(given, result));
    assertEquals(Grid.of(9, 32), perElement(32).grid(given, result));
    assertEquals("2 blocks", Grid.of(2, 256).toString());
    assertEquals(
        "(2, 3, 1) blocks of (16, 16, 1) threads", new Grid(2, 3, 1, 16, 16, 1, 0).toString());
    assertTrue(
        message(IllegalArgumentException.class, () -> Grid.of(0, 256))
            .startsWith("a grid of (0, 1, 1) blocks of (256, 1, 1) threads"));
  }
}
