/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.util.Map;
import java.util.function.Supplier;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** What the calls of the CUDA driver have in common. */
final class Driver {
  private Driver() {}

  /**
   * Loads JCuda's side of the driver.
   *
   * @throws CudaException if it cannot be loaded; says why in one line
   */
  static void load() {
    try {
      JCudaNatives.load("JCudaDriver", Map.of(), () -> JCudaDriver.setExceptionsEnabled(false));
    } catch (LinkageError e) {
      throw new CudaException("JCuda cannot be used: " + JCudaNatives.reason(e));
    }
  }

  /**
   * Fails unless a call succeeded.
   *
   * @param call what was called, with which sizes
   */
  static void check(int status, Supplier<String> call) {
    if (status == CUresult.CUDA_SUCCESS) {
      return;
    }
    String[] text = {""};
    boolean described = JCudaDriver.cuGetErrorString(status, text) == CUresult.CUDA_SUCCESS;
    throw new CudaException(
        "%s failed: %s (%d)%s"
            .formatted(
                call.get(), CUresult.stringFor(status), status, described ? ", " + text[0] : ""));
  }

  static void check(int status, String call) {
    check(status, () -> call);
  }
}
