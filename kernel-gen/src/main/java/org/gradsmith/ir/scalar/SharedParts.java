/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.scalar;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Equality of expressions whose parts are shared. Written out, a chain in which every step reads
 * the one before twice has twice as many parts with each step; here, each part is looked at once.
 */
final class SharedParts {
  /** Levels of an expression that its hash code depends on. */
  private static final int HASHED = 3;

  /** By each part that was compared, one that it equals. */
  private final IdentityHashMap<Scalar, Scalar> equals = new IdentityHashMap<>();

  private SharedParts() {}

  static boolean areEqual(Scalar a, Scalar b) {
    return new SharedParts().compare(a, b);
  }

  @SuppressWarnings("ReferenceEquality") // a part that is shared is one object
  private boolean compare(Scalar a, Scalar b) {
    if (a == b || equals.get(a) == b) {
      return true;
    }
    List<Scalar> ofA = a.children();
    List<Scalar> ofB = b.children();
    if (!a.head().equals(b.head()) || ofA.size() != ofB.size()) {
      return false;
    }
    for (int i = 0; i < ofA.size(); i++) {
      if (!compare(ofA.get(i), ofB.get(i))) {
        return false;
      }
    }
    equals.put(a, b);
    return true;
  }

  /** A hash code that equal expressions share, of the uppermost levels. */
  static int hash(Scalar scalar) {
    return hash(scalar, HASHED);
  }

  private static int hash(Scalar scalar, int levels) {
    int hash = scalar.head().hashCode();
    for (Scalar child : levels == 0 ? List.<Scalar>of() : scalar.children()) {
      hash = Objects.hash(hash, hash(child, levels - 1));
    }
    return hash;
  }
}
