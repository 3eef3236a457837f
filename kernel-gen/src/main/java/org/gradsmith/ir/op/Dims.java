/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.OptionalLong;

/**
 * Arithmetic on sizes. Shape rules are written once against it: the compiler instantiates {@code D}
 * with symbolic polynomials, the runtime with numbers.
 *
 * @param <D> a size
 */
public interface Dims<D> {
  D literal(long value);

  D plus(D a, D b);

  D times(D a, D b);

  /** Quotient rounded towards negative infinity. */
  D floorDivide(D a, D b);

  /** The size's value, where it is known. */
  OptionalLong value(D size);

  /** Whether the two are equal, different, or not known to be either. */
  Answer equal(D a, D b);

  /** A size about which nothing is known. The runtime never needs one. */
  D unknown();

  /** Result of a comparison that may not be decidable before run time. */
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }
}
