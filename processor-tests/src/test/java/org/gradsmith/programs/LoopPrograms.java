/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Programs with loops, and with arrays and lists that loops fill. */
@SuppressWarnings("NarrowCalculation")
final class LoopPrograms {
  private LoopPrograms() {}

  @Differentiable
  static Tensor forIntParam(Tensor x, int n) {
    Tensor y = x;
    for (int i = 0; i < n; i++) {
      y = y.sin().mul(1.0 + 0.1 * i).add(x.mul(i));
    }
    for (int i = n; i > 0; i -= 2) {
      y = y.sub(x.div(i));
    }
    return y;
  }

  @Differentiable
  static Tensor nestedLoops(Tensor a, Tensor b) {
    for (int k = 0; k < 2; k++) {
      a = a.mul(0.9).add(0.1);
    }
    Tensor[] rows = new Tensor[3];
    for (int i = 0; i < 3; i++) {
      Tensor[] row = new Tensor[3];
      for (int j = 0; j < 3; j++) {
        Tensor s = Tensor.zeros(a.dtype());
        for (int k = 0; k <= i; k++) {
          s = s.add(a.select(0, i).select(0, k).mul(b.select(0, k).select(0, j)));
        }
        row[j] = s;
      }
      rows[i] = Tensor.stack(List.of(row), 0);
    }
    return Tensor.stack(List.of(rows), 0);
  }

  @Differentiable
  static Tensor rnnByHand(Tensor x, Tensor h0, Tensor wx, Tensor wh, Tensor b) {
    Tensor h = h0;
    List<Tensor> all = new ArrayList<>();
    for (int t = 0; t < x.size(0); t++) {
      h = x.select(0, t).matmul(wx).add(h.matmul(wh)).add(b).tanh();
      all.add(h);
    }
    return Tensor.stack(all, 0).pow(2).mean().add(h.sum());
  }

  @Differentiable
  static Tensor gruByHand(Tensor x, Tensor h, Tensor wi, Tensor wh, Tensor bi, Tensor bh) {
    int size = (int) h.size(1);
    for (int t = 0; t < x.size(0); t++) {
      Tensor gi = x.select(0, t).matmul(wi).add(bi);
      Tensor gh = h.matmul(wh).add(bh);
      Tensor r = gi.narrow(1, 0, size).add(gh.narrow(1, 0, size)).sigmoid();
      Tensor z = gi.narrow(1, size, size).add(gh.narrow(1, size, size)).sigmoid();
      Tensor n = gi.narrow(1, 2 * size, size).add(r.mul(gh.narrow(1, 2 * size, size))).tanh();
      h = z.neg().add(1.0).mul(n).add(z.mul(h));
    }
    return h;
  }

  @Differentiable
  static Tensor arraysOfTensors(Tensor[] xs) {
    List<Tensor> acc = new ArrayList<>();
    Tensor p = xs[0];
    for (int i = 0; i < xs.length; i++) {
      if (i > 0) {
        p = p.mul(xs[i]);
      }
      acc.add(p);
    }
    Tensor tmp = acc.get(0);
    acc.set(0, acc.get(acc.size() - 1));
    acc.set(acc.size() - 1, tmp);
    Tensor r = Tensor.zerosLike(xs[0]);
    int w = 1;
    for (Tensor a : acc) {
      r = r.add(a.mul(w));
      w += 2;
    }
    return r;
  }

  @Differentiable
  static Tensor layerNormByHand(Tensor x, Tensor g, Tensor b, double eps) {
    Tensor[] out = new Tensor[(int) x.size(0)];
    for (int i = 0; i < x.size(0); i++) {
      Tensor r = x.select(0, i);
      Tensor mu = r.mean();
      Tensor variance = r.sub(mu).pow(2).mean();
      out[i] = r.sub(mu).mul(variance.add(eps).rsqrt()).mul(g).add(b).add(r);
    }
    Tensor y = Tensor.stack(List.of(out), 0);
    return y.div(y.pow(2).mean(-1, true).add(eps).sqrt());
  }
}
