/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;

/**
 * Operands on which tests try an op.
 *
 * @param operands shape and domain of each operand
 * @param attributes attribute values: Long, Double, List of Long, or the name of a dtype's constant
 */
public record Sample(List<Input> operands, List<Object> attributes) {
  /**
   * A random operand.
   *
   * @param shape its shape
   * @param low least value
   * @param high greatest value
   * @param integer whether values are integers (of dtype int64, or int32 for hidden indices)
   */
  public record Input(List<Long> shape, double low, double high, boolean integer) {
    /** Floating-point values between -1 and 1. */
    public static Input of(long... shape) {
      return in(-1, 1, shape);
    }

    /** Floating-point values in a range. */
    public static Input in(double low, double high, long... shape) {
      return new Input(java.util.Arrays.stream(shape).boxed().toList(), low, high, false);
    }

    /** Integers from 0 up to, not including, {@code bound}. */
    public static Input indices(long bound, long... shape) {
      return new Input(java.util.Arrays.stream(shape).boxed().toList(), 0, bound, true);
    }
  }

  /** A sample without attributes. */
  public static Sample of(Input... operands) {
    return new Sample(List.of(operands), List.of());
  }

  /** This sample with attributes. */
  public Sample with(Object... attributes) {
    return new Sample(operands, List.of(attributes));
  }
}
