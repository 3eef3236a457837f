/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/** Thrown by a {@link ShapeCall} when a shape rule asks for what the compiler does not know. */
public final class UnknownShape extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownShape() {
    super("not known before run time", null, false, false);
  }
}
