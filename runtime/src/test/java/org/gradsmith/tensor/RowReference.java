/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradsmith.tensor.Reference.Array;
import org.jspecify.annotations.Nullable;

/** Ops on rows as the plainest loops over double. */
final class RowReference {
  private RowReference() {}

  /** What a place of its row comes to. */
  private interface InRow {
    double at(long[] index, List<long[]> row);
  }

  private static List<Array> rows(Array like, Object dimension, InRow value) {
    int rank = like.shape.length;
    int dim = rank == 0 ? 0 : Reference.dim(dimension, rank);
    return List.of(Reference.build(like.shape, i -> value.at(i, row(like.shape, i, dim))));
  }

  /** All indices of the row of an index. */
  private static List<long[]> row(long[] shape, long[] index, int dim) {
    if (shape.length == 0) {
      return List.of(index);
    }
    long[][] row = new long[(int) shape[dim]][];
    for (int k = 0; k < row.length; k++) {
      row[k] = index.clone();
      row[k][dim] = k;
    }
    return Arrays.asList(row);
  }

  private static double sum(List<long[]> row, ToDoubleFunction<long[]> term) {
    return row.stream().mapToDouble(term).sum();
  }

  static List<Array> softmax(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    return rows(a, attributes[0], (i, row) -> Math.exp(a.at(i)) / sum(row, k -> Math.exp(a.at(k))));
  }

  static List<Array> logSoftmax(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    return rows(a, attributes[0], (i, row) -> a.at(i) - Math.log(sum(row, k -> Math.exp(a.at(k)))));
  }

  static List<Array> softmaxGrad(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array y = requireNonNull(x[1]);
    return rows(
        g, attributes[0], (i, row) -> y.at(i) * (g.at(i) - sum(row, k -> g.at(k) * y.at(k))));
  }

  static List<Array> logSoftmaxGrad(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array y = requireNonNull(x[1]);
    return rows(g, attributes[0], (i, row) -> g.at(i) - Math.exp(y.at(i)) * sum(row, g::at));
  }

  /** What rows come to, one number each. */
  private interface OfRow {
    double of(List<long[]> row);
  }

  private static List<Array> reduced(Array x, Object dimension, Object keepDim, OfRow value) {
    int rank = x.shape.length;
    if (rank == 0) {
      return List.of(Reference.build(x.shape, i -> value.of(List.of(i))));
    }
    int dim = Reference.dim(dimension, rank);
    boolean keeps = (Long) keepDim != 0;
    long[] shape = Reference.without(x.shape, dim);
    return List.of(
        Reference.build(
            keeps ? Reference.inserted(shape, dim, 1) : shape,
            i -> {
              long[] first = keeps ? i : Reference.inserted(i, dim, 0);
              return value.of(row(x.shape, first, dim));
            }));
  }

  static List<Array> meanDim(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    return reduced(a, attributes[0], attributes[1], row -> mean(a, row));
  }

  static List<Array> divideBySize(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    long[] shape = (long[]) attributes[0];
    long size = shape[Reference.dim(attributes[1], shape.length)];
    return List.of(Reference.build(g.shape, i -> g.at(i) / size));
  }

  static List<Array> logsumexp(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    return reduced(
        a, attributes[0], attributes[1], row -> Math.log(sum(row, k -> Math.exp(a.at(k)))));
  }

  static List<Array> varDim(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    return reduced(
        a,
        attributes[0],
        attributes[2],
        row -> {
          double mean = mean(a, row);
          double squares = sum(row, k -> (a.at(k) - mean) * (a.at(k) - mean));
          return squares / Math.max(0, row.size() - (Double) attributes[1]);
        });
  }

  static List<Array> varDimGrad(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    Array g = requireNonNull(x[1]);
    int dim = Reference.dim(attributes[0], a.shape.length);
    return rows(
        a,
        attributes[0],
        (i, row) -> {
          long[] of = Reference.without(i, dim);
          double slope = g.at((Long) attributes[2] != 0 ? Reference.inserted(of, dim, 0) : of);
          double freedom = Math.max(0, row.size() - (Double) attributes[1]);
          return slope * 2 * (a.at(i) - mean(a, row)) / freedom;
        });
  }

  private static Array normed(Array x, Object eps) {
    return rows(x, -1L, (i, row) -> (x.at(i) - mean(x, row)) / deviation(x, row, eps)).getFirst();
  }

  private static double mean(Array x, List<long[]> row) {
    return sum(row, x::at) / row.size();
  }

  private static double deviation(Array x, List<long[]> row, Object eps) {
    double mean = mean(x, row);
    double squares = sum(row, k -> (x.at(k) - mean) * (x.at(k) - mean));
    return Math.sqrt(squares / row.size() + (Double) eps);
  }

  private static double column(@Nullable Array vector, long[] index, double absent) {
    return vector == null ? absent : vector.at(index[index.length - 1]);
  }

  static List<Array> layerNorm(@Nullable Array[] x, Object[] attributes) {
    Array a = requireNonNull(x[0]);
    Array h = normed(a, attributes[0]);
    return List.of(
        Reference.build(a.shape, i -> h.at(i) * column(x[1], i, 1) + column(x[2], i, 0)));
  }

  static List<Array> layerNormGradInput(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array a = requireNonNull(x[1]);
    Array h = normed(a, attributes[0]);
    Array v = Reference.build(g.shape, i -> g.at(i) * column(x[2], i, 1));
    return rows(
        a,
        -1L,
        (i, row) -> {
          double product = sum(row, k -> v.at(k) * h.at(k)) / row.size();
          return (v.at(i) - mean(v, row) - h.at(i) * product) / deviation(a, row, attributes[0]);
        });
  }

  static List<Array> layerNormGrad(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array h = normed(requireNonNull(x[1]), attributes[0]);
    long[] column = {g.shape[g.shape.length - 1]};
    double[] ofWeight = new double[(int) column[0]];
    double[] ofBias = new double[(int) column[0]];
    for (int i = 0; i < g.values.length; i++) {
      ofWeight[i % ofWeight.length] += g.values[i] * h.values[i];
      ofBias[i % ofBias.length] += g.values[i];
    }
    return List.of(
        layerNormGradInput(x, attributes).getFirst(),
        new Array(column, ofWeight),
        new Array(column, ofBias));
  }
}
