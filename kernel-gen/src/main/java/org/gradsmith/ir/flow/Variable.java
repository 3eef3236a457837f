/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

/**
 * A local variable of a method, a parameter, or a temporary of the lowering; it may be assigned
 * more than once.
 *
 * @param name unique in its method
 * @param kind what differentiation does with it
 * @param type its Java type, fully qualified: {@code double}, {@code java.util.List<...>}
 */
public record Variable(String name, Kind kind, String type) {
  /** What differentiation does with a variable. */
  public enum Kind {
    /** A {@code double} or {@code float}: has an adjoint variable. */
    REAL,
    /** A tensor: its adjoint lies in its slot. */
    TENSOR,
    /** An array of {@code double} or {@code float}: has a shadow array of adjoints. */
    ARRAY,
    /** Integers, flags, texts and objects: no adjoint of their own. */
    PASSIVE
  }

  public boolean isReal() {
    return kind == Kind.REAL;
  }

  public boolean isTensor() {
    return kind == Kind.TENSOR;
  }

  /** Variables of a method differ in their names. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
