/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.sweep.Sweeps;

/**
 * All that is written into the class of rows that run together.
 *
 * @param packageName package of the class
 * @param simpleName its name
 * @param alike the sweeps with kernels, for operands of one shape
 * @param broadcast the sweeps with kernels, for operands of different shapes
 * @param unfused the sweeps row by row, for tensors that kernels do not take
 */
public record RowsClass(
    String packageName,
    String simpleName,
    Sweeps alike,
    Optional<Sweeps> broadcast,
    Sweeps unfused) {
  /** The sweeps with kernels. */
  public List<Sweeps> fused() {
    return Stream.concat(Stream.of(alike), broadcast.stream()).toList();
  }

  /** The kernels, each once. */
  public List<FusedPlan> plans() {
    return fused().stream().flatMap(s -> Fusion.plans(s).stream()).distinct().toList();
  }
}
