/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Programs whose way depends on data or integers. */
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class BranchPrograms {
  private BranchPrograms() {}

  /** A tensor and an integer that was found on the way. */
  record Counted(Tensor value, int count) {}

  @Differentiable
  static Tensor ifElseData(Tensor x, Tensor w) {
    Tensor r;
    if (x.mean().item() > 0.5) {
      r = x.pow(3).sum();
    } else {
      r = x.sin().mul(3.0).add(w).sum();
    }
    return r.mul(x.select(0, 0));
  }

  @Differentiable
  static Tensor switchIntParam(Tensor x, int mode) {
    Tensor y;
    switch (mode) {
      case 0:
        y = x.relu();
        break;
      case 1:
        y = x.sigmoid().mul(x);
        break;
      case 2:
        y = x.mul(x).div(2.0);
        break;
      default:
        y = x.tanh();
    }
    if (mode % 2 == 1) {
      y = y.neg();
    }
    return y.sum();
  }

  @Differentiable
  static Tensor earlyReturn(Tensor x) {
    if (x.numel() == 0) {
      return x.sum();
    }
    Tensor n = x.mul(x).sum().sqrt();
    if (n.item() > 3.0) {
      return x.div(n).pow(3).sum();
    }
    Tensor s = x;
    for (int i = 0; i < 4; i++) {
      s = s.mul(1.5).add(x);
      if (s.abs().max().item() > 4.0) {
        return s.mul(s).sum();
      }
    }
    return s.neg().exp().sum();
  }

  @Differentiable
  static Counted whileDataExit(Tensor x) {
    int rounds = 0;
    Tensor y = x;
    while (y.mul(y).sum().sqrt().item() > 1.0) {
      y = y.mul(0.5).add(y.sin().mul(0.05));
      rounds++;
    }
    return new Counted(y.pow(2).sum().mul(1.0 + rounds), rounds);
  }

  @Differentiable
  static Tensor ternary(Tensor x, Tensor y, double t) {
    Tensor a = x.sum().item() > y.sum().item() ? x.mul(y) : x.sub(y);
    double f = t > 0 ? t * t : -t;
    Tensor b = t > 1 ? a.exp() : t > 0 ? a.mul(a) : a;
    return b.mul(f).sum();
  }

  @Differentiable
  static Counted intPaths(Tensor x) {
    int k = (int) x.argmax().item();
    int pos = 0;
    for (int i = 0; i < x.size(0); i++) {
      if (x.select(0, i).item() > 0) {
        pos++;
      }
    }
    int q = (k * 7 + pos) / 3;
    int r = (k * 7 + pos) % 3;
    Tensor y = x.select(0, k).mul(pos).add(x.mul(x).sum().mul(r + 1));
    if (q > 4) {
      y = y.mul(q);
    }
    return new Counted(y, q);
  }
}
