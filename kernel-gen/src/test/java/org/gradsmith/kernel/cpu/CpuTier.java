/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;

/** Runs kernels as classes on the CPU, on scalars or on vectors. */
public final class CpuTier {
  private CpuTier() {}

  /** Runs a plan; what is null is absent or not wanted. */
  public static void run(
      PlanCase c,
      Form form,
      List<@Nullable TestMemory> inputs,
      List<@Nullable TestMemory> outputs) {
    PlanVariant variant =
        PlanVariant.of(
            c.plan(), c.dtype(), c.channels(), c.inner(), present(outputs), present(inputs));
    new PlanLoop(c.plan(), variant, spec -> DefinedLoops.define(spec, form))
        .run(
            c.outer(), c.channels(), c.inner(), memory(outputs), memory(inputs), CpuTier::inPieces);
  }

  /** Three pieces or more, the last one first. */
  static void inPieces(long count, long piece, PlanLoop.Range body) {
    long size = Math.max(1, Math.min(piece, count / 3));
    for (long to = count; to > 0; to -= size) {
      body.run(Math.max(0, to - size), to);
    }
  }

  static List<Boolean> present(List<@Nullable TestMemory> memory) {
    return memory.stream().map(m -> m != null).toList();
  }

  static List<PlanLoop.@Nullable Memory> memory(List<@Nullable TestMemory> memory) {
    List<PlanLoop.@Nullable Memory> result = new ArrayList<>();
    memory.forEach(m -> result.add(m == null ? null : new PlanLoop.Memory(m.segment(), 0)));
    return result;
  }
}
