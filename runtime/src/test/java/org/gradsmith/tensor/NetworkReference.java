/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.gradsmith.tensor.Reference.Array;
import org.jspecify.annotations.Nullable;

/** Products, convolution, pooling and losses as the plainest loops over double. */
final class NetworkReference {
  private NetworkReference() {}

  static List<Array> matmul(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    Array b = requireNonNull(x[1]);
    return List.of(
        Reference.build(
            new long[] {a.shape[0], b.shape[1]},
            i -> {
              double sum = 0;
              for (long k = 0; k < a.shape[1]; k++) {
                sum += a.at(i[0], k) * b.at(k, i[1]);
              }
              return sum;
            }));
  }

  private static Array rows(Array x) {
    long columns = x.shape[x.shape.length - 1];
    return new Array(new long[] {x.values.length / columns, columns}, x.values);
  }

  private static Array transposed(Array a) {
    return Reference.build(new long[] {a.shape[1], a.shape[0]}, i -> a.at(i[1], i[0]));
  }

  private static List<Array> product(Array x, Array weight) {
    long[] shape = x.shape.clone();
    shape[shape.length - 1] = weight.shape[1];
    Array flat = matmul(new Array[] {rows(x), weight}, new Object[0]).getFirst();
    return List.of(new Array(shape, flat.values));
  }

  static List<Array> linear(@Nullable Array[] x, Object[] attributes) {
    return product(requireNonNull(x[0]), transposed(requireNonNull(x[1])));
  }

  static List<Array> linearGradInput(@Nullable Array[] x, Object[] attributes) {
    return product(requireNonNull(x[0]), requireNonNull(x[1]));
  }

  static List<Array> linearGradWeight(@Nullable Array[] x, Object[] attributes) {
    Array g = transposed(rows(requireNonNull(x[0])));
    return matmul(new Array[] {g, rows(requireNonNull(x[1]))}, new Object[0]);
  }

  /** One term of a convolution: an image element, a weight element, and where they meet. */
  private interface Term {
    void at(long[] image, long[] weight, long[] output);
  }

  private static void terms(
      long[] image, long[] weight, long[] output, long stride, long padding, Term term) {
    Reference.build(
        new long[] {output[0], output[1], output[2], output[3], weight[1], weight[2], weight[3]},
        i -> {
          long row = i[2] * stride - padding + i[5];
          long column = i[3] * stride - padding + i[6];
          if (row >= 0 && row < image[2] && column >= 0 && column < image[3]) {
            term.at(
                new long[] {i[0], i[4], row, column},
                new long[] {i[1], i[4], i[5], i[6]},
                new long[] {i[0], i[1], i[2], i[3]});
          }
          return 0;
        });
  }

  private static long[] output(long[] image, long[] weight, long stride, long padding) {
    return new long[] {
      image[0],
      weight[0],
      (image[2] + 2 * padding - weight[2]) / stride + 1,
      (image[3] + 2 * padding - weight[3]) / stride + 1
    };
  }

  private static void add(Array to, long[] index, double value) {
    int place = 0;
    for (int i = 0; i < index.length; i++) {
      place = (int) (place * to.shape[i] + index[i]);
    }
    to.values[place] += value;
  }

  static List<Array> conv2d(@Nullable Array[] x, Object[] attributes) {
    Array image = requireNonNull(x[0]);
    Array weight = requireNonNull(x[1]);
    long stride = (Long) attributes[0];
    long padding = (Long) attributes[1];
    Array y = Reference.build(output(image.shape, weight.shape, stride, padding), i -> 0);
    terms(
        image.shape,
        weight.shape,
        y.shape,
        stride,
        padding,
        (i, w, o) -> add(y, o, image.at(i) * weight.at(w)));
    return List.of(y);
  }

  static List<Array> conv2dGradInput(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array weight = requireNonNull(x[1]);
    Array image = Reference.build((long[]) attributes[0], i -> 0);
    terms(
        image.shape,
        weight.shape,
        g.shape,
        (Long) attributes[1],
        (Long) attributes[2],
        (i, w, o) -> add(image, i, g.at(o) * weight.at(w)));
    return List.of(image);
  }

  static List<Array> conv2dGradWeight(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array image = requireNonNull(x[1]);
    Array weight = Reference.build((long[]) attributes[0], i -> 0);
    terms(
        image.shape,
        weight.shape,
        g.shape,
        (Long) attributes[1],
        (Long) attributes[2],
        (i, w, o) -> add(weight, w, g.at(o) * image.at(i)));
    return List.of(weight);
  }

  static List<Array> maxPool2d(@Nullable Array[] x, Object[] attributes) {
    Array image = requireNonNull(x[0]);
    long kernel = (Long) attributes[0];
    long stride = (Long) attributes[1];
    long padding = (Long) attributes[2];
    long[] window = {image.shape[1], 0, kernel, kernel};
    long[] shape = output(image.shape, window, stride, padding);
    Array places =
        Reference.build(
            shape,
            i -> {
              long best = -1;
              for (long k = 0; k < kernel * kernel; k++) {
                long row = i[2] * stride - padding + k / kernel;
                long column = i[3] * stride - padding + k % kernel;
                if (row < 0 || row >= image.shape[2] || column < 0 || column >= image.shape[3]) {
                  continue;
                }
                long place = row * image.shape[3] + column;
                if (best < 0 || plane(image, i, place) > plane(image, i, best)) {
                  best = place;
                }
              }
              return best;
            });
    Array pooled = Reference.build(shape, i -> plane(image, i, (long) places.at(i)));
    return List.of(pooled, places);
  }

  private static double plane(Array image, long[] index, long place) {
    return image.at(index[0], index[1], place / image.shape[3], place % image.shape[3]);
  }

  static List<Array> maxPool2dGrad(@Nullable Array[] x, Object[] attributes) {
    Array places = requireNonNull(x[1]);
    long[] shape = (long[]) attributes[0];
    return List.of(
        Reference.collect(
            requireNonNull(x[0]),
            shape,
            i -> {
              long place = (long) places.at(i);
              return new long[] {i[0], i[1], place / shape[3], place % shape[3]};
            }));
  }

  static List<Array> maxPool2dGather(@Nullable Array[] x, Object[] attributes) {
    Array image = requireNonNull(x[0]);
    Array places = requireNonNull(x[1]);
    return List.of(Reference.build(places.shape, i -> plane(image, i, (long) places.at(i))));
  }

  static List<Array> nllLoss(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    Array target = requireNonNull(x[1]);
    Array losses = Reference.build(new long[] {a.shape[0]}, i -> -a.at(i[0], (long) target.at(i)));
    long reduction = (Long) attributes[0];
    if (reduction == 0) {
      return List.of(losses);
    }
    double sum = java.util.Arrays.stream(losses.values).sum();
    double total = reduction == 1 ? sum / a.shape[0] : sum;
    return List.of(new Array(new long[0], new double[] {total}));
  }

  static List<Array> nllLossGrad(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array target = requireNonNull(x[1]);
    long[] shape = (long[]) attributes[0];
    long reduction = (Long) attributes[1];
    return List.of(
        Reference.build(
            shape,
            i -> {
              if (i[1] != (long) target.at(i[0])) {
                return 0;
              }
              double share = reduction == 0 ? g.at(i[0]) : g.at();
              return reduction == 1 ? -share / shape[0] : -share;
            }));
  }
}
