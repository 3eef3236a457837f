/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import java.io.IOException;

/** A file that is not a valid safetensors file, or that holds what this library cannot hold. */
public final class SafetensorsFormatException extends IOException {
  private static final long serialVersionUID = 1;

  SafetensorsFormatException(String message) {
    super(message);
  }
}
