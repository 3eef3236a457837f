/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/** Leaves out reads and ops whose results nobody looks at. Calls of modules stay: they may act. */
public final class DropUnused {
  private DropUnused() {}

  /** The method without them. */
  public static Method apply(Method method) {
    Set<Value> used = new HashSet<>();
    used.add(method.result());
    List<Node> body = new ArrayList<>();
    for (Node node : method.body().reversed()) {
      if (node instanceof Node.CallModule || node.results().stream().anyMatch(used::contains)) {
        body.addFirst(node);
        used.addAll(node.operands());
        switch (node) {
          case Node.Read _ -> {}
          case Node.Apply apply -> apply.attributes().forEach(a -> use(a, used));
          case Node.CallModule call -> used.add(call.module());
        }
      }
    }
    return method.with(method.parameters(), body, method.result());
  }

  private static void use(Attr attribute, Set<Value> used) {
    switch (attribute) {
      case Attr.Literal _, Attr.Number _, Attr.Parameter _ -> {}
      case Attr.SizeOf size -> used.add(size.tensor());
      case Attr.ShapeOf shape -> used.add(shape.tensor());
      case Attr.BroadcastOf shape -> used.addAll(shape.tensors());
      case Attr.Read read -> used.add(read.object());
      case Attr.Arithmetic a -> {
        use(a.left(), used);
        use(a.right(), used);
      }
      case Attr.Sizes sizes -> sizes.sizes().forEach(s -> use(s, used));
    }
  }
}
