/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * How many kernels are launched by one call and its reverse sweep. An op of the table is one launch
 * and so is a fused kernel; a view, which only describes memory anew, is none. Modules and methods
 * that are called have counts of their own, in their own reports.
 *
 * @param forwardBefore launches of the forward sweep before fusion
 * @param forwardAfter those after fusion
 * @param reverseBefore launches of the reverse sweep before fusion
 * @param reverseAfter those after fusion, where all gradients are wanted
 * @param calls modules and methods that the forward sweep calls
 */
public record KernelCounts(
    int forwardBefore, int forwardAfter, int reverseBefore, int reverseAfter, int calls) {
  /** Of nothing at all. */
  public static final KernelCounts NONE = new KernelCounts(0, 0, 0, 0, 0);

  /**
   * The counts of a straight line.
   *
   * @param before its sweeps as differentiation made them
   * @param after its sweeps with kernels
   */
  public static KernelCounts of(Sweeps before, Sweeps after, TensorSizes sizes) {
    return new KernelCounts(
        launches(before.forward(), sizes),
        launches(after.forward(), sizes),
        launches(before.reverse(), sizes),
        launches(after.reverse(), sizes),
        (int) after.forward().stream().filter(Step.CallModule.class::isInstance).count());
  }

  /** The same launches, with another number of calls. */
  KernelCounts withCalls(int number) {
    return new KernelCounts(forwardBefore, forwardAfter, reverseBefore, reverseAfter, number);
  }

  /** The counts of both: of a method's pieces, and of what stays outside of them. */
  public KernelCounts plus(KernelCounts other) {
    return new KernelCounts(
        forwardBefore + other.forwardBefore,
        forwardAfter + other.forwardAfter,
        reverseBefore + other.reverseBefore,
        reverseAfter + other.reverseAfter,
        calls + other.calls);
  }

  private static int launches(List<Step> steps, TensorSizes sizes) {
    return (int) steps.stream().filter(step -> isLaunch(step, sizes)).count();
  }

  /** Whether a step is a launch of its own. */
  private static boolean isLaunch(Step step, TensorSizes sizes) {
    return switch (step) {
      case Step.Compute compute -> !sizes.isFree(compute.node());
      case Step.RunKernel _ -> true;
      case Step.CallModule _, Step.ReverseModule _, Step.Contribute _ -> false;
    };
  }
}
