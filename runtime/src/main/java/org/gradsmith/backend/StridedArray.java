/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.memory.Storage;

/**
 * Elements in a storage as seen through a shape and strides. Immutable, apart from the elements.
 * Arrays that are handed in and out are shared, not copied: nobody writes to them.
 */
public final class StridedArray {
  private final Storage storage;
  private final DType dtype;
  private final long[] shape;
  private final long[] strides;
  private final long offset;
  private final long count;
  private final boolean contiguous;

  private StridedArray(Storage storage, DType dtype, StridedArray like, long[] strides) {
    this.storage = storage;
    this.dtype = dtype;
    this.shape = like.shape;
    this.strides = strides;
    this.offset = 0;
    this.count = like.count;
    this.contiguous = true;
  }

  /** Strides and offset count elements, not bytes. */
  public StridedArray(Storage storage, DType dtype, long[] shape, long[] strides, long offset) {
    this.storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    this.count = product;
    this.contiguous = product == 0 || isContiguous(shape, strides);
  }

  /** A new contiguous array; its elements are not set. */
  public static StridedArray allocate(DType dtype, long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    Storage storage = Storage.allocate(Math.multiplyExact(count, (long) dtype.byteSize()));
    return new StridedArray(storage, dtype, shape, contiguousStrides(shape), 0);
  }

  /** A new contiguous array of the shape of another one; its elements are not set. */
  public static StridedArray allocateLike(DType dtype, StridedArray like) {
    Storage storage = Storage.allocate(Math.multiplyExact(like.count, (long) dtype.byteSize()));
    return new StridedArray(storage, dtype, like, contiguousStrides(like.shape));
  }

  /** Row-major strides. */
  public static long[] contiguousStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(shape[i], 1);
    }
    return strides;
  }

  private static boolean isContiguous(long[] shape, long[] strides) {
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != step) {
        return false;
      }
      step *= shape[i];
    }
    return true;
  }

  public Storage storage() {
    return storage;
  }

  public DType dtype() {
    return dtype;
  }

  /** Not to be written to. */
  public long[] shape() {
    return shape;
  }

  /** Not to be written to. */
  public long[] strides() {
    return strides;
  }

  /** Place of the first element in the storage. */
  public long offset() {
    return offset;
  }

  public int rank() {
    return shape.length;
  }

  /** Number of elements. */
  public long count() {
    return count;
  }

  public boolean isContiguous() {
    return contiguous;
  }

  /** The same storage under another shape. */
  public StridedArray with(long[] newShape, long[] newStrides, long newOffset) {
    return new StridedArray(storage, dtype, newShape, newStrides, newOffset);
  }

  /** Copies the elements of this contiguous float32 array. */
  public void read(float[] target) {
    if (target.length == 0) {
      return; // the offset may lie beyond an empty storage
    }
    try {
      MemorySegment.copy(
          storage.segment(), ValueLayout.JAVA_FLOAT, offset * 4, target, 0, target.length);
    } finally {
      Reference.reachabilityFence(storage);
    }
  }

  /** Copies the elements of this contiguous float64 array. */
  public void read(double[] target) {
    if (target.length == 0) {
      return; // the offset may lie beyond an empty storage
    }
    try {
      MemorySegment.copy(
          storage.segment(), ValueLayout.JAVA_DOUBLE, offset * 8, target, 0, target.length);
    } finally {
      Reference.reachabilityFence(storage);
    }
  }

  /** Copies the elements of this contiguous int64 array. */
  public void read(long[] target) {
    if (target.length == 0) {
      return; // the offset may lie beyond an empty storage
    }
    try {
      MemorySegment.copy(
          storage.segment(), ValueLayout.JAVA_LONG, offset * 8, target, 0, target.length);
    } finally {
      Reference.reachabilityFence(storage);
    }
  }

  @Override
  public String toString() {
    return dtype + " " + Arrays.toString(shape);
  }
}
