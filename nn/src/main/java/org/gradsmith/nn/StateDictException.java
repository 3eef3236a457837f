/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

/** A state that does not fit the module it is loaded into: every entry that is wrong, and why. */
public final class StateDictException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  StateDictException(String message) {
    super(message);
  }
}
