/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.HashSet;
import java.util.Set;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;

/** Names that no variable of a method has. */
final class FreshNames {
  private final Set<String> taken = new HashSet<>();

  FreshNames(FlowMethod method) {
    method.self().ifPresent(v -> taken.add(v.name()));
    method.parameters().forEach(v -> taken.add(v.name()));
    Assigned.in(method.body()).forEach(v -> taken.add(v.name()));
  }

  /** A variable like another one, of a name of its own. */
  Variable like(Variable variable) {
    return of(variable.name(), variable.kind(), variable.type());
  }

  Variable of(String wanted, Variable.Kind kind, String type) {
    String stem = wanted.replaceAll("(?<=[A-Za-z_])\\d+$", "");
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + i;
    }
    return new Variable(name, kind, type);
  }
}
