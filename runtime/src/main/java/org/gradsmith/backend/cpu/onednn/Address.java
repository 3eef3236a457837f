/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An address we own, in the shape the binding wants. It never frees anything and can be moved. */
final class Address extends FloatPointer {
  Address() {
    super((Pointer) null);
  }

  /** Moves to another address. */
  Address at(long newAddress) {
    address = newAddress;
    return this;
  }
}
