/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** {@link GaussianMixture} written with tensors: all points and components at once. */
public final class GaussianMixtureOnTensors {
  private final Tensor points;
  private final double gamma;
  private final double freedom;
  private final double constant;
  private final double priorNormalizer;

  /**
   * Data to fit.
   *
   * @param points n by d, float64
   * @param gamma scale of the Wishart prior
   * @param freedom the prior's degrees of freedom beyond d + 1
   */
  public GaussianMixtureOnTensors(Tensor points, double gamma, int freedom) {
    long n = points.size(0);
    int d = Math.toIntExact(points.size(1));
    this.points = points;
    this.gamma = gamma;
    this.freedom = freedom;
    this.constant = -n * d * 0.5 * Math.log(2 * Math.PI);
    int m = d + freedom + 1;
    this.priorNormalizer =
        m * d * (Math.log(gamma) - 0.5 * Math.log(2))
            - Tensor.of(new double[] {0.5 * m}).multigammaln(d).item();
  }

  /**
   * The objective, without dimensions.
   *
   * @param alphas k logarithms of unnormalised weights
   * @param means k by d
   * @param logDiagonals k by d: the logarithms of the diagonals of the factors
   * @param triangles k by d by d, of which what lies below the diagonal counts
   */
  @Differentiable
  public Tensor objective(Tensor alphas, Tensor means, Tensor logDiagonals, Tensor triangles) {
    Tensor below = triangles.tril(-1);
    Tensor factors = below.add(logDiagonals.exp().diagEmbed(0, 1, 2));
    Tensor centered = points.unsqueeze(1).sub(means.unsqueeze(0));
    Tensor scaled = factors.unsqueeze(0).matmul(centered.unsqueeze(3)).squeeze(3);
    Tensor distances = scaled.mul(scaled).sum(2);
    Tensor logDeterminants = logDiagonals.sum(1);
    Tensor terms = alphas.add(logDeterminants).sub(distances.mul(0.5));
    Tensor frobenius = factors.mul(factors).sum();
    Tensor prior = frobenius.mul(0.5 * gamma * gamma).sub(logDeterminants.sum().mul(freedom));
    return terms
        .logsumexp(1)
        .sum()
        .sub(alphas.logsumexp(0).mul((double) points.size(0)))
        .add(prior)
        .add(constant - priorNormalizer * alphas.size(0));
  }
}
