/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** In how many statements of a method each variable is read. */
public final class Reads {
  private final Map<Variable, Integer> counts = new HashMap<>();

  private Reads() {}

  static Reads of(FlowMethod method) {
    Reads reads = new Reads();
    method.result().ifPresent(reads::add);
    Activity.walk(method.body(), s -> in(s).forEach(reads::add));
    return reads;
  }

  /** Whether one statement reads a variable, and no other one. */
  boolean isReadOnce(Variable variable) {
    return counts.getOrDefault(variable, 0) == 1;
  }

  private void add(Variable variable) {
    counts.merge(variable, 1, Integer::sum);
  }

  /** What a statement reads itself, without the statements in it. */
  public static Set<Variable> in(Statement statement) {
    Set<Variable> all = new LinkedHashSet<>();
    Codes.of(statement).forEach(c -> c.addReads(all));
    switch (statement) {
      case Statement.Assign assign -> all.addAll(assign.value().reads());
      case Statement.Apply apply ->
          apply.operands().stream().flatMap(Optional::stream).forEach(all::add);
      case Statement.Store store -> {
        all.add(store.array());
        all.add(store.value());
      }
      case Statement.Hold hold -> {
        all.add(hold.holder());
        all.add(hold.number());
      }
      case Statement.Call call -> {
        call.receiver().ifPresent(all::add);
        all.addAll(call.arguments());
      }
      case Statement.Guarded guarded -> all.addAll(guarded.resources());
      case Statement.If choice -> all.add(choice.condition());
      case Statement.Loop loop -> all.add(loop.go());
      case Statement.Block _,
          Statement.Declare _,
          Statement.Effect _,
          Statement.CallFunction _,
          Statement.Write _ -> {}
    }
    return all;
  }
}
