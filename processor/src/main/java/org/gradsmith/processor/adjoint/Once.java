/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** Which variables have one value from their declaration to their end. */
public final class Once {
  private Once() {}

  public static Set<Variable> of(FlowMethod method) {
    Map<Variable, Integer> counts = new HashMap<>();
    method.parameters().forEach(p -> counts.merge(p, 1, Integer::sum));
    method.self().ifPresent(p -> counts.merge(p, 1, Integer::sum));
    Activity.walk(
        method.body(),
        statement -> {
          switch (statement) {
            case Statement.Declare(Variable variable, var _) ->
                counts.merge(variable, 1, Integer::sum);
            case Statement.Assign assign -> counts.merge(assign.target(), 1, Integer::sum);
            case Statement.Apply apply ->
                apply.results().forEach(v -> counts.merge(v, 1, Integer::sum));
            case Statement.Call call -> {
              counts.merge(call.call(), 1, Integer::sum);
              call.result().ifPresent(v -> counts.merge(v, 1, Integer::sum));
            }
            case Statement.CallFunction call -> {
              counts.merge(call.call(), 1, Integer::sum);
              counts.merge(call.result(), 1, Integer::sum);
            }
            case Statement.Write write -> counts.merge(write.call(), 1, Integer::sum);
            default -> {}
          }
        });
    Set<Variable> once = new HashSet<>();
    counts.forEach((variable, count) -> {
      if (count == 1) {
        once.add(variable);
      }
    });
    return once;
  }

  /**
   * Of the variables that are assigned in one place, the parameters, and those whose place is
   * outside all loops.
   */
  static Set<Variable> inCall(FlowMethod method, Set<Variable> once) {
    Set<Variable> fixed = new HashSet<>(method.parameters());
    method.self().ifPresent(fixed::add);
    outside(method.body(), fixed);
    fixed.retainAll(once);
    return fixed;
  }

  private static void outside(Statement statement, Set<Variable> found) {
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(s -> outside(s, found));
      case Statement.Assign assign -> found.add(assign.target());
      default -> {} // what begins in a branch has no value elsewhere
    }
  }
}
