/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pooling;

/**
 * Pooling over windows of images (N, C, H, W), a plane (H, W) at a time. Operands are contiguous.
 */
final class PoolingKernels {
  private PoolingKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Pooling.MAX_POOL2D, Kernel.of(PoolingKernels::maxPool2d),
        Pooling.MAX_POOL2D_GRAD, Kernel.of(PoolingKernels::maxPool2dGrad),
        Pooling.MAX_POOL2D_GATHER, Kernel.of(PoolingKernels::maxPool2dGather));
  }

  static void maxPool2d(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    int kernel = Math.toIntExact((Long) attributes[0]);
    int stride = Math.toIntExact((Long) attributes[1]);
    int padding = Math.toIntExact((Long) attributes[2]);
    if (kernel < 1 || padding < 0 || 2 * padding > kernel) {
      throw new IllegalArgumentException(
          "maxPool2d: padding is 0 up to half of the kernel size, but is %d for kernel size %d"
              .formatted(padding, kernel));
    }
    StridedArray x = operands[0];
    StridedArray y = results[0];
    Plane from = Plane.of(x);
    Plane to = Plane.of(y);
    double[] plane = new double[from.size()];
    double[] pooled = new double[to.size()];
    int[] places = new int[to.size()];
    MemorySegment indices = results[1].storage().segment();
    for (long p = 0; p < from.count; p++) {
      Rows.load(x, x.offset() + p * from.size(), 1, from.size(), plane);
      pool(plane, from, pooled, places, to, kernel, stride, padding);
      Rows.store(pooled, 0, to.size(), y, y.offset() + p * to.size(), 1);
      long at = (results[1].offset() + p * to.size()) * Integer.BYTES;
      MemorySegment.copy(places, 0, indices, ValueLayout.JAVA_INT, at, to.size());
    }
  }

  /** Goes tap by tap, so that the inner loop runs along a row. */
  private static void pool(
      double[] plane,
      Plane from,
      double[] pooled,
      int[] places,
      Plane to,
      int kernel,
      int stride,
      int padding) {
    for (int row = 0; row < to.height; row++) {
      int at = row * to.width;
      int top = Math.max(row * stride - padding, 0);
      int bottom = Math.min(row * stride - padding + kernel, from.height);
      for (int column = 0; column < to.width; column++) {
        int first = top * from.width + Math.max(column * stride - padding, 0);
        places[at + column] = first;
        pooled[at + column] = plane[first];
      }
      for (int i = top; i < bottom; i++) {
        for (int right = -padding; right < kernel - padding; right++) {
          // the columns of windows for which this tap lies inside the plane
          int start = right >= 0 ? 0 : (-right + stride - 1) / stride;
          int end = Math.min(to.width, (from.width - right + stride - 1) / stride);
          tap(plane, i * from.width + right, stride, start, end, pooled, places, at);
        }
      }
    }
  }

  private static void tap(
      double[] plane,
      int from,
      int stride,
      int start,
      int end,
      double[] pooled,
      int[] places,
      int to) {
    for (int column = start; column < end; column++) {
      int place = from + column * stride;
      double value = plane[place];
      double largest = pooled[to + column];
      // not (value <= largest): larger, or one of them is NaN, of which the first one stays
      if (!(value <= largest) && !Double.isNaN(largest)) {
        pooled[to + column] = value;
        places[to + column] = place;
      }
    }
  }

  /** Adds each element of g at the place it came from. */
  static void maxPool2dGrad(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    Plane from = Plane.of(g);
    Plane to = Plane.of(results[0]);
    double[] gradients = new double[from.size()];
    double[] plane = new double[to.size()];
    int[] places = new int[from.size()];
    for (long p = 0; p < from.count; p++) {
      Rows.load(g, g.offset() + p * from.size(), 1, from.size(), gradients);
      places(operands[1], p, places);
      java.util.Arrays.fill(plane, 0);
      for (int i = 0; i < places.length; i++) {
        plane[places[i]] += gradients[i];
      }
      Rows.store(plane, 0, to.size(), results[0], results[0].offset() + p * to.size(), 1);
    }
  }

  /** Reads the elements of x at the places that a pooling chose. */
  static void maxPool2dGather(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    Plane from = Plane.of(x);
    Plane to = Plane.of(results[0]);
    double[] plane = new double[from.size()];
    double[] gathered = new double[to.size()];
    int[] places = new int[to.size()];
    for (long p = 0; p < from.count; p++) {
      Rows.load(x, x.offset() + p * from.size(), 1, from.size(), plane);
      places(operands[1], p, places);
      for (int i = 0; i < places.length; i++) {
        gathered[i] = plane[places[i]];
      }
      Rows.store(gathered, 0, to.size(), results[0], results[0].offset() + p * to.size(), 1);
    }
  }

  private static void places(StridedArray indices, long plane, int[] places) {
    long start = indices.offset() + plane * places.length;
    if (indices.dtype() == DType.INT32) {
      MemorySegment segment = indices.storage().segment();
      MemorySegment.copy(
          segment, ValueLayout.JAVA_INT, start * Integer.BYTES, places, 0, places.length);
      return;
    }
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.toIntExact(Rows.integer(indices, start + i));
    }
  }

  /** The planes of an array (N, C, H, W). */
  private record Plane(long count, int height, int width) {
    static Plane of(StridedArray images) {
      long[] shape = images.shape();
      return new Plane(shape[0] * shape[1], Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
    }

    int size() {
      return height * width;
    }
  }
}
