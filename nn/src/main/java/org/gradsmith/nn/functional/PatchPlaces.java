/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.tensor.ShapeException;

/** Where the windows of an image (C, H, W) look, whose columns unfold makes and fold takes. */
final class PatchPlaces {
  private final long[] image;
  private final long[] kernel;
  private final long[] dilation;
  private final long[] padding;
  private final long[] stride;
  private final long[] counts = new long[2];

  PatchPlaces(
      String op, long[] image, long[] kernel, long[] dilation, long[] padding, long[] stride) {
    this.image = image;
    this.kernel = kernel;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
    for (int i = 0; i < 2; i++) {
      long room = image[i + 1] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1;
      counts[i] = Math.floorDiv(room, stride[i]) + 1;
      if (counts[i] <= 0) {
        throw new ShapeException(
            "%s: a window of %s does not fit images of shape %s"
                .formatted(op, Arrays.toString(kernel), Arrays.toString(image)));
      }
    }
  }

  /** Rows of a column: C·KH·KW. */
  long rows() {
    return image[0] * kernel[0] * kernel[1];
  }

  /** Number of windows. */
  long windows() {
    return counts[0] * counts[1];
  }

  /** The place in row-major order that a row of a window's column shows; NOWHERE is padding. */
  long of(long row, long window) {
    long area = kernel[0] * kernel[1];
    long tap = row % area;
    long y = place(window / counts[1], tap / kernel[1], 0);
    long x = place(window % counts[1], tap % kernel[1], 1);
    boolean inside = y >= 0 && y < image[1] && x >= 0 && x < image[2];
    return inside ? (row / area * image[1] + y) * image[2] + x : IndexMap.NOWHERE;
  }

  /** Where the elements of columns (N, rows, windows) come from in images {@code step} apart. */
  IndexMap.Source source(long step) {
    return index -> {
      long place = of(index[1], index[2]);
      return place == IndexMap.NOWHERE ? place : index[0] * step + place;
    };
  }

  /** The place of each element of a column (rows, windows), {@code outside} for padding. */
  long[] targets(long rows, long windows, long outside) {
    long[] shape = {rows, windows};
    long[] targets = new long[IndexMap.count(shape)];
    IndexMap.forEach(
        shape,
        (k, index) -> {
          long place = of(index[0], index[1]);
          targets[k] = place == IndexMap.NOWHERE ? outside : place;
        });
    return targets;
  }

  private long place(long window, long tap, int i) {
    return window * stride[i] - padding[i] + tap * dilation[i];
  }
}
