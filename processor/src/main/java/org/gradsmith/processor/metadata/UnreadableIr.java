/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

/** Text that is no method: broken, or written by a processor of another version. */
public final class UnreadableIr extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableIr(String message) {
    super(message);
  }

  UnreadableIr(String message, Throwable cause) {
    super(message, cause);
  }
}
