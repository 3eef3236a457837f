/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.BitSet;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Which operands of a compiled call need a gradient. */
public final class Needs {
  /** Most methods have few operands: those up to here have a bit each in one number. */
  private static final int FEW = Long.SIZE;

  private final long few;
  private final BitSet others;

  private Needs(long few, BitSet others) {
    this.few = few;
    this.others = others;
  }

  /** Asked of each operand. */
  @FunctionalInterface
  private interface IsNeeded {
    boolean test(int operand);
  }

  private static final BitSet NONE = new BitSet(0);

  private static Needs of(int count, IsNeeded needed) {
    long few = 0;
    for (int i = 0; i < Math.min(count, FEW); i++) {
      few |= needed.test(i) ? 1L << i : 0;
    }
    if (count <= FEW) {
      return new Needs(few, NONE);
    }
    BitSet others = new BitSet(count);
    for (int i = FEW; i < count; i++) {
      others.set(i, needed.test(i));
    }
    return new Needs(few, others);
  }

  /** The operands that are there, require a gradient and have one. */
  static Needs of(CompiledCall call, List<@Nullable Tensor> operands) {
    return of(
        operands.size(),
        i -> {
          Tensor operand = operands.get(i);
          return operand != null && operand.requiresGrad() && call.hasGradient(i);
        });
  }

  /** The operands with the given indices. */
  public static Needs only(int... operands) {
    BitSet bits = new BitSet();
    for (int operand : operands) {
      bits.set(operand);
    }
    return of(bits.length(), bits::get);
  }

  private boolean needs(int operand) {
    return operand < FEW ? (few >>> operand & 1) != 0 : others.get(operand);
  }

  /** Whether at least one of these operands needs a gradient. */
  public boolean any(int... operands) {
    for (int operand : operands) {
      if (needs(operand)) {
        return true;
      }
    }
    return false;
  }

  /** Whether at least one of the operands in front of this one needs a gradient. */
  public boolean anyBefore(int operand) {
    int first = few == 0 ? others.nextSetBit(0) : Long.numberOfTrailingZeros(few);
    return first >= 0 && first < operand;
  }

  /** Whether none of these operands needs a gradient. */
  public boolean none(int... operands) {
    return !any(operands);
  }

  /** Whether each of these operands needs a gradient. */
  public boolean all(int... operands) {
    for (int operand : operands) {
      if (!needs(operand)) {
        return false;
      }
    }
    return true;
  }

  /** Those of these operands that are also wanted. */
  Needs and(boolean[] wanted) {
    return of(wanted.length, i -> wanted[i] && needs(i));
  }

  /** Whether no operand at all needs a gradient. */
  public boolean isEmpty() {
    return few == 0 && others.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Needs needs && needs.few == few && needs.others.equals(others);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(few) + others.hashCode();
  }

  @Override
  public String toString() {
    BitSet all = BitSet.valueOf(new long[] {few});
    all.or(others);
    return "needs " + all;
  }
}
