/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.ref.Reference;
import java.util.Map;
import org.gradsmith.backend.Backend;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.onednn.OneDnn;
import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Losses;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pooling;
import org.gradsmith.ir.op.Reductions;
import org.jspecify.annotations.Nullable;

/** Executes ops on the processor. */
public final class CpuBackend implements Backend {
  /** Kernels that walk over operands of any strides. */
  private static final Map<Op, Kernel> STRIDED =
      Map.of(
          LinearAlgebra.MATMUL, ProductKernels::matmul,
          LinearAlgebra.LINEAR, ProductKernels::linear,
          LinearAlgebra.LINEAR_GRAD_INPUT, ProductKernels::linearGradInput,
          LinearAlgebra.LINEAR_GRAD_WEIGHT, ProductKernels::linearGradWeight);

  /** Kernels that take contiguous operands. */
  private static final Map<Op, Kernel> CONTIGUOUS =
      Map.ofEntries(
          Map.entry(Reductions.SUM, ReductionKernels::sum),
          Map.entry(Reductions.MEAN, ReductionKernels::mean),
          Map.entry(Reductions.DIVIDE_BY_COUNT, ReductionKernels::divideByCount),
          Map.entry(Reductions.SUM_DIM, ReductionKernels::sumDim),
          Map.entry(Reductions.SUM_EXCEPT, ReductionKernels::sumExcept),
          Map.entry(Reductions.SPREAD, ReductionKernels::spread),
          Map.entry(Reductions.SUM_TO, ReductionKernels::sumTo),
          Map.entry(Reductions.ARGMAX, ReductionKernels::argmax),
          Map.entry(Convolution.CONV2D, ConvolutionKernels::conv2d),
          Map.entry(Convolution.CONV2D_GRAD_INPUT, ConvolutionKernels::gradInput),
          Map.entry(Convolution.CONV2D_GRAD_WEIGHT, ConvolutionKernels::gradWeight),
          Map.entry(Pooling.MAX_POOL2D, PoolingKernels::maxPool2d),
          Map.entry(Pooling.MAX_POOL2D_GRAD, PoolingKernels::maxPool2dGrad),
          Map.entry(Pooling.MAX_POOL2D_GATHER, PoolingKernels::maxPool2dGather),
          Map.entry(Losses.LOG_SOFTMAX, LossKernels::logSoftmax),
          Map.entry(Losses.NLL_LOSS, LossKernels::nllLoss),
          Map.entry(Losses.NLL_LOSS_GRAD, LossKernels::nllLossGrad));

  private static final CpuBackend INSTANCE = new CpuBackend();

  private CpuBackend() {}

  public static CpuBackend instance() {
    return INSTANCE;
  }

  @Override
  public String description() {
    return "cpu: %s; %s"
        .formatted(
            OneDnn.instance().isAvailable()
                ? OneDnn.instance().description() + " for float32 products and convolutions"
                : "Java without oneDNN (" + OneDnn.instance().description() + ")",
            PointwiseLoops.useVectors()
                ? "pointwise loops on vectors"
                : "pointwise loops on scalars (start java with --add-modules=jdk.incubator.vector for vectors)");
  }

  @Override
  public void run(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    try {
      if (op.expression().isPresent()) {
        PointwiseKernels.run(op, operands, attributes, results[0]);
      } else {
        runKernel(op, operands, attributes, results);
      }
    } finally {
      Reference.reachabilityFence(operands);
      Reference.reachabilityFence(results);
    }
  }

  private static void runKernel(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray[] given = new StridedArray[operands.length];
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand == null) {
        throw new IllegalStateException(op + ": operand " + i + " is absent");
      }
      given[i] = operand;
    }
    Kernel strided = STRIDED.get(op);
    if (strided != null) {
      strided.run(given, attributes, results);
      return;
    }
    Kernel contiguous = CONTIGUOUS.get(op);
    if (contiguous == null) {
      throw new UnsupportedOperationException(op + " has no kernel for the processor");
    }
    StridedArray[] packed = new StridedArray[given.length];
    for (int i = 0; i < given.length; i++) {
      packed[i] = CopyKernels.contiguous(given[i]);
    }
    contiguous.run(packed, attributes, results);
    for (int i = 0; i < given.length; i++) {
      CopyKernels.releaseCopy(packed[i], given[i]);
    }
  }

  @Override
  public void copy(StridedArray from, StridedArray to) {
    try {
      CopyKernels.copy(from, to);
    } finally {
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(to);
    }
  }

  @Override
  public void fill(StridedArray array, double value) {
    try {
      CopyKernels.fill(array, value);
    } finally {
      Reference.reachabilityFence(array);
    }
  }
}
