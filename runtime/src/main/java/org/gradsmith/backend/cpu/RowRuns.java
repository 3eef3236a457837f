/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cpu.PlanLoop.Memory;
import org.gradsmith.kernel.cpu.RowLoop;
import org.gradsmith.kernel.cpu.RowVariant;
import org.jspecify.annotations.Nullable;

/** Runs one row kernel on the CPU; the code for a dtype is made at its first use. */
public final class RowRuns {
  /** Elements below which other threads are not worth waking. */
  private static final long SMALL = 1 << 15;

  /** Elements of a piece of work. */
  private static final long PIECE = 1 << 13;

  private final RowPlan plan;
  private final ConcurrentHashMap<Key, RowLoop> loops = new ConcurrentHashMap<>();

  /** That of the last call: most programs run a kernel in one way only. */
  private volatile @Nullable Prepared last;

  /** What a loop was made for. */
  private record Key(RowVariant variant, boolean onNative) {}

  private record Prepared(Key key, RowLoop loop) {
    boolean fits(
        DType dtype,
        boolean onNative,
        List<@Nullable StridedArray> outputs,
        List<@Nullable StridedArray> inputs) {
      RowVariant variant = key.variant;
      return onNative == key.onNative
          && dtype == variant.dtype()
          && fits(outputs, variant.wanted())
          && fits(inputs, variant.present());
    }

    private static boolean fits(List<@Nullable StridedArray> arrays, List<Boolean> present) {
      for (int i = 0; i < arrays.size(); i++) {
        if ((arrays.get(i) != null) != present.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  public RowRuns(RowPlan plan) {
    this.plan = plan;
  }

  /**
   * Runs the kernel over (rows, columns). All arrays are contiguous and of one dtype, but outputs
   * that the plan stores in another one; outputs overlap no input.
   *
   * @param dtype float32 or float64
   * @param outputs one per output of the plan; null where it is not wanted
   * @param inputs one per input of the plan; null where an optional one is absent
   * @param numbers the numbers that the plan's expressions read as attributes
   */
  public void run(
      DType dtype,
      long rows,
      long columns,
      List<@Nullable StridedArray> outputs,
      List<@Nullable StridedArray> inputs,
      double[] numbers) {
    boolean onNative = areNative(outputs) && areNative(inputs);
    Prepared prepared = last;
    if (prepared == null || !prepared.fits(dtype, onNative, outputs, inputs)) {
      RowVariant variant = new RowVariant(dtype, present(outputs), present(inputs));
      Key key = new Key(variant, onNative);
      prepared = new Prepared(key, loops.computeIfAbsent(key, this::make));
      last = prepared;
    }
    RowLoop loop = prepared.loop();
    long needed = loop.partialElements(rows, columns);
    StridedArray partial = needed == 0 ? null : StridedArray.allocate(dtype, needed);
    try {
      RowLoop.Call call =
          loop.call(
              rows,
              columns,
              memory(outputs),
              memory(inputs),
              numbers,
              partial == null ? null : memory(partial));
      if (rows * columns < SMALL) {
        call.run(0, call.blocks());
      } else {
        long piece = Math.max(1, PIECE / Math.max(1, call.blockElements()));
        Workers.split(call.blocks(), piece, call::run);
      }
      call.finish();
    } finally {
      Reference.reachabilityFence(outputs);
      Reference.reachabilityFence(inputs);
      if (partial != null) {
        partial.storage().release();
      }
    }
  }

  private RowLoop make(Key key) {
    return new RowLoop(
        plan,
        key.variant,
        PointwiseLoops.byAddress(key.onNative),
        lowering -> PointwiseLoops.define(lowering, key.onNative));
  }

  private static boolean areNative(List<@Nullable StridedArray> arrays) {
    for (StridedArray array : arrays) {
      if (array != null && !array.storage().segment().isNative()) {
        return false;
      }
    }
    return true;
  }

  private static List<Boolean> present(List<@Nullable StridedArray> arrays) {
    List<Boolean> present = new ArrayList<>(arrays.size());
    for (StridedArray array : arrays) {
      present.add(array != null);
    }
    return present;
  }

  private static List<@Nullable Memory> memory(List<@Nullable StridedArray> arrays) {
    List<@Nullable Memory> memory = new ArrayList<>(arrays.size());
    for (StridedArray array : arrays) {
      memory.add(array == null ? null : memory(array));
    }
    return memory;
  }

  private static Memory memory(StridedArray array) {
    return new Memory(array.storage().segment(), array.offset());
  }
}
