/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not what an IDX file of unsigned bytes must be: which file, what, at which byte.
 */
public final class IdxFormatException extends IOException {
  private static final long serialVersionUID = 1;

  IdxFormatException(String message) {
    super(message);
  }

  IdxFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
