/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.gradsmith.tensor.Reference.Array;
import org.jspecify.annotations.Nullable;

/** Attention and its gradients as the plainest loops over double. */
final class AttentionReference {
  private AttentionReference() {}

  /** The place in a matrix of the same leading dimensions. */
  private static long[] at(long[] index, long row, long column) {
    long[] place = index.clone();
    place[place.length - 2] = row;
    place[place.length - 1] = column;
    return place;
  }

  /** What query i gives each key, in the matrix that an index lies in. */
  private static double[] weights(Array q, Array k, Object[] attributes, long[] index, long i) {
    int rank = q.shape.length;
    double[] weights = new double[(int) k.shape[rank - 2]];
    double sum = 0;
    for (int j = 0; j < weights.length && j <= i + (Long) attributes[1]; j++) {
      double score = 0;
      for (int e = 0; e < q.shape[rank - 1]; e++) {
        score += q.at(at(index, i, e)) * k.at(at(index, j, e));
      }
      weights[j] = Math.exp(score * (Double) attributes[0]);
      sum += weights[j];
    }
    for (int j = 0; j < weights.length; j++) {
      weights[j] /= sum;
    }
    return weights;
  }

  static List<Array> attention(@Nullable Array[] x, Object[] attributes) {
    Array q = requireNonNull(x[0]);
    Array k = requireNonNull(x[1]);
    Array v = requireNonNull(x[2]);
    int rank = q.shape.length;
    long[] shape = q.shape.clone();
    shape[rank - 1] = v.shape[rank - 1];
    return List.of(
        Reference.build(
            shape,
            index -> {
              double[] weights = weights(q, k, attributes, index, index[rank - 2]);
              double sum = 0;
              for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * v.at(at(index, j, index[rank - 1]));
              }
              return sum;
            }));
  }

  static List<Array> attentionGrad(@Nullable Array[] x, Object[] attributes) {
    Array g = requireNonNull(x[0]);
    Array q = requireNonNull(x[1]);
    Array k = requireNonNull(x[2]);
    Array v = requireNonNull(x[3]);
    int rank = q.shape.length;
    long queries = q.shape[rank - 2];
    long keys = k.shape[rank - 2];
    Array gq =
        Reference.build(
            q.shape,
            index -> {
              double[] slopes = slopes(g, q, k, v, attributes, index, index[rank - 2]);
              double sum = 0;
              for (int j = 0; j < keys; j++) {
                sum += slopes[j] * k.at(at(index, j, index[rank - 1]));
              }
              return sum;
            });
    Array gk =
        Reference.build(
            k.shape,
            index -> {
              double sum = 0;
              for (int i = 0; i < queries; i++) {
                double[] slopes = slopes(g, q, k, v, attributes, index, i);
                sum += slopes[(int) index[rank - 2]] * q.at(at(index, i, index[rank - 1]));
              }
              return sum;
            });
    Array gv =
        Reference.build(
            v.shape,
            index -> {
              double sum = 0;
              for (int i = 0; i < queries; i++) {
                double[] weights = weights(q, k, attributes, index, i);
                sum += weights[(int) index[rank - 2]] * g.at(at(index, i, index[rank - 1]));
              }
              return sum;
            });
    return List.of(gq, gk, gv);
  }

  /** The cotangents of the products of query i with each key. */
  private static double[] slopes(
      Array g, Array q, Array k, Array v, Object[] attributes, long[] index, long i) {
    double[] weights = weights(q, k, attributes, index, i);
    double[] ofWeights = new double[weights.length];
    double mean = 0;
    for (int j = 0; j < weights.length; j++) {
      for (int c = 0; c < v.shape[v.shape.length - 1]; c++) {
        ofWeights[j] += g.at(at(index, i, c)) * v.at(at(index, j, c));
      }
      mean += ofWeights[j] * weights[j];
    }
    double[] slopes = new double[weights.length];
    for (int j = 0; j < weights.length; j++) {
      slopes[j] = (Double) attributes[0] * weights[j] * (ofWeights[j] - mean);
    }
    return slopes;
  }
}
