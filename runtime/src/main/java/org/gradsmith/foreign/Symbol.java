/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * Where a C function is.
 *
 * @param library names it in messages: {@code the library 'libgsl.so'}
 * @param lookup opens it
 */
record Symbol(String name, String library, Supplier<SymbolLookup> lookup) {
  /**
   * The function, ready to be called.
   *
   * @throws ForeignException if the library cannot be opened or has no such function, or native
   *     access is off; says why
   */
  @SuppressWarnings("restricted") // a user who names a function wants it to be called
  MethodHandle link(FunctionDescriptor descriptor) {
    try {
      return Linker.nativeLinker().downcallHandle(find(), descriptor);
    } catch (IllegalCallerException e) {
      throw new ForeignException(
          "'%s' of %s cannot be called, as native access is not enabled (--enable-native-access=ALL-UNNAMED)"
              .formatted(name, library),
          e);
    }
  }

  private MemorySegment find() {
    SymbolLookup opened;
    try {
      opened = lookup.get();
    } catch (IllegalArgumentException e) {
      throw new ForeignException(
          "'%s': %s cannot be loaded (%s); give its path, or a name that the system's loader finds"
              .formatted(name, library, e.getMessage()),
          e);
    }
    return opened
        .find(name)
        .orElseThrow(() ->
            new ForeignException(
                "%s has no function '%s'; names are those of C, as 'nm -D' lists them"
                    .formatted(library, name)));
  }
}
