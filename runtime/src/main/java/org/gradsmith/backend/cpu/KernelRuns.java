/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.cpu.PlanLoop;
import org.gradsmith.kernel.cpu.PlanLoop.Memory;
import org.gradsmith.kernel.cpu.PlanLoop.Splitter;
import org.gradsmith.kernel.cpu.PlanVariant;
import org.jspecify.annotations.Nullable;

/** Runs one fused kernel on the CPU; the code for a dtype and a layout is made at its first use. */
public final class KernelRuns {
  /** Has all processors take part. */
  static final Splitter THREADS = (count, piece, body) -> Workers.split(count, piece, body::run);

  private final KernelPlan plan;
  private final ConcurrentHashMap<PlanVariant, PlanLoop> loops = new ConcurrentHashMap<>();

  /** That of the last call: most programs run a kernel in one way only. */
  private volatile @Nullable Prepared last;

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
      @Nullable StridedArray[] outputs,
      @Nullable StridedArray[] inputs) {
    Prepared prepared = last;
    if (prepared == null || !prepared.fits(dtype, channels, inner, outputs, inputs)) {
      prepared = prepare(dtype, channels, inner, outputs, inputs);
      last = prepared;
    }
    try {
      prepared.loop.run(outer, channels, inner, memory(outputs), memory(inputs), THREADS);
    } finally {
      Reference.reachabilityFence(outputs);
      Reference.reachabilityFence(inputs);
    }
  }

  private Prepared prepare(
      DType dtype,
      long channels,
      long inner,
      @Nullable StridedArray[] outputs,
      @Nullable StridedArray[] inputs) {
    PlanVariant variant =
        PlanVariant.of(plan, dtype, channels, inner, present(outputs), present(inputs));
    return new Prepared(
        variant,
        PlanVariant.readsChannels(plan),
        loops.computeIfAbsent(variant, v -> new PlanLoop(plan, v, PointwiseLoops::find)));
  }

  private record Prepared(PlanVariant variant, boolean readsChannels, PlanLoop loop) {
    boolean fits(
        DType dtype,
        long channels,
        long inner,
        @Nullable StridedArray[] outputs,
        @Nullable StridedArray[] inputs) {
      boolean perElement = readsChannels && PlanVariant.channelPerElement(channels, inner);
      return dtype == variant.dtype()
          && perElement == variant.channelPerElement()
          && fits(outputs, variant.wanted())
          && fits(inputs, variant.present());
    }

    private static boolean fits(@Nullable StridedArray[] arrays, List<Boolean> present) {
      for (int i = 0; i < arrays.length; i++) {
        if ((arrays[i] != null) != present.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static List<Boolean> present(@Nullable StridedArray[] arrays) {
    return Arrays.stream(arrays).map(array -> array != null).toList();
  }

  private static List<@Nullable Memory> memory(@Nullable StridedArray[] arrays) {
    @Nullable Memory[] memory = new @Nullable Memory[arrays.length];
    for (int i = 0; i < memory.length; i++) {
      StridedArray array = arrays[i];
      memory[i] = array == null ? null : new Memory(array.storage().segment(), array.offset());
    }
    return Arrays.asList(memory);
  }
}
