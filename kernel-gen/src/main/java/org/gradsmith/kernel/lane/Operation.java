/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import org.gradsmith.ir.scalar.Scalar;

/**
 * What a step of a {@link LaneGraph} does. Its result is a number of the dtype, or bits: an integer
 * of the same width.
 */
public sealed interface Operation {
  /** An operand or an attribute of the expression. */
  record Source(Scalar leaf) implements Operation {
    public Source {
      if (!(leaf instanceof Scalar.Operand || leaf instanceof Scalar.Attribute)) {
        throw new IllegalArgumentException(leaf + " does not come from outside");
      }
    }
  }

  /** A number, rounded to the dtype. */
  record Constant(double value) implements Operation {}

  /** A bit pattern. */
  record Pattern(long bits) implements Operation {}

  /**
   * The bits of the argument, moved left; for a negative distance moved right, the sign coming in.
   */
  record Shift(int distance) implements Operation {}

  /**
   * Of (x, y): y where |x| is at most a limit or NaN; elsewhere a function of x that is not written
   * in steps, and is so rarely needed that it may take its time.
   */
  record Within(double limit, Scalar.UnaryFunction beyond) implements Operation {}

  /** A function that is not written in steps; no function of vectors. */
  record Call(Scalar.UnaryFunction function) implements Operation {}

  /** A function of two numbers that is not written in steps; no function of vectors. */
  record CallOfTwo(Scalar.BinaryFunction function) implements Operation {}

  /** The steps that every processor has. */
  enum Basic implements Operation {
    NEG,
    ABS,
    SQRT,
    ADD,
    SUB,
    MUL,
    DIV,
    /** Of (x, y, z): x · y + z, rounded once. */
    FMA,
    /** Of (left, right, then, otherwise); a comparison with NaN is false. */
    IF_LESS,
    /** Of (left, right, then, otherwise). */
    IF_EQUAL,
    /** Of bits and two numbers: the first number where the bits are all 0, else the second. */
    IF_ZERO,
    /** The bits of a number. */
    TO_BITS,
    /** The number that bits mean. */
    FROM_BITS,
    BITS_ADD,
    BITS_SUB,
    BITS_AND,
    BITS_OR,
    BITS_XOR;

    /** Whether it chooses between two of its arguments. */
    public boolean isChoice() {
      return this == IF_LESS || this == IF_EQUAL || this == IF_ZERO;
    }
  }

  /** Whether the result is bits. */
  default boolean givesBits() {
    return switch (this) {
      case Pattern _, Shift _ -> true;
      case Basic basic ->
          switch (basic) {
            case TO_BITS, BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR -> true;
            case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA -> false;
            case IF_LESS, IF_EQUAL, IF_ZERO, FROM_BITS -> false;
          };
      case Source _, Constant _, Within _, Call _, CallOfTwo _ -> false;
    };
  }
}
