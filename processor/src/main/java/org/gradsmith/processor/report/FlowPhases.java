/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.processor.adjoint.Sweeps;

/**
 * A method with control flow as each phase of the compiler left it.
 *
 * @param lowered as it was read
 * @param simplified with small helpers and functions of the library in the place of their calls
 * @param sweeps its sweeps, in which pieces are calls
 * @param pieces rows of the method that run together
 * @param declared the shapes that methods declare
 */
public record FlowPhases(
    FlowMethod lowered,
    FlowMethod simplified,
    Sweeps sweeps,
    List<Piece> pieces,
    DeclaredShapes declared) {
  public FlowPhases {
    pieces = List.copyOf(pieces);
  }

  /**
   * Rows that became a straight line of their own.
   *
   * @param name simple name of the class that is generated for them
   * @param alike the line where its operands have one shape
   * @param broadcast the line where they have not; empty for one operand
   */
  public record Piece(String name, StraightPhases alike, Optional<StraightPhases> broadcast) {}

  /** The piece that a piece of Java stands for, if it does. */
  Optional<Piece> piece(Code function) {
    return function.parts().stream()
        .filter(Code.Type.class::isInstance)
        .map(part -> FlowText.simple(((Code.Type) part).name()))
        .flatMap(name -> pieces.stream().filter(p -> p.name().equals(name)))
        .findFirst();
  }
}
