/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.Map;
import java.util.Optional;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.diff.Reverse;
import org.gradsmith.processor.report.FlowPhases;
import org.gradsmith.processor.report.StraightPhases;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Rows of a method that run together.
 *
 * @param name simple name of the class to generate
 * @param alike the sweeps with kernels, for operands of one shape
 * @param broadcast the sweeps with kernels, for operands of different shapes; empty for one operand
 * @param unfused the sweeps row by row
 * @param piece what reports tell about them
 */
public record RowRun(
    String name, Sweeps alike, Optional<Sweeps> broadcast, Sweeps unfused, FlowPhases.Piece piece) {
  /**
   * The sweeps of rows.
   *
   * @param line the rows
   */
  static RowRun of(String name, Method line) {
    AlikeShapes shapes = new AlikeShapes(line);
    Fusion fusion = new Fusion();
    Sweeps unfused = Reverse.differentiate(line, Object::equals);
    Sweeps separate = Reverse.differentiate(line, shapes::same);
    shapes.addReverse(separate);
    Sweeps alike = fusion.fuse(separate, shapes::same);
    Optional<Sweeps> broadcast =
        line.parameters().size() == 1
            ? Optional.empty()
            : Optional.of(fusion.fuse(unfused, Object::equals));
    Map<Value, Value> models = shapes.models();
    return new RowRun(
        name,
        alike,
        broadcast,
        unfused,
        new FlowPhases.Piece(
            name,
            StraightPhases.ofPiece(line, separate, alike, fusion::members, models),
            broadcast.map(b -> StraightPhases.ofPiece(line, unfused, b, fusion::members, models))));
  }

  /** Whether a kernel runs in the forward sweep, whatever the shapes. */
  boolean hasKernels() {
    return runsKernel(alike) && broadcast.stream().allMatch(RowRun::runsKernel);
  }

  private static boolean runsKernel(Sweeps sweeps) {
    return sweeps.forward().stream().anyMatch(Step.RunKernel.class::isInstance);
  }
}
