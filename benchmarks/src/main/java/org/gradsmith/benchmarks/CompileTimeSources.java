/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Classes with one {@code @Differentiable} method of 20 statements each, of five kinds in turn:
 * straight lines of a module; a module with a loop over time and a branch; branches and loops over
 * numbers; arrays of numbers; a function of tensors and numbers. Each has numbers and names of its
 * own, so that no two are the same text.
 */
final class CompileTimeSources {
  private static final String HEADER =
      """
      package compiled;

      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.annotation.Shape;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.nn.layer.Linear;
      import org.gradsmith.tensor.Tensor;

      """;

  private static final List<String> KINDS =
      List.of(
          """
          /** A straight line through layers. */
          public final class %1$s extends UnaryModule {
            private final Linear in = new Linear(8, 16);
            private final Linear gate = new Linear(16, 16);
            private final Linear mix = new Linear(16, 16);
            private final Linear out = new Linear(16, 4);

            @Differentiable
            @Override
            public Tensor forward(@Shape("N, 8") Tensor x) {
              Tensor a = in.call(x);
              Tensor b = a.relu();
              Tensor c = b.mul(%2$s).add(1.0);
              Tensor d = gate.call(c);
              Tensor e = d.sigmoid();
              Tensor f = e.mul(b);
              Tensor g = mix.call(f);
              Tensor h = g.tanh();
              Tensor i = h.add(f);
              Tensor j = i.sub(i.mean(1, true));
              Tensor k = j.mul(j);
              Tensor l = k.mean(1, true);
              Tensor m = l.add(1e-5);
              Tensor n = m.sqrt();
              Tensor o = j.div(n);
              Tensor p = o.exp();
              Tensor q = p.sum(1, true);
              Tensor r = p.div(q).mul(%3$s);
              Tensor s = r.add(h).relu();
              return out.call(s).logSoftmax(1);
            }
          }
          """,
          """
          /** A recurrence over time. */
          public final class %1$s extends UnaryModule {
            private final Linear input = new Linear(8, 16);
            private final Linear state = new Linear(16, 16);
            private final Linear out = new Linear(16, 4);

            @Differentiable
            @Override
            public Tensor forward(@Shape("T, N, 8") Tensor x) {
              Tensor h = Tensor.zeros(x.size(1), 16);
              Tensor total = Tensor.zeros(x.size(1), 4);
              for (int t = 0; t < x.size(0); t++) {
                Tensor step = x.select(0, t);
                Tensor u = input.call(step);
                Tensor v = state.call(h);
                Tensor w = u.add(v).mul(%2$s);
                Tensor z = w.sigmoid();
                Tensor candidate = w.sub(z).tanh();
                h = h.mul(z).add(candidate.mul(z.neg().add(1.0)));
                if (t %% 2 == 0) {
                  total = total.add(out.call(h));
                } else {
                  total = total.add(out.call(h.relu()).mul(%3$s));
                }
                if (total.detach().abs().max().item() > 1e6) {
                  break;
                }
              }
              Tensor mean = total.div((double) x.size(0));
              Tensor scaled = mean.mul(0.5);
              Tensor shifted = scaled.sub(scaled.mean());
              return shifted.logSoftmax(1);
            }
          }
          """,
          """
          /** Branches and loops over numbers. */
          public final class %1$s {
            @Differentiable
            static double value(double x, double y, int n) {
              double a = x * %2$s + y;
              double b = Math.sin(a) * Math.exp(-y);
              double s = 0;
              for (int k = 1; k <= n; k++) {
                double term = a / k + b;
                if (term > 1) {
                  term = Math.sqrt(term);
                  s += term * x;
                } else {
                  s -= term * term;
                }
                a = a * 0.9 + term * 0.1;
                if (s > 1e3) {
                  break;
                }
              }
              double r = Math.hypot(x, y + %3$s);
              double q = Math.atan2(y, x + 2);
              double t = s / (1 + r * r);
              t += Math.log1p(q * q);
              while (t > 10) {
                t = t * 0.5;
              }
              return t * r + b;
            }
          }
          """,
          """
          /** Loops over arrays. */
          public final class %1$s {
            @Differentiable
            static double value(double[] weights, double[] points, double scale) {
              int n = points.length;
              double[] layer = new double[n];
              double sum = 0;
              for (int i = 0; i < n; i++) {
                double p = 0;
                for (int k = weights.length - 1; k >= 0; k--) {
                  p = p * points[i] + weights[k];
                }
                layer[i] = Math.tanh(p * scale * %2$s);
                sum += layer[i];
              }
              double mean = sum / n;
              double variance = 0;
              for (int i = 0; i < n; i++) {
                double d = layer[i] - mean;
                variance += d * d;
              }
              double deviation = Math.sqrt(variance / n + 1e-9);
              for (int i = 0; i < n; i++) {
                layer[i] = (layer[i] - mean) / deviation;
              }
              double energy = 0;
              for (double v : layer) {
                energy += v > 0 ? v * v : -v * %3$s;
              }
              return energy * scale;
            }
          }
          """,
          """
          /** Tensors and numbers. */
          public final class %1$s {
            @Differentiable
            static Tensor value(Tensor x, Tensor weight, double temperature, int rounds) {
              double rate = 1 / (temperature + %2$s);
              Tensor h = x.matmul(weight);
              Tensor kept = h.tanh();
              for (int r = 0; r < rounds; r++) {
                Tensor centred = kept.sub(kept.mean(-1, true));
                Tensor scaled = centred.mul(rate);
                Tensor shares = scaled.softmax(-1);
                Tensor next = shares.mul(h);
                if (r %% 3 == 2) {
                  next = next.relu();
                }
                kept = kept.mul(0.5).add(next);
                rate = rate * 0.9;
              }
              Tensor positive = kept.exp();
              Tensor total = positive.sum(-1, true);
              Tensor normal = positive.div(total);
              Tensor entropy = normal.log().mul(normal);
              Tensor lost = entropy.sum().neg();
              double bonus = rate * temperature;
              Tensor result = lost.mul(bonus + %3$s);
              return result.add(kept.square().mean());
            }
          }
          """);

  private CompileTimeSources() {}

  /** Writes so many classes into a folder; returns their files. */
  static List<Path> write(Path folder, int count) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "Sample" + i;
      String body =
          KINDS
              .get(i % KINDS.size())
              .formatted(name, number(0.5 + i * 0.0625), number(0.25 + i * 0.03125));
      files.add(Files.writeString(folder.resolve(name + ".java"), HEADER + body));
    }
    return files;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }
}
