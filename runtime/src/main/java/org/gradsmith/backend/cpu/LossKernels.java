/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.BadIndexException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Losses;
import org.gradsmith.ir.op.Op;

/** The parts of a classification loss. Operands are contiguous. */
final class LossKernels {
  private static final long NONE = 0;
  private static final long MEAN = 1;

  private LossKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Losses.NLL_LOSS, Kernel.of(LossKernels::nllLoss),
        Losses.NLL_LOSS_GRAD, Kernel.of(LossKernels::nllLossGrad));
  }

  /** Minus the log-probability of each target class; all, their mean or their sum. */
  static void nllLoss(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    int batch = Math.toIntExact(x.shape()[0]);
    long reduction = (Long) attributes[0];
    double[] losses = new double[batch];
    for (int i = 0; i < batch; i++) {
      long at = x.offset() + i * x.shape()[1] + target(operands[1], i, x.shape()[1]);
      Rows.load(x, at, 1, 1, losses, i);
      losses[i] = -losses[i];
    }
    if (reduction == NONE) {
      Rows.store(losses, 0, batch, results[0], results[0].offset(), 1);
      return;
    }
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    double[] total = {reduction == MEAN ? sum / batch : sum};
    Rows.store(total, 0, 1, results[0], results[0].offset(), 1);
  }

  /** Minus the loss's cotangent at each target class, 0 elsewhere. */
  static void nllLossGrad(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray result = results[0];
    int batch = Math.toIntExact(result.shape()[0]);
    long reduction = (Long) attributes[1];
    CopyKernels.fill(result, 0);
    double[] share = new double[1];
    for (int i = 0; i < batch; i++) {
      Rows.load(g, g.offset() + (reduction == NONE ? i : 0), 1, 1, share);
      share[0] = reduction == MEAN ? -share[0] / batch : -share[0];
      long at = result.offset() + i * result.shape()[1];
      Rows.store(share, 0, 1, result, at + target(operands[1], i, result.shape()[1]), 1);
    }
  }

  private static long target(StridedArray targets, long index, long classes) {
    long target = Rows.integer(targets, targets.offset() + index);
    if (target < 0 || target >= classes) {
      throw new BadIndexException(
          "nllLoss: target %d at place %d is no class; the input has classes 0 to %d"
              .formatted(target, index, classes - 1));
    }
    return target;
  }
}
