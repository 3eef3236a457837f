/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;

/**
 * Compares what row kernels gave with what the CPU gives in float64. A value may be off by some
 * units of the largest one in the output; where that is one reduction per row, also of what the
 * magnitudes of the inputs reduce to, because terms cancel in a sum, but their roundings do not. It
 * is no number on all sides or on none. Places, counts and truths are the same.
 */
final class RowsInDouble {
  /** Roundings that a value may be off by, at the largest value: what the CPU is held to, too. */
  private static final double ULPS = 16;

  private RowsInDouble() {}

  /** Compares what a GPU and the CPU gave with what the CPU gives in float64. */
  static void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally) {
    RowRuns plan = new RowRuns(run.plan());
    List<StridedArray> exact = RowCheck.onCpu(plan, run, DType.FLOAT64, run.inDouble());
    List<StridedArray> ofMagnitudes = RowCheck.onCpu(plan, run, DType.FLOAT64, run.magnitudes());
    double ulp = run.types().dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    long compared = 0;
    double difference = 0;
    for (int output = 0; output < exact.size(); output++) {
      StridedArray right = exact.get(output);
      boolean isExact = run.plan().outputs().get(output).stored() != Stored.COMPUTED;
      boolean reduces = run.plan().outputs().get(output).target() == Target.ROW;
      double largest = Math.max(largest(right), reduces ? largest(ofMagnitudes.get(output)) : 0);
      double apart = 0;
      for (long at = 0; at < right.count(); at++) {
        double wanted = KernelCase.get(right, at);
        double found = KernelCase.get(gpu.get(output), at);
        double beside = KernelCase.get(cpu.get(output), at);
        double slack = isExact ? 0 : ULPS * ulp * largest;
        if (!isClose(wanted, found, slack) || !isClose(wanted, beside, slack)) {
          tally.addWrong(
              "%s: output '%s', element %d: the GPU gave %s, the CPU %s, but in float64 it is %s"
                  .formatted(
                      run, run.plan().outputs().get(output).name(), at, found, beside, wanted));
        } else if (Double.isFinite(wanted)) {
          apart = Math.max(apart, Math.abs(found - beside));
        }
      }
      compared += right.count();
      difference = Math.max(difference, apart / (largest == 0 ? 1 : largest));
    }
    tally.addRun(compared, 0, difference);
  }

  /** The size of the largest number. */
  private static double largest(StridedArray array) {
    double largest = 0;
    for (long at = 0; at < array.count(); at++) {
      double size = Math.abs(KernelCase.get(array, at));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    return largest;
  }

  private static boolean isClose(double wanted, double found, double slack) {
    return Double.isFinite(wanted)
        ? Math.abs(wanted - found) <= slack
        : Double.compare(wanted, found) == 0;
  }
}
