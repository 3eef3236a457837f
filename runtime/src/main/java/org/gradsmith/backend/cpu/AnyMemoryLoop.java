/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.gradsmith.kernel.cpu.PointwiseLoop;
import org.jspecify.annotations.Nullable;

/** A loop over native memory, and a slower one, made when it is needed, where arrays take part. */
final class AnyMemoryLoop implements PointwiseLoop {
  private final PointwiseLoop onNative;
  private final Supplier<PointwiseLoop> maker;
  private volatile @Nullable PointwiseLoop anywhere;

  AnyMemoryLoop(PointwiseLoop onNative, Supplier<PointwiseLoop> maker) {
    this.onNative = onNative;
    this.maker = maker;
  }

  @Override
  public void run(
      MemorySegment[] segments,
      long[] offsets,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      int columns) {
    PointwiseLoop loop = onNative;
    for (MemorySegment segment : segments) {
      if (!segment.isNative()) {
        loop = anywhere();
        break;
      }
    }
    loop.run(segments, offsets, rowStrides, columnStrides, attributes, rows, columns);
  }

  private PointwiseLoop anywhere() {
    PointwiseLoop made = anywhere;
    if (made == null) {
      made = maker.get();
      anywhere = made;
    }
    return made;
  }
}
