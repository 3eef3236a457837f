/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.OptionalLong;
import org.gradsmith.ir.op.Dims;

/** Arithmetic on sizes that may be known only by name. */
final class SymbolicDims implements Dims<Dim> {
  private final String prefix;
  private int unknowns;

  /**
   * @param prefix begins the names of sizes that nothing is known of
   */
  SymbolicDims(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Dim literal(long value) {
    return Dim.of(value);
  }

  @Override
  public Dim plus(Dim a, Dim b) {
    return a.plus(b);
  }

  @Override
  public Dim times(Dim a, Dim b) {
    return a.times(b);
  }

  @Override
  public Dim floorDivide(Dim a, Dim b) {
    return a.floorDivide(b);
  }

  @Override
  public OptionalLong value(Dim size) {
    return size.value();
  }

  /** Two sizes differ for sure only if they differ by a number; N and 2*N may both be 0. */
  @Override
  public Answer equal(Dim a, Dim b) {
    OptionalLong difference = a.plus(b.times(Dim.of(-1))).value();
    if (difference.isEmpty()) {
      return Answer.UNKNOWN;
    }
    return difference.getAsLong() == 0 ? Answer.YES : Answer.NO;
  }

  @Override
  public Dim unknown() {
    return Dim.named(prefix + ++unknowns);
  }
}
