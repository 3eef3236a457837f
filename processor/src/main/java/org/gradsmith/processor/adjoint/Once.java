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
}
