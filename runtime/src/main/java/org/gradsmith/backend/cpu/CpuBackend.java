/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.ref.Reference;
import org.gradsmith.backend.Backend;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.onednn.OneDnn;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/** Executes ops on the processor. */
public final class CpuBackend implements Backend {
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
                : "pointwise loops on scalars (start java with --add-modules=jdk.incubator.vector"
                    + " for vectors)");
  }

  @Override
  public void run(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    try {
      if (op.expression().isPresent()) {
        PointwiseKernels.run(op, operands, attributes, results[0]);
      } else if (RowKernels.takes(op, operands)) {
        RowKernels.run(op, operands, attributes, results);
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
    Kernel strided = CpuKernels.strided(op);
    if (strided != null) {
      strided.run(operands, attributes, results);
      return;
    }
    Kernel contiguous = CpuKernels.contiguous(op);
    if (contiguous == null) {
      throw new UnsupportedOperationException(op + " has no kernel for the processor");
    }
    @Nullable StridedArray[] packed = new @Nullable StridedArray[operands.length];
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      packed[i] = operand == null ? null : CopyKernels.contiguous(operand);
    }
    contiguous.run(packed, attributes, results);
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      StridedArray copy = packed[i];
      if (operand != null && copy != null) {
        CopyKernels.releaseCopy(copy, operand);
      }
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
