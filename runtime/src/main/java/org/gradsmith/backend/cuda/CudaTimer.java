/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/** Measures how long a device works, by its own clock (events of a resolution of half a us). */
public final class CudaTimer implements AutoCloseable {
  private static final int DEFAULT = 0;
  private static final double PER_SECOND = 1e3;

  private final CUevent start = event();
  private final CUevent end = event();

  CudaTimer() {}

  private static CUevent event() {
    CUevent event = new CUevent();
    Driver.check(cuEventCreate(event, DEFAULT), "cuEventCreate");
    return event;
  }

  /** Seconds from when the device begins what is launched in here until it has done it. */
  public double seconds(Runnable launches) {
    record(start);
    launches.run();
    record(end);
    Driver.check(cuEventSynchronize(end), "cuEventSynchronize");
    float[] milliseconds = new float[1];
    Driver.check(cuEventElapsedTime(milliseconds, start, end), "cuEventElapsedTime");
    return milliseconds[0] / PER_SECOND;
  }

  private static void record(CUevent event) {
    Driver.check(cuEventRecord(event, new CUstream()), "cuEventRecord");
  }

  @Override
  public void close() {
    Driver.check(cuEventDestroy(start), "cuEventDestroy");
    Driver.check(cuEventDestroy(end), "cuEventDestroy");
  }
}
