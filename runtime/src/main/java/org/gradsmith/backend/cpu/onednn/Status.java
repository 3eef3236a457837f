/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

/** Status codes of oneDNN. */
final class Status {
  private Status() {}

  /** oneDNN has nothing for these shapes. */
  static final class Unimplemented extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unimplemented(String what) {
      super(what, null, false, false);
    }
  }

  static void check(int status, String what) {
    if (status == dnnl_unimplemented) {
      throw new Unimplemented(what);
    }
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN refused " + what + " with status " + status);
    }
  }
}
