/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.ConvolutionNd;
import org.gradsmith.ir.op.Op;

/**
 * Convolutions over one to three dimensions in plain Java, a group of an image at a time: its
 * windows become the columns of a matrix. Computed in double and rounded once. Operands are
 * contiguous. Integers are computed in double too: exact while every sum stays within 2^53.
 */
final class GroupedConvolution {
  private GroupedConvolution() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        ConvolutionNd.CONV_ND, Kernel.of(GroupedConvolution::convolve),
        ConvolutionNd.CONV_ND_GRAD_INPUT, Kernel.of(GroupedConvolution::gradInput),
        ConvolutionNd.CONV_ND_GRAD_WEIGHT, Kernel.of(GroupedConvolution::gradWeight));
  }

  private static void convolve(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    Windows w = Windows.of(x, operands[1], y, attributes, 0);
    double[] image = new double[w.imageSize()];
    double[] columns = new double[w.rows() * w.places()];
    double[] result = new double[w.outChannels() * w.places()];
    double[] weight = new double[w.outChannels() * w.rows()];
    for (int group = 0; group < w.groups(); group++) {
      load(operands[1], group, weight);
      for (long n = 0; n < w.batch(); n++) {
        load(x, n * w.groups() + group, image);
        w.gather(image, columns);
        Arrays.fill(result, 0);
        Gemm.accumulate(weight, columns, result, w.outChannels(), w.rows(), w.places());
        store(result, y, n * w.groups() + group);
      }
    }
  }

  private static void gradInput(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray gradient = operands[0];
    StridedArray x = results[0];
    Windows w = Windows.of(x, operands[1], gradient, attributes, 1);
    double[] image = new double[w.imageSize()];
    double[] columns = new double[w.rows() * w.places()];
    double[] g = new double[w.outChannels() * w.places()];
    double[] weight = new double[w.outChannels() * w.rows()];
    for (int group = 0; group < w.groups(); group++) {
      load(operands[1], group, weight);
      double[] across = transposed(weight, w.outChannels(), w.rows());
      for (long n = 0; n < w.batch(); n++) {
        load(gradient, n * w.groups() + group, g);
        Arrays.fill(columns, 0);
        Gemm.accumulate(across, g, columns, w.rows(), w.outChannels(), w.places());
        Arrays.fill(image, 0);
        w.scatter(columns, image);
        store(image, x, n * w.groups() + group);
      }
    }
  }

  private static void gradWeight(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray gradient = operands[0];
    StridedArray x = operands[1];
    Windows w = Windows.of(x, results[0], gradient, attributes, 1);
    double[] image = new double[w.imageSize()];
    double[] columns = new double[w.rows() * w.places()];
    double[] g = new double[w.outChannels() * w.places()];
    double[] weight = new double[w.outChannels() * w.rows()];
    for (int group = 0; group < w.groups(); group++) {
      Arrays.fill(weight, 0);
      for (long n = 0; n < w.batch(); n++) {
        load(gradient, n * w.groups() + group, g);
        load(x, n * w.groups() + group, image);
        w.gather(image, columns);
        double[] across = transposed(columns, w.rows(), w.places());
        Gemm.accumulate(g, across, weight, w.outChannels(), w.places(), w.rows());
      }
      store(weight, results[0], group);
    }
  }

  private static void load(StridedArray array, long part, double[] values) {
    long start = array.offset() + part * values.length;
    if (array.dtype().isFloating()) {
      Rows.load(array, start, 1, values.length, values);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Rows.integer(array, start + i);
    }
  }

  private static void store(double[] values, StridedArray array, long part) {
    long start = array.offset() + part * values.length;
    if (array.dtype().isFloating()) {
      Rows.store(values, 0, values.length, array, start, 1);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      Rows.store((long) values[i], array, start + i);
    }
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

  /** Sizes of one group of a convolution, brought to three spatial dimensions by leading ones. */
  private static final class Windows {
    private final long batch;
    private final int groups;
    private final int channels;
    private final int outChannels;
    private final int[] image;
    private final int[] window;
    private final int[] out;
    private final int[] stride;
    private final int[] before;
    private final int[] dilation;

    private Windows(
        StridedArray x, StridedArray weight, StridedArray y, Object[] attributes, int first) {
      int n = x.rank() - 2;
      long[] padding = (long[]) attributes[first + 1];
      long[] left = new long[n];
      for (int i = 0; i < n; i++) {
        left[i] = padding[2 * i];
      }
      batch = x.shape()[0];
      groups = Math.toIntExact((Long) attributes[first + 3]);
      channels = Math.toIntExact(weight.shape()[1]);
      outChannels = Math.toIntExact(weight.shape()[0] / groups);
      image = three(Arrays.copyOfRange(x.shape(), 2, n + 2), 1);
      window = three(Arrays.copyOfRange(weight.shape(), 2, n + 2), 1);
      out = three(Arrays.copyOfRange(y.shape(), 2, n + 2), 1);
      stride = three((long[]) attributes[first], 1);
      before = three(left, 0);
      dilation = three((long[]) attributes[first + 2], 1);
    }

    /** Also checks that the shapes belong together. */
    static Windows of(
        StridedArray x, StridedArray weight, StridedArray y, Object[] attributes, int first) {
      long[] steps = (long[]) attributes[first];
      long[] padding = (long[]) attributes[first + 1];
      long[] dilation = (long[]) attributes[first + 2];
      long groups = (Long) attributes[first + 3];
      for (int i = 0; i < steps.length; i++) {
        long span = dilation[i] * (weight.shape()[i + 2] - 1) + 1;
        long room = x.shape()[i + 2] + padding[2 * i] + padding[2 * i + 1] - span;
        require(room / steps[i] + 1 == y.shape()[i + 2], x, weight, y);
      }
      require(
          x.shape()[0] == y.shape()[0]
              && x.shape()[1] == weight.shape()[1] * groups
              && weight.shape()[0] == y.shape()[1]
              && weight.shape()[0] % groups == 0,
          x,
          weight,
          y);
      return new Windows(x, weight, y, attributes, first);
    }

    private static void require(boolean fits, StridedArray x, StridedArray weight, StridedArray y) {
      if (!fits) {
        throw new IllegalArgumentException(
            "a convolution of %s by %s does not give %s".formatted(x, weight, y));
      }
    }

    private static int[] three(long[] sizes, int missing) {
      int[] result = {missing, missing, missing};
      for (int i = 0; i < sizes.length; i++) {
        result[3 - sizes.length + i] = Math.toIntExact(sizes[i]);
      }
      return result;
    }

    long batch() {
      return batch;
    }

    int groups() {
      return groups;
    }

    int outChannels() {
      return outChannels;
    }

    int places() {
      return Math.multiplyExact(out[0] * out[1], out[2]);
    }

    int rows() {
      return channels * window[0] * window[1] * window[2];
    }

    int imageSize() {
      return Math.multiplyExact(channels * image[0] * image[1], image[2]);
    }

    /** Every window of the image as a column. */
    void gather(double[] from, double[] columns) {
      walk(from, columns, false);
    }

    /** Adds every column at the place of its window. */
    void scatter(double[] columns, double[] to) {
      walk(to, columns, true);
    }

    private void walk(double[] pixels, double[] columns, boolean scatter) {
      int at = 0;
      for (int row = 0; row < rows(); row++) {
        int right = row % window[2] * dilation[2] - before[2];
        int down = row / window[2] % window[1] * dilation[1] - before[1];
        int deep = row / (window[2] * window[1]) % window[0] * dilation[0] - before[0];
        int channel = row / (window[2] * window[1] * window[0]);
        for (int i = 0; i < out[0]; i++) {
          int z = i * stride[0] + deep;
          for (int j = 0; j < out[1]; j++) {
            int y = j * stride[1] + down;
            boolean inside = z >= 0 && z < image[0] && y >= 0 && y < image[1];
            int start = ((channel * image[0] + z) * image[1] + y) * image[2];
            line(pixels, columns, at, start, right, inside, scatter);
            at += out[2];
          }
        }
      }
    }

    private void line(
        double[] pixels,
        double[] columns,
        int at,
        int start,
        int right,
        boolean inside,
        boolean scatter) {
      for (int k = 0; k < out[2]; k++) {
        int x = k * stride[2] + right;
        boolean there = inside && x >= 0 && x < image[2];
        if (scatter && there) {
          pixels[start + x] += columns[at + k];
        } else if (!scatter) {
          columns[at + k] = there ? pixels[start + x] : 0;
        }
      }
    }
  }
}
