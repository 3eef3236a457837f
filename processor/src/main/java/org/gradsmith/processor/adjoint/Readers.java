/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;

/** Which methods only read the arrays of numbers that they are given. */
public final class Readers {
  private Readers() {}

  /**
   * The methods that write to no arrays but their own, and call only such methods. Of methods that
   * are not among those given nothing is known.
   *
   * @param methods by the canonical names of their sweeps, which are those of the result
   */
  public static Set<String> of(Map<String, FlowMethod> methods) {
    Set<String> readers = new HashSet<>(methods.keySet());
    int before;
    do {
      before = readers.size();
      Set<String> known = Set.copyOf(readers);
      readers.removeIf(
          name -> !ArrayUses.isReader(Objects.requireNonNull(methods.get(name)), known::contains));
    } while (readers.size() < before);
    return readers;
  }
}
