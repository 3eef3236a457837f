/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.IOException;

/** A download that failed at every source, with the reason at each and what to do instead. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1;

  DownloadException(String message) {
    super(message);
  }
}
