/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;

/**
 * The sweeps of a method.
 *
 * @param method the method
 * @param forward the recording forward sweep
 * @param backward the reverse sweep
 * @param bars the adjoints of parameters that are numbers, by place of the parameter
 * @param primitives names of the primitives that the reverse sweep calls
 * @param kept variables that are kept in fields
 * @param onlyReads whether it writes to no arrays but its own
 * @param rereads whether the reverse sweep reads arrays that the method was given
 */
public record Sweeps(
    FlowMethod method,
    List<Line> forward,
    List<Line> backward,
    SequencedMap<Integer, Variable> bars,
    Set<String> primitives,
    Set<Variable> kept,
    boolean onlyReads,
    boolean rereads) {
  public Sweeps {
    forward = List.copyOf(forward);
    backward = List.copyOf(backward);
    primitives = Set.copyOf(primitives);
  }

  /** The same sweeps as those of another method, of as many parameters. */
  Sweeps ofMethod(FlowMethod other) {
    return new Sweeps(other, forward, backward, bars, primitives, kept, onlyReads, rereads);
  }
}
