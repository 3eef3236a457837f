/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.Optional;

/**
 * An argument of an op that is not a tensor.
 *
 * @param name its name in the table
 * @param kind what values it takes
 * @param standard what an API method that leaves it out means
 */
public record AttributeSpec(String name, Kind kind, Optional<Standard> standard) {
  /** What values an attribute takes. */
  public enum Kind {
    /** An integer: a size, a dimension, a flag (0 or 1), an ordinal. */
    INT,
    /** A list of sizes; -1 stands for the size that is left. */
    SHAPE,
    /**
     * A number that takes part in arithmetic: a Double, or a Long, which keeps integers integers.
     */
    NUMBER,
    /** A dtype. */
    DTYPE
  }

  /** The value of an attribute that was left out. */
  public sealed interface Standard {
    /** A constant. */
    record Literal(long value) implements Standard {}

    /** The value of another attribute of the same call. */
    record SameAs(String attribute) implements Standard {}
  }
}
