/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.cpu.PlanLoop;
import org.gradsmith.kernel.cpu.PlanLoop.Memory;
import org.gradsmith.kernel.cpu.PlanVariant;
import org.jspecify.annotations.Nullable;

/** Runs one fused kernel on the CPU; the code for a dtype and a layout is made at its first use. */
public final class KernelRuns {
  private final KernelPlan plan;
  private final ConcurrentHashMap<PlanVariant, PlanLoop> loops = new ConcurrentHashMap<>();

  public KernelRuns(KernelPlan plan) {
    this.plan = plan;
  }

  /**
   * Runs the kernel over (outer, channels, inner) elements. All arrays are contiguous and of one
   * dtype, float32 or float64.
   *
   * @param outputs one per output of the plan; null where it is not wanted
   * @param inputs one per input of the plan; null where an optional one is absent
   */
  public void run(
      DType dtype,
      long outer,
      long channels,
      long inner,
      List<@Nullable StridedArray> outputs,
      List<@Nullable StridedArray> inputs) {
    PlanVariant variant =
        PlanVariant.of(plan, dtype, channels, inner, present(outputs), present(inputs));
    PlanLoop loop =
        loops.computeIfAbsent(variant, v -> new PlanLoop(plan, v, PointwiseLoops::find));
    try {
      loop.run(
          outer,
          channels,
          inner,
          memory(outputs),
          memory(inputs),
          (count, piece, body) -> Workers.split(count, piece, body::run));
    } finally {
      Reference.reachabilityFence(outputs);
      Reference.reachabilityFence(inputs);
    }
  }

  private static List<Boolean> present(List<@Nullable StridedArray> arrays) {
    return arrays.stream().map(array -> array != null).toList();
  }

  private static List<@Nullable Memory> memory(List<@Nullable StridedArray> arrays) {
    List<@Nullable Memory> memory = new ArrayList<>(arrays.size());
    for (StridedArray array : arrays) {
      memory.add(array == null ? null : new Memory(array.storage().segment(), array.offset()));
    }
    return memory;
  }
}
