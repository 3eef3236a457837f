/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.Map;
import org.gradsmith.ir.flow.FlowMethod;

/** Makes methods simpler, without changing what they compute, before they are differentiated. */
public final class Simplification {
  private Simplification() {}

  /** Simpler methods, by the names of their sweeps as those given. */
  public static Map<String, FlowMethod> of(Map<String, FlowMethod> methods) {
    return Inlining.of(methods, Simplification::arrays);
  }

  private static FlowMethod arrays(FlowMethod method) {
    FlowMethod named = Aliases.removed(Flattening.flat(method));
    return Aliases.removed(KnownElements.copied(withoutSmall(named)));
  }

  private static FlowMethod withoutSmall(FlowMethod method) {
    if (SmallArrays.candidates(method).isEmpty()) {
      return method;
    }
    FlowMethod sized = SmallArrays.withKnownLengths(method);
    FlowMethod unrolled = Unrolling.of(sized, SmallArrays.candidates(sized));
    return Aliases.removed(SmallArrays.replaced(Flattening.flat(unrolled)));
  }
}
