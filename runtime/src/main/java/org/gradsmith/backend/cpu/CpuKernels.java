/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/** Which kernel executes an op that is not pointwise. */
final class CpuKernels {
  /** Kernels that walk over operands of any strides, family by family. */
  private static final Map<Op, Kernel> STRIDED =
      joined(
          List.of(
              ProductKernels.kernels(),
              AttentionKernels.kernels(),
              CopyKernels.kernels(),
              PartKernels.kernels()));

  /** Kernels that take contiguous operands, family by family. */
  private static final Map<Op, Kernel> CONTIGUOUS =
      joined(
          List.of(
              ReductionKernels.kernels(),
              ExtremeKernels.kernels(),
              OrderKernels.kernels(),
              ScanKernels.kernels(),
              IndexKernels.kernels(),
              MatrixKernels.kernels(),
              TriangularKernels.kernels(),
              DeterminantKernels.kernels(),
              FactorKernels.kernels(),
              ConvolutionKernels.kernels(),
              GroupedConvolution.kernels(),
              PoolingKernels.kernels(),
              LossKernels.kernels()));

  private CpuKernels() {}

  /** The kernel of an op that takes operands of any strides; null if there is none. */
  static @Nullable Kernel strided(Op op) {
    return STRIDED.get(op);
  }

  /** The kernel of an op that takes contiguous operands; null if there is none. */
  static @Nullable Kernel contiguous(Op op) {
    return CONTIGUOUS.get(op);
  }

  private static Map<Op, Kernel> joined(List<Map<Op, Kernel>> families) {
    Map<Op, Kernel> all = new HashMap<>();
    for (Map<Op, Kernel> family : families) {
      for (Map.Entry<Op, Kernel> entry : family.entrySet()) {
        if (all.put(entry.getKey(), entry.getValue()) != null) {
          throw new IllegalStateException("two kernels for " + entry.getKey());
        }
      }
    }
    return Map.copyOf(all);
  }
}
