/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/** What a shape rule throws when an index lies outside the dimension it counts along. */
public final class IndexMismatch extends ShapeMismatch {
  private static final long serialVersionUID = 1L;

  IndexMismatch(String reason) {
    super(reason);
  }
}
