/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.Set;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/** Renames values whose names the surrounding code needs for itself. */
public final class Rename {
  private Rename() {}

  /** The method with every reserved name replaced by a free one. */
  public static Method avoid(Method method, Set<String> reserved) {
    Names names = new Names();
    reserved.forEach(names::take);
    method.parameters().forEach(v -> names.take(v.name()));
    method.body().forEach(n -> n.results().forEach(v -> names.take(v.name())));
    Substitution renamed = new Substitution();
    method.parameters().forEach(v -> rename(v, reserved, names, renamed));
    for (Node node : method.body()) {
      node.results().forEach(v -> rename(v, reserved, names, renamed));
    }
    return method.with(
        renamed.of(method.parameters()),
        method.body().stream().map(renamed::of).toList(),
        renamed.of(method.result()));
  }

  private static void rename(Value value, Set<String> reserved, Names names, Substitution renamed) {
    if (reserved.contains(value.name())) {
      renamed.put(value, new Value(names.fresh(value.name()), value.type()));
    }
  }
}
