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
    if (SmallArrays.candidates(named).isEmpty()) {
      return named;
    }
    FlowMethod sized = SmallArrays.withKnownLengths(named);
    FlowMethod unrolled = Unrolling.of(sized, SmallArrays.candidates(sized));
    FlowMethod replaced = SmallArrays.replaced(Flattening.flat(unrolled));
    return Aliases.removed(replaced);
  }
}
