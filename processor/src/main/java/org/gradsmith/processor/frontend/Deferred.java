/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

/** A method that cannot be read yet: a class it uses may still be generated. */
public final class Deferred extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Deferred(String reason) {
    super(reason, null, false, false);
  }
}
