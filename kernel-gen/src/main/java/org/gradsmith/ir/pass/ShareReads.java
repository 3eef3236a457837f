/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/**
 * Reads each member of an object once: a compiled call reads what it needs when it starts, so two
 * reads of the same member are the same operand (a layer that is called twice has one weight).
 */
public final class ShareReads {
  private ShareReads() {}

  private record Place(Value object, Member member) {}

  /** The method with repeated reads removed. */
  public static Method apply(Method method) {
    Map<Place, Value> known = new HashMap<>();
    Substitution shared = new Substitution();
    List<Node> body = new ArrayList<>();
    for (Node original : method.body()) {
      Node node = shared.of(original);
      if (node instanceof Node.Read read) {
        Value first = known.putIfAbsent(new Place(read.object(), read.member()), read.result());
        if (first != null) {
          shared.put(read.result(), first);
          continue;
        }
      }
      body.add(node);
    }
    return method.with(method.parameters(), body, shared.of(method.result()));
  }
}
