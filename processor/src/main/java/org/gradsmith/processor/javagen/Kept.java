/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * What the reverse sweep reads of the forward sweep, and nothing else: tensors, each with the
 * operands for whose gradients it is needed, shapes, and integers.
 *
 * @param tensors the tensors, each with the operands whose gradients need it
 * @param shapes tensors of which only the shape is needed
 * @param members integers, which the call reads anyway
 */
record Kept(Map<Value, BitSet> tensors, Set<Value> shapes, Set<Attr.Read> members) {
  static Kept of(Sweeps sweeps, Conditions conditions) {
    Set<Value> made =
        sweeps.reverse().stream().flatMap(s -> s.makes().stream()).collect(Collectors.toSet());
    made.add(sweeps.cotangent());
    Set<Value> outside = new HashSet<>(sweeps.operands()); // may be computed again all the same
    outside.add(sweeps.result());
    Map<Value, BitSet> tensors = new LinkedHashMap<>();
    Set<Value> shapes = new LinkedHashSet<>();
    Set<Attr.Read> members = new LinkedHashSet<>();
    // From last to first, so that the fields stand in the order of the forward sweep.
    for (ReverseRun run : ReverseRun.of(sweeps, conditions).reversed()) {
      for (Step step : sweeps.reverse().subList(run.start(), run.end()).reversed()) {
        for (Value value : step.reads()) {
          if (!made.contains(value)) {
            tensors.computeIfAbsent(value, _ -> new BitSet()).or(run.needed());
          }
        }
        step.shapesRead().stream()
            .filter(v -> !made.contains(v) || outside.contains(v))
            .forEach(shapes::add);
        members.addAll(step.membersRead());
      }
    }
    return new Kept(tensors, shapes, members);
  }
}
