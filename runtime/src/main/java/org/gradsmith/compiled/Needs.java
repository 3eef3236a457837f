/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.BitSet;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Which operands of a compiled call need a gradient. */
public final class Needs {
  private final BitSet bits;

  private Needs(BitSet bits) {
    this.bits = bits;
  }

  /** The operands that are there and require a gradient. */
  public static Needs of(List<@Nullable Tensor> operands) {
    BitSet bits = new BitSet(operands.size());
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      bits.set(i, operand != null && operand.requiresGrad());
    }
    return new Needs(bits);
  }

  /** The operands with the given indices. */
  public static Needs only(int... operands) {
    BitSet bits = new BitSet();
    for (int operand : operands) {
      bits.set(operand);
    }
    return new Needs(bits);
  }

  /** Whether at least one of these operands needs a gradient. */
  public boolean any(int... operands) {
    for (int operand : operands) {
      if (bits.get(operand)) {
        return true;
      }
    }
    return false;
  }

  /** Whether at least one of the operands in front of this one needs a gradient. */
  public boolean anyBefore(int operand) {
    int first = bits.nextSetBit(0);
    return first >= 0 && first < operand;
  }

  /** Whether none of these operands needs a gradient. */
  public boolean none(int... operands) {
    return !any(operands);
  }

  /** Whether each of these operands needs a gradient. */
  public boolean all(int... operands) {
    for (int operand : operands) {
      if (!bits.get(operand)) {
        return false;
      }
    }
    return true;
  }

  /** Those of these operands that are also wanted. */
  Needs and(boolean[] wanted) {
    BitSet both = new BitSet(wanted.length);
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      both.set(i, wanted[i]);
    }
    return new Needs(both);
  }

  /** Whether no operand at all needs a gradient. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Needs needs && needs.bits.equals(bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return "needs " + bits;
  }
}
