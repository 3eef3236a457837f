/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

/** A source that NVRTC does not compile. */
public final class NvrtcException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String log;

  NvrtcException(String message, String log) {
    super(message);
    this.log = log;
  }

  /** What NVRTC says about the source: errors with their lines, and warnings. */
  public String log() {
    return log;
  }
}
