/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Programs without jumps: reuse, reassignment, several results, cuts, broadcasting. */
final class ElementPrograms {
  private ElementPrograms() {}

  @Differentiable
  static Tensor straightLine(Tensor x, Tensor y) {
    Tensor a = x.sin().mul(y);
    Tensor b = x.mul(x).neg().exp();
    Tensor c = y.mul(y).add(1.0);
    return a.add(b.div(c));
  }

  @Differentiable
  static Tensor reuseAndReassign(Tensor x) {
    Tensor y = x.mul(x);
    Tensor z = y.mul(x).add(y);
    Tensor v = x;
    v = v.mul(2.0);
    v = v.tanh().add(x);
    v = v.mul(v);
    y = y.add(v);
    v = y.sub(z);
    return v.mul(v).add(y);
  }

  @Differentiable
  static Tensor[] multipleOutputs(Tensor x) {
    Tensor m = x.mean(1, true);
    Tensor c = x.sub(m);
    Tensor v = c.mul(c).mean(1, true);
    return new Tensor[] {m.squeeze(1), v.squeeze(1), c.div(v.add(1e-3).sqrt())};
  }

  @Differentiable
  static Tensor stopGradient(Tensor x, Tensor w) {
    Tensor m = x.max(1, true).values().detach();
    Tensor e = x.sub(m).exp();
    Tensor p = e.div(e.sum(1, true));
    Tensor target = p.matmul(w).detach();
    Tensor q = x.add(x.mul(4.0).round().div(4.0).sub(x).detach());
    Tensor d = q.matmul(w).sub(target);
    return d.mul(d).sum().add(p.mul(p).sum());
  }

  @Differentiable
  static Tensor broadcastKeepdim(Tensor a, Tensor b, Tensor s) {
    Tensor m = a.mul(b).add(s);
    Tensor n = m.div(m.abs().sum(new long[] {0, 1}, true).add(1.0));
    Tensor c = m.sub(m.mean(-1, true)).mul(n);
    Tensor t = c.unsqueeze(0).add(b.view(5, 1, 1));
    return t.mul(t).sum(new long[] {0, 2}).add(m.amax(1)).mul(s);
  }
}
