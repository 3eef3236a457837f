/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.io.Serial;

/** The data of a conformance run cannot be read. */
public final class ConformanceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** A message that names the file and what is wrong with it. */
  public ConformanceException(String message) {
    super(message);
  }
}
