/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Images taken apart into patches, and windows over channels. */
public final class Patches {
  private Patches() {}

  /**
   * The windows of images (N, C, H, W), or of one (C, H, W), as columns: (N, C·KH·KW, windows).
   * Padding is by zeros.
   */
  public static Tensor unfold(
      Tensor x, long[] kernel, long[] dilation, long[] padding, long[] stride) {
    if (x.dim() == 3) {
      return unfold(x.unsqueeze(0), kernel, dilation, padding, stride).squeeze(0);
    }
    if (x.dim() != 4) {
      throw new ShapeException(
          "unfold: takes images (N, C, H, W) or (C, H, W), but x has shape "
              + Arrays.toString(x.shape()));
    }
    long[] counts = new long[2];
    for (int i = 0; i < 2; i++) {
      long room = x.size(i + 2) + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1;
      counts[i] = Math.floorDiv(room, stride[i]) + 1;
      if (counts[i] <= 0) {
        throw new ShapeException(
            "unfold: a window of %s does not fit images of shape %s"
                .formatted(Arrays.toString(kernel), Arrays.toString(x.shape())));
      }
    }
    long area = kernel[0] * kernel[1];
    long[] shape = {x.size(0), x.size(1) * area, counts[0] * counts[1]};
    long[] steps = IndexMap.steps(x.shape());
    return IndexMap.apply(
        x,
        shape,
        index -> {
          long tap = index[1] % area;
          long row = place(index[2] / counts[1], tap / kernel[1], 0, dilation, padding, stride);
          long column = place(index[2] % counts[1], tap % kernel[1], 1, dilation, padding, stride);
          boolean inside = row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3);
          return inside
              ? index[0] * steps[0] + index[1] / area * steps[1] + row * steps[2] + column
              : IndexMap.NOWHERE;
        },
        0);
  }

  private static long place(
      long window, long tap, int i, long[] dilation, long[] padding, long[] stride) {
    return window * stride[i] - padding[i] + tap * dilation[i];
  }

  /** Squares of r by r pixels become channels: (..., C, H, W) to (..., C·r², H/r, W/r). */
  public static Tensor pixelUnshuffle(Tensor x, long r) {
    int rank = x.dim();
    if (rank < 3 || r < 1 || x.size(-2) % r != 0 || x.size(-1) % r != 0) {
      throw new ShapeException(
          "pixelUnshuffle: images (..., C, H, W) are divided by %d, but x has shape %s"
              .formatted(r, Arrays.toString(x.shape())));
    }
    long height = x.size(-2) / r;
    long width = x.size(-1) / r;
    long[] parted = Arrays.copyOf(x.shape(), rank + 2);
    parted[rank - 2] = height;
    parted[rank - 1] = r;
    parted[rank] = width;
    parted[rank + 1] = r;
    long[] order = new long[rank + 2];
    for (int i = 0; i < rank - 2; i++) {
      order[i] = i;
    }
    order[rank - 2] = rank - 1L;
    order[rank - 1] = rank + 1L;
    order[rank] = rank - 2L;
    order[rank + 1] = rank;
    long[] shape = x.shape();
    shape[rank - 3] *= r * r;
    shape[rank - 2] = height;
    shape[rank - 1] = width;
    return x.reshape(parted).permute(order).reshape(shape);
  }

  /**
   * x / (k + alpha · mean of x² over {@code size} neighbouring channels)^beta, channels along
   * dimension 1 (Krizhevsky and others, 2012).
   */
  public static Tensor localResponseNorm(Tensor x, long size, double alpha, double beta, double k) {
    if (x.numel() == 0) {
      return x; // whatever its dtype, as in PyTorch
    }
    Tensor squares = x.mul(x).transpose(1, -1);
    Tensor padded = Padding.pad(squares, size / 2, (size - 1) / 2);
    long[] one = {1};
    Pooling.Windows windows = new Pooling.Windows(new long[] {size}, one, new long[1], one, false);
    Tensor means = Pooling.avgPool(padded, windows, true, 0).transpose(1, -1);
    return x.div(means.mul(alpha).add(k).pow(beta));
  }
}
