/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;

/**
 * The first GPU, through the driver's API and the primary context, which it shares with other
 * libraries of the process. Everything is launched on the default stream, one after the other. For
 * the thread that opened it, and for others from {@link #makeCurrent} on.
 */
public final class CudaDevice implements AutoCloseable {
  private static final int NAME_LENGTH = 128;

  private final CUdevice device;
  private final CUcontext context;

  private CudaDevice(CUdevice device, CUcontext context) {
    this.device = device;
    this.context = context;
  }

  /**
   * Opens the first device.
   *
   * @throws CudaException if there is none, or the driver refuses; says why
   */
  public static CudaDevice open() {
    GpuProbe probe = GpuProbe.run();
    if (!probe.found()) {
      throw new CudaException("there is no GPU to open: " + probe.text());
    }
    Driver.load();
    Driver.check(cuInit(0), "cuInit");
    CUdevice device = new CUdevice();
    Driver.check(cuDeviceGet(device, 0), "cuDeviceGet of device 0");
    CUcontext context = new CUcontext();
    Driver.check(cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    CudaDevice opened = new CudaDevice(device, context);
    opened.makeCurrent();
    return opened;
  }

  /** Makes it the device of this thread. */
  public void makeCurrent() {
    Driver.check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /** The name that the driver gives it. */
  public String name() {
    byte[] name = new byte[NAME_LENGTH];
    Driver.check(cuDeviceGetName(name, NAME_LENGTH, device), "cuDeviceGetName");
    int length = 0;
    while (length < NAME_LENGTH && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  /** What NVRTC calls its architecture: {@code sm_90}. */
  public String architecture() {
    return "sm_"
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  public int multiprocessors() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  /** Bytes of the cache that all multiprocessors share. */
  public int cacheBytes() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
  }

  /** Bytes of its memory. */
  public long memoryBytes() {
    long[] bytes = new long[1];
    Driver.check(cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
    return bytes[0];
  }

  /** The version of CUDA that the driver supports: {@code 13.0}. */
  public String driverVersion() {
    int[] version = new int[1];
    Driver.check(cuDriverGetVersion(version), "cuDriverGetVersion");
    return version[0] / 1000 + "." + version[0] % 1000 / 10;
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    Driver.check(
        cuDeviceGetAttribute(value, attribute, device),
        () -> "cuDeviceGetAttribute of " + CUdevice_attribute.stringFor(attribute));
    return value[0];
  }

  /** Memory with whatever lies in it. */
  public DeviceMemory allocate(long bytes) {
    return new DeviceMemory(bytes);
  }

  /** Memory that holds a copy of native memory. */
  public DeviceMemory copyOf(MemorySegment host) {
    DeviceMemory memory = new DeviceMemory(host.byteSize());
    memory.copyFrom(host);
    return memory;
  }

  public CudaTimer timer() {
    return new CudaTimer();
  }

  /**
   * Waits until everything that was launched is done.
   *
   * @param what names it, in the message of the exception if it failed
   */
  public void await(String what) {
    Driver.check(cuCtxSynchronize(), () -> "cuCtxSynchronize after " + what);
  }

  /** Whether it still works: a kernel that left its memory spoils it for the whole process. */
  public boolean isUsable() {
    return cuCtxSynchronize() == CUresult.CUDA_SUCCESS;
  }

  /** Gives its context back; one that is spoiled is lost anyway. */
  @Override
  public void close() {
    cuDevicePrimaryCtxRelease(device);
  }
}
