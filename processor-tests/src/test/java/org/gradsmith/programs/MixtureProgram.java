/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.tensor.Tensor;

/** The log-likelihood of a Gaussian mixture with a Wishart prior. */
final class MixtureProgram {
  private MixtureProgram() {}

  @Differentiable
  static Tensor gmmLoglik(Tensor alphas, Tensor means, Tensor icf, Tensor x, double gamma, int m) {
    int n = (int) x.size(0);
    int d = (int) x.size(1);
    int components = (int) alphas.size(0);
    Tensor logdiag = icf.narrow(1, 0, d);
    Tensor lower = icf.narrow(1, d, icf.size(1) - d);
    Tensor sumlog = logdiag.sum(1);
    Tensor[] s = new Tensor[components];
    for (int k = 0; k < components; k++) {
      Tensor c = x.sub(means.select(0, k));
      Tensor[] q = new Tensor[d];
      for (int i = 0; i < d; i++) {
        q[i] = c.select(1, i).mul(logdiag.select(0, k).select(0, i).exp());
      }
      int e = 0;
      for (int j = 0; j < d; j++) {
        for (int i = j + 1; i < d; i++, e++) {
          q[i] = q[i].add(c.select(1, j).mul(lower.select(0, k).select(0, e)));
        }
      }
      Tensor sq = Tensor.zeros(x.dtype(), n);
      for (int i = 0; i < d; i++) {
        sq = sq.add(q[i].mul(q[i]));
      }
      s[k] = alphas.select(0, k).add(sumlog.select(0, k)).sub(sq.mul(0.5));
    }
    Tensor l = Tensor.stack(List.of(s), 1).logsumexp(1).sum().sub(alphas.logsumexp(0).mul(n));
    Tensor prior =
        logdiag
            .exp()
            .pow(2)
            .sum()
            .add(lower.pow(2).sum())
            .mul(0.5 * gamma * gamma)
            .sub(sumlog.sum().mul(m));
    int freedom = d + m + 1;
    double constant =
        -0.5 * n * d * Math.log(2 * Math.PI)
            - components
                * (freedom * d * (Math.log(gamma) - 0.5 * Math.log(2))
                    - logMultivariateGamma(0.5 * freedom, d));
    return l.add(prior).add(constant);
  }

  @NonDifferentiable("a constant of the prior")
  static double logMultivariateGamma(double a, int p) {
    double sum = 0.25 * p * (p - 1) * Math.log(Math.PI);
    for (int j = 0; j < p; j++) {
      sum += Tensor.scalar(a - 0.5 * j).lgamma().item();
    }
    return sum;
  }
}
