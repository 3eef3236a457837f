/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

/** A use of memory that was given back by {@link Storage#release}. */
public final class ReleasedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public ReleasedException(String message) {
    super(message);
  }
}
