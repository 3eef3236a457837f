/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Lets a companion read the private fields of its own class. */
public final class PrivateFields {
  private PrivateFields() {}

  /**
   * A handle that reads a field.
   *
   * @param lookup the companion's own lookup; it lies in the package of {@code owner}
   * @param owner the class that declares the field
   * @param name the field's name
   * @param type the field's declared type
   */
  public static VarHandle find(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, lookup).findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw gone(lookup, owner, name, type, e);
    }
  }

  /** A handle that reads a static field; the parameters are those of {@link #find}. */
  public static VarHandle findStatic(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, lookup).findStaticVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw gone(lookup, owner, name, type, e);
    }
  }

  private static CompiledException gone(
      MethodHandles.Lookup lookup,
      Class<?> owner,
      String name,
      Class<?> type,
      ReflectiveOperationException cause) {
    return new CompiledException(
        "%s was generated when %s had a field '%s' of type %s, which is not there now; compile %s again with the Gradsmith processor"
            .formatted(
                lookup.lookupClass().getName(),
                owner.getName(),
                name,
                type.getTypeName(),
                owner.getName()),
        cause);
  }
}
