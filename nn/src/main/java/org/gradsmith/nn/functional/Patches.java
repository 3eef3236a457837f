/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Images taken apart into patches, and windows over channels. */
public final class Patches {
  private Patches() {}

  /**
   * The windows of images (N, C, H, W), or of one (C, H, W), as columns: (N, C·KH·KW, windows).
   * Padding is by zeros.
   */
  @Differentiable
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
    long[] image = Arrays.copyOfRange(x.shape(), 1, 4);
    PatchPlaces places = new PatchPlaces("unfold", image, kernel, dilation, padding, stride);
    long[] shape = {x.size(0), places.rows(), places.windows()};
    return IndexMap.apply(x, shape, places.source(IndexMap.steps(x.shape())[0]), 0);
  }

  /**
   * The sum of windows, given as columns (N, C·KH·KW, windows) or one (C·KH·KW, windows), where
   * {@link #unfold} would have found them in images of a size (H, W): (N, C, H, W). What lies in
   * the padding is left out.
   */
  @Differentiable
  public static Tensor fold(
      Tensor x, long[] size, long[] kernel, long[] dilation, long[] padding, long[] stride) {
    if (x.dim() == 2) {
      return fold(x.unsqueeze(0), size, kernel, dilation, padding, stride).squeeze(0);
    }
    long area = kernel[0] * kernel[1];
    if (x.dim() != 3 || x.size(1) % area != 0) {
      throw new ShapeException(
          "fold: takes columns (N, C·%d, windows) or (C·%d, windows), but x has shape %s"
              .formatted(area, area, Arrays.toString(x.shape())));
    }
    long[] image = {x.size(1) / area, size[0], size[1]};
    PatchPlaces places = new PatchPlaces("fold", image, kernel, dilation, padding, stride);
    if (x.size(2) != places.windows()) {
      throw new ShapeException(
          "fold: %d windows fill images of size %s, but x has shape %s"
              .formatted(places.windows(), Arrays.toString(size), Arrays.toString(x.shape())));
    }
    long pixels = IndexMap.count(image);
    long[] targets = places.targets(x.size(1), x.size(2), pixels);
    Tensor index = Tensor.from(targets, 1, targets.length).expand(x.size(0), targets.length);
    // one place more collects what lies in the padding
    Tensor sums =
        Tensor.zeros(x.dtype(), x.size(0), pixels + 1)
            .scatterAdd(1, index, x.reshape(x.size(0), targets.length));
    return sums.narrow(1, 0, pixels).reshape(x.size(0), image[0], image[1], image[2]);
  }

  /** Channels become squares of r by r pixels: (..., C·r², H, W) to (..., C, H·r, W·r). */
  @Differentiable
  public static Tensor pixelShuffle(Tensor x, long r) {
    int rank = x.dim();
    if (rank < 3 || r < 1 || x.size(-3) % (r * r) != 0) {
      throw new ShapeException(
          "pixelShuffle: the channels of (..., C, H, W) are divided by %d squared, but x has shape %s"
              .formatted(r, Arrays.toString(x.shape())));
    }
    long channels = x.size(-3) / (r * r);
    long[] parted = Arrays.copyOf(x.shape(), rank + 2);
    parted[rank - 3] = channels;
    parted[rank - 2] = r;
    parted[rank - 1] = r;
    parted[rank] = x.size(-2);
    parted[rank + 1] = x.size(-1);
    long[] order = new long[rank + 2];
    Arrays.setAll(order, i -> i);
    order[rank - 2] = rank;
    order[rank - 1] = rank - 2L;
    order[rank] = rank + 1L;
    order[rank + 1] = rank - 1L;
    long[] shape = x.shape();
    shape[rank - 3] = channels;
    shape[rank - 2] *= r;
    shape[rank - 1] *= r;
    return x.reshape(parted).permute(order).reshape(shape);
  }

  /** The channels of (N, C, ...) in groups, the first of every group first, then the second... */
  @Differentiable
  public static Tensor channelShuffle(Tensor x, long groups) {
    if (x.dim() < 3 || groups < 1 || x.size(1) % groups != 0) {
      throw new ShapeException(
          "channelShuffle: the channels of (N, C, ...) divide into %d groups, but x has shape %s"
              .formatted(groups, Arrays.toString(x.shape())));
    }
    return x.unflatten(1, groups, x.size(1) / groups).transpose(1, 2).reshape(x.shape());
  }

  /** Squares of r by r pixels become channels: (..., C, H, W) to (..., C·r², H/r, W/r). */
  @Differentiable
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
  @Differentiable
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
