/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoD;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Memory of a device. Copies wait for what was launched before, and are complete on return. */
public final class DeviceMemory implements AutoCloseable {
  /**
   * The driver refuses to allocate nothing, so an empty tensor has some bytes that nobody reads.
   */
  private static final long LEAST = 16;

  /** Bytes of one copy between the device and the host, where a buffer holds less than 2 GB. */
  private static final long PIECE = 1L << 30;

  private final Address address = new Address();
  private final long bytes;

  /** A pointer that tells the address in it. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }

  DeviceMemory(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("memory of " + bytes + " bytes");
    }
    this.bytes = bytes;
    long allocated = Math.max(LEAST, bytes);
    Driver.check(cuMemAlloc(address, allocated), () -> "cuMemAlloc of " + allocated + " bytes");
  }

  public long bytes() {
    return bytes;
  }

  /** The address on the device. */
  long address() {
    return address.value();
  }

  /** Copies all bytes of native memory to the beginning of this memory. */
  public void copyFrom(MemorySegment host) {
    copyFrom(host, 0);
  }

  /** Copies all bytes of native memory to a place in this memory. */
  public void copyFrom(MemorySegment host, long offset) {
    require(host.byteSize(), offset);
    for (long at = 0; at < host.byteSize(); at += PIECE) {
      long size = Math.min(PIECE, host.byteSize() - at);
      long to = offset + at;
      Driver.check(
          cuMemcpyHtoD(address.withByteOffset(to), pointer(host, at, size), size),
          () -> "cuMemcpyHtoD of %d bytes to offset %d of %d".formatted(size, to, bytes));
    }
  }

  /** Fills native memory with the first bytes of this memory. */
  public void copyTo(MemorySegment host) {
    require(host.byteSize(), 0);
    for (long at = 0; at < host.byteSize(); at += PIECE) {
      long size = Math.min(PIECE, host.byteSize() - at);
      long from = at;
      Driver.check(
          cuMemcpyDtoH(pointer(host, at, size), address.withByteOffset(at), size),
          () -> "cuMemcpyDtoH of %d bytes from offset %d of %d".formatted(size, from, bytes));
    }
  }

  /** Copies all bytes of other memory of the device; may return before that is done. */
  public void copyFrom(DeviceMemory other) {
    require(other.bytes, 0);
    Driver.check(
        cuMemcpyDtoD(address, other.address, other.bytes),
        () -> "cuMemcpyDtoD of " + other.bytes + " bytes");
  }

  /** Sets every byte; may return before that is done. */
  public void fill(int value) {
    Driver.check(
        cuMemsetD8(address, (byte) value, bytes), () -> "cuMemsetD8 of " + bytes + " bytes");
  }

  private void require(long size, long offset) {
    if (offset < 0 || size > bytes - offset) {
      throw new IllegalArgumentException(
          "%d bytes at offset %d do not fit into %d".formatted(size, offset, bytes));
    }
  }

  private static Pointer pointer(MemorySegment host, long offset, long size) {
    if (!host.isNative()) {
      throw new IllegalArgumentException("only native memory can be copied to and from a device");
    }
    return Pointer.to(host.asSlice(offset, size).asByteBuffer().order(ByteOrder.nativeOrder()));
  }

  @Override
  public void close() {
    Driver.check(cuMemFree(address), () -> "cuMemFree of " + bytes + " bytes");
  }
}
