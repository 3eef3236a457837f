/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import org.gradsmith.backend.StridedArray;

/**
 * Two-dimensional convolution in plain Java, image by image: the image's windows become the columns
 * of a matrix. Operands are contiguous.
 */
final class WindowConvolution {
  private WindowConvolution() {}

  static void conv2d(
      StridedArray x, StridedArray filter, StridedArray y, long stride, long padding) {
    Geometry geometry = Geometry.of(x, filter, y, stride, padding);
    double[] weight = all(filter);
    double[] image = new double[geometry.imageSize()];
    double[] windows = new double[geometry.windowSize() * geometry.places()];
    double[] result = new double[geometry.outChannels * geometry.places()];
    for (long n = 0; n < geometry.batch; n++) {
      load(x, n, image);
      geometry.gather(image, windows);
      Arrays.fill(result, 0);
      Gemm.accumulate(
          weight, windows, result, geometry.outChannels, geometry.windowSize(), geometry.places());
      store(result, y, n);
    }
  }

  /** The cotangent of the image. */
  static void gradInput(
      StridedArray gradient, StridedArray filter, StridedArray x, long stride, long padding) {
    Geometry geometry = Geometry.of(x, filter, gradient, stride, padding);
    double[] weight = transposed(all(filter), geometry.outChannels, geometry.windowSize());
    double[] g = new double[geometry.outChannels * geometry.places()];
    double[] windows = new double[geometry.windowSize() * geometry.places()];
    double[] image = new double[geometry.imageSize()];
    for (long n = 0; n < geometry.batch; n++) {
      load(gradient, n, g);
      Arrays.fill(windows, 0);
      Gemm.accumulate(
          weight, g, windows, geometry.windowSize(), geometry.outChannels, geometry.places());
      Arrays.fill(image, 0);
      geometry.scatter(windows, image);
      store(image, x, n);
    }
  }

  /** The cotangent of the weight. */
  static void gradWeight(
      StridedArray gradient, StridedArray x, StridedArray filter, long stride, long padding) {
    Geometry geometry = Geometry.of(x, filter, gradient, stride, padding);
    double[] g = new double[geometry.outChannels * geometry.places()];
    double[] image = new double[geometry.imageSize()];
    double[] windows = new double[geometry.windowSize() * geometry.places()];
    double[] weight = new double[geometry.outChannels * geometry.windowSize()];
    for (long n = 0; n < geometry.batch; n++) {
      load(gradient, n, g);
      load(x, n, image);
      geometry.gather(image, windows);
      double[] places = transposed(windows, geometry.windowSize(), geometry.places());
      Gemm.accumulate(
          g, places, weight, geometry.outChannels, geometry.places(), geometry.windowSize());
    }
    Rows.store(weight, 0, weight.length, filter, filter.offset(), 1);
  }

  private static double[] all(StridedArray array) {
    double[] values = new double[Math.toIntExact(array.count())];
    Rows.load(array, array.offset(), 1, values.length, values);
    return values;
  }

  private static void load(StridedArray batch, long n, double[] image) {
    Rows.load(batch, batch.offset() + n * image.length, 1, image.length, image);
  }

  private static void store(double[] image, StridedArray batch, long n) {
    Rows.store(image, 0, image.length, batch, batch.offset() + n * image.length, 1);
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  /** Sizes of one convolution. */
  private record Geometry(
      long batch,
      int channels,
      int height,
      int width,
      int outChannels,
      int kernelHeight,
      int kernelWidth,
      int stride,
      int padding) {
    /** Also checks that the shapes belong together. */
    static Geometry of(
        StridedArray x, StridedArray filter, StridedArray y, long stride, long padding) {
      long[] image = x.shape();
      long[] weight = filter.shape();
      Geometry geometry =
          new Geometry(
              image[0],
              Math.toIntExact(image[1]),
              Math.toIntExact(image[2]),
              Math.toIntExact(image[3]),
              Math.toIntExact(weight[0]),
              Math.toIntExact(weight[2]),
              Math.toIntExact(weight[3]),
              Math.toIntExact(stride),
              Math.toIntExact(padding));
      long[] output = {
        geometry.batch, geometry.outChannels, geometry.outHeight(), geometry.outWidth()
      };
      if (weight[1] != image[1] || !Arrays.equals(y.shape(), output)) {
        throw new IllegalArgumentException(
            "a convolution of %s by %s gives %s, not %s"
                .formatted(
                    Arrays.toString(image),
                    Arrays.toString(weight),
                    Arrays.toString(output),
                    Arrays.toString(y.shape())));
      }
      return geometry;
    }

    int outHeight() {
      return (height + 2 * padding - kernelHeight) / stride + 1;
    }

    int outWidth() {
      return (width + 2 * padding - kernelWidth) / stride + 1;
    }

    int places() {
      return outHeight() * outWidth();
    }

    int windowSize() {
      return channels * kernelHeight * kernelWidth;
    }

    int imageSize() {
      return channels * height * width;
    }

    /** Every window of the image as a column. */
    void gather(double[] image, double[] windows) {
      int columns = outWidth();
      int at = 0;
      for (int row = 0; row < windowSize(); row++) {
        int plane = row / (kernelHeight * kernelWidth) * height * width;
        int down = row / kernelWidth % kernelHeight - padding;
        int right = row % kernelWidth - padding;
        for (int i = 0; i < outHeight(); i++) {
          int y = i * stride + down;
          for (int j = 0; j < columns; j++) {
            int x = j * stride + right;
            boolean inside = y >= 0 && y < height && x >= 0 && x < width;
            windows[at++] = inside ? image[plane + y * width + x] : 0;
          }
        }
      }
    }

    /** Adds every column at the place of its window. */
    void scatter(double[] windows, double[] image) {
      int columns = outWidth();
      int at = 0;
      for (int row = 0; row < windowSize(); row++) {
        int plane = row / (kernelHeight * kernelWidth) * height * width;
        int down = row / kernelWidth % kernelHeight - padding;
        int right = row % kernelWidth - padding;
        for (int i = 0; i < outHeight(); i++) {
          int y = i * stride + down;
          for (int j = 0; j < columns; j++) {
            int x = j * stride + right;
            if (y >= 0 && y < height && x >= 0 && x < width) {
              image[plane + y * width + x] += windows[at];
            }
            at++;
          }
        }
      }
    }
  }
}
