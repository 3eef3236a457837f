/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/**
 * The logarithm of the likelihood of points under a mixture of k Gaussians, with a Wishart prior on
 * their inverse covariances.
 *
 * <p>Component c has the weight softmax(alphas)[c], the mean {@code means[c*d .. c*d+d)}, and the
 * inverse covariance QᵀQ, where the lower triangular Q is stored as {@code factors[c*f .. c*f+f)},
 * f = d(d+1)/2: the logarithms of its diagonal first, then the columns below the diagonal.
 */
public final class GaussianMixture {
  private final int dimensions;
  private final double[] points;
  private final double gamma;
  private final int freedom;
  private final double constant;
  private final double priorNormalizer;

  /**
   * Data to fit.
   *
   * @param dimensions d, at least 1
   * @param points n points of d coordinates, one after another
   * @param gamma scale of the Wishart prior
   * @param freedom the prior's degrees of freedom beyond d + 1
   * @throws IllegalArgumentException if the number of coordinates is no multiple of d
   */
  public GaussianMixture(int dimensions, double[] points, double gamma, int freedom) {
    if (dimensions < 1 || points.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "%d coordinates cannot be points of %d dimensions".formatted(points.length, dimensions));
    }
    this.dimensions = dimensions;
    this.points = points.clone();
    this.gamma = gamma;
    this.freedom = freedom;
    int n = points.length / dimensions;
    this.constant = -n * dimensions * 0.5 * Math.log(2 * Math.PI);
    int m = dimensions + freedom + 1;
    this.priorNormalizer =
        m * dimensions * (Math.log(gamma) - 0.5 * Math.log(2))
            - Tensor.of(new double[] {0.5 * m}).multigammaln(dimensions).item();
  }

  /** The number of entries of {@code factors} for one component. */
  public static int factorSize(int dimensions) {
    return dimensions * (dimensions + 1) / 2;
  }

  /**
   * The objective.
   *
   * @param alphas k logarithms of unnormalised weights
   * @param means k means of d coordinates
   * @param factors k inverse covariance factors of d(d+1)/2 entries
   */
  @Differentiable
  public double objective(double[] alphas, double[] means, double[] factors) {
    int d = dimensions;
    int k = alphas.length;
    double[] data = points;
    int n = data.length / d;
    int size = factorSize(d);
    double[] diagonals = new double[k * d];
    double[] logDeterminants = new double[k];
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < d; i++) {
        double q = factors[c * size + i];
        logDeterminants[c] += q;
        diagonals[c * d + i] = Math.exp(q);
      }
    }
    double total = 0;
    double[] terms = new double[k];
    for (int p = 0; p < n; p++) {
      for (int c = 0; c < k; c++) {
        double distance = squaredDistance(data, p * d, means, diagonals, factors, c, d);
        terms[c] = alphas[c] + logDeterminants[c] - 0.5 * distance;
      }
      total += logSumExp(terms);
    }
    return constant
        + total
        - n * logSumExp(alphas)
        + logWishartPrior(logDeterminants, diagonals, factors);
  }

  /** The squared norm of Q(x - mean). */
  @Differentiable
  static double squaredDistance(
      double[] points,
      int point,
      double[] means,
      double[] diagonals,
      double[] factors,
      int component,
      int d) {
    double[] centered = new double[d];
    double[] scaled = new double[d];
    for (int i = 0; i < d; i++) {
      centered[i] = points[point + i] - means[component * d + i];
      scaled[i] = diagonals[component * d + i] * centered[i];
    }
    int at = component * factorSize(d) + d;
    for (int i = 0; i < d; i++) {
      for (int j = i + 1; j < d; j++) {
        scaled[j] += factors[at] * centered[i];
        at++;
      }
    }
    double sum = 0;
    for (int i = 0; i < d; i++) {
      sum += scaled[i] * scaled[i];
    }
    return sum;
  }

  /** The logarithm of a sum of exponentials, shifted by the largest of them. */
  @Differentiable
  static double logSumExp(double[] x) {
    double largest = x[0];
    for (int i = 1; i < x.length; i++) {
      largest = Math.max(largest, x[i]);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.exp(x[i] - largest);
    }
    return Math.log(sum) + largest;
  }

  @Differentiable
  double logWishartPrior(double[] logDeterminants, double[] diagonals, double[] factors) {
    int d = dimensions;
    int k = logDeterminants.length;
    int size = factorSize(d);
    double sum = 0;
    for (int c = 0; c < k; c++) {
      double frobenius = 0;
      for (int i = 0; i < d; i++) {
        frobenius += diagonals[c * d + i] * diagonals[c * d + i];
      }
      for (int i = d; i < size; i++) {
        frobenius += factors[c * size + i] * factors[c * size + i];
      }
      sum += 0.5 * gamma * gamma * frobenius - freedom * logDeterminants[c];
    }
    return sum - k * priorNormalizer;
  }
}
