/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

/**
 * A member of an object that a body reads.
 *
 * @param owner binary name of the class that declares it
 * @param name its name
 * @param access how generated code in another package or class can read it
 * @param type binary name of the member's type, or {@code int}
 */
public record Member(String owner, String name, Access access, String type) {
  /** How to read a member. */
  public enum Access {
    /** A public method without parameters, of the member's name. */
    METHOD,
    /** A field that classes of the same package can read. */
    FIELD,
    /** A private field: read through a VarHandle, by the owner's own companion only. */
    PRIVATE_FIELD
  }
}
