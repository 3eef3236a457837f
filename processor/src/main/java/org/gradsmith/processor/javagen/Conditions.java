/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Sweeps;

/** Questions to the needs-grad mask, spelled with the names of the operands. */
final class Conditions {
  private final List<Value> operands;
  private final BitSet active;

  Conditions(Sweeps sweeps) {
    this.operands = sweeps.operands();
    this.active = sweeps.influences().getOrDefault(sweeps.cotangent(), new BitSet());
  }

  /** The constant that holds an operand's index. */
  String constant(int operand) {
    return constant(operands.get(operand).name());
  }

  /** A name in the spelling of constants: {@code conv1Weight} gives {@code CONV1_WEIGHT}. */
  static String constant(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  /** The operands from which no path with a derivative leads to the result. */
  BitSet inactive() {
    BitSet none = new BitSet();
    none.set(0, operands.size());
    none.andNot(active);
    return none;
  }

  /** Whether the set is all there is: then a call that records needs at least one of them. */
  boolean always(BitSet set) {
    return set.get(operands.size()) || set.equals(active);
  }

  /** Whether a gradient of the set is needed: {@code needs.any(CONV1_WEIGHT)}. */
  CodeBlock any(BitSet set) {
    return isPrefix(set)
        ? CodeBlock.of("needs.anyBefore($L)", constant(set.length()))
        : CodeBlock.of("needs.any($L)", String.join(", ", constants(set)));
  }

  /** Whether no gradient of the set is needed. */
  CodeBlock none(BitSet set) {
    return isPrefix(set)
        ? CodeBlock.of("!needs.anyBefore($L)", constant(set.length()))
        : CodeBlock.of("!needs.any($L)", String.join(", ", constants(set)));
  }

  private boolean isPrefix(BitSet set) {
    return set.length() > 1 && set.cardinality() == set.length() && set.length() < operands.size();
  }

  private List<String> constants(BitSet set) {
    List<String> names = new ArrayList<>();
    set.stream().filter(i -> i < operands.size()).forEach(i -> names.add(constant(i)));
    return names;
  }
}
