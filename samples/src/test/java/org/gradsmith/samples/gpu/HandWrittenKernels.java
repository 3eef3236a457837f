/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.gradsmith.foreign.LaunchRule.perElement;
import static org.gradsmith.foreign.Parameter.elements;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.result;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.Parameter.size;
import static org.gradsmith.foreign.ScalarType.FLOAT;
import static org.gradsmith.foreign.ScalarType.INT;
import static org.gradsmith.foreign.ScalarType.LONG;
import static org.gradsmith.foreign.ShapeRule.likeInput;
import static org.gradsmith.ir.DType.FLOAT32;
import static org.gradsmith.ir.DType.INT64;

import org.gradsmith.foreign.CudaKernel;
import org.gradsmith.foreign.ForeignException;
import org.gradsmith.foreign.ForeignOp;
import org.gradsmith.tensor.Tensor;

/** A program whose kernels take arguments of all kinds. It prints what they compute, and errors. */
public final class HandWrittenKernels {
  private static final String SOURCE =
      """
      // Element (i, j) of x, from row i + shift on and round again, times factor, plus bias j.
      extern "C" __global__ void __launch_bounds__(256)
      rolled(const float* x, const long long* bias, float* y, long long n, int columns, int shift, float factor) {
        long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x;
        if (i >= n) return;
        long long from = ((i + (long long)shift * columns) % n + n) % n;
        y[i] = x[from] * factor + bias[i % columns];
      }
      """;

  private HandWrittenKernels() {}

  private static ForeignOp rolled(CudaKernel kernel) {
    return kernel.op(
        perElement(),
        likeInput(0),
        input(FLOAT32, 2),
        input(INT64, 1),
        result(FLOAT32),
        elements(LONG),
        size(INT, 0, 1),
        scalar(INT),
        scalar(FLOAT));
  }

  /** Prints a line for each call. */
  public static void main(String... arguments) throws InterruptedException {
    ForeignOp rolled = rolled(CudaKernel.ofSource(SOURCE, "rolled"));
    Tensor x = Tensor.of(1f, 2f, 3f, 4f, 5f, 6f).reshape(2, 3).transpose(0, 1);
    Tensor bias = Tensor.of(10L, 20L);
    System.out.println(rolled.with(-1, 0.5f).call(x, bias).flatten());
    Thread other =
        new Thread(() -> System.out.println("there: " + rolled.with(1, 1).call(x, bias).flatten()));
    other.start();
    other.join();
    failing(CudaKernel.ofSource(SOURCE, "unrolled"), x, bias);
    failing(CudaKernel.ofSource(SOURCE.replace("from]", "form]"), "rolled"), x, bias);
  }

  private static void failing(CudaKernel kernel, Tensor x, Tensor bias) {
    try {
      rolled(kernel).with(0, 1).call(x, bias);
    } catch (ForeignException e) {
      System.out.println(e.getMessage());
    }
  }
}
