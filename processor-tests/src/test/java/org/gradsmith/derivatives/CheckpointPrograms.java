/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import java.util.List;
import org.gradsmith.annotation.Checkpoint;
import org.gradsmith.annotation.Checkpoint.Schedule;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/** Loops and calls, each as it is and with checkpoints. */
final class CheckpointPrograms {
  private CheckpointPrograms() {}

  private static double step(double x, double r, int i) {
    return r * x * (1 - x) + 1e-3 * Math.sin(i * x);
  }

  @Differentiable
  static double plain(double x, double r, int n) {
    double y = x;
    for (int i = 0; i < n; i++) {
      y = step(y, r, i);
    }
    return y * y;
  }

  @Differentiable
  static double sqrt(double x, double r, int n) {
    double y = x;
    for (@Checkpoint int i = 0; i < n; i++) {
      y = step(y, r, i);
    }
    return y * y;
  }

  @Differentiable
  static double binomial(double x, double r, int n) {
    double y = x;
    for (@Checkpoint(schedule = Schedule.BINOMIAL) int i = 0; i < n; i++) {
      y = step(y, r, i);
    }
    return y * y;
  }

  @Differentiable
  static double eight(double x, double r, int n) {
    double y = x;
    for (@Checkpoint(schedule = Schedule.BINOMIAL, snapshots = 8) int i = 0; i < n; i++) {
      y = step(y, r, i);
    }
    return y * y;
  }

  /** An array in place, one that is replaced, early ends, numbers beside. */
  @Differentiable(order = 2)
  static double heatPlain(double[] start, double k, int n) {
    double[] u = start.clone();
    double[] next = new double[u.length];
    double sum = 0;
    int skipped = 0;
    for (int t = 0; t < n; t++) {
      if (t % 5 == 3) {
        skipped++;
        continue;
      }
      for (int i = 1; i < u.length - 1; i++) {
        next[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1]) * (1 + 0.1 * u[i]);
      }
      double[] swapped = u;
      u = next;
      next = swapped;
      sum += u[1] * u[2];
      start[0] += 0.01 * u[1];
      if (sum > 100) {
        break;
      }
    }
    return sum * (1 + skipped) + u[1] + start[0] * start[0];
  }

  @Differentiable(order = 2)
  static double heat(double[] start, double k, int n) {
    double[] u = start.clone();
    double[] next = new double[u.length];
    double sum = 0;
    int skipped = 0;
    for (@Checkpoint int t = 0; t < n; t++) {
      if (t % 5 == 3) {
        skipped++;
        continue;
      }
      for (int i = 1; i < u.length - 1; i++) {
        next[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1]) * (1 + 0.1 * u[i]);
      }
      double[] swapped = u;
      u = next;
      next = swapped;
      sum += u[1] * u[2];
      start[0] += 0.01 * u[1];
      if (sum > 100) {
        break;
      }
    }
    return sum * (1 + skipped) + u[1] + start[0] * start[0];
  }

  /** Arrays that are made anew, by a method. */
  @Differentiable
  static double[] turned(double[] v, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {c * v[0] - s * v[1], s * v[0] + c * v[1] * v[0]};
  }

  @Differentiable
  static double madePlain(double[] start, double angle, int n) {
    double[] v = start;
    for (int i = 0; i < n; i++) {
      v = turned(v, angle * (i + 1));
    }
    return v[0] * v[1] + start[0];
  }

  @Differentiable
  static double made(double[] start, double angle, int n) {
    double[] v = start;
    for (@Checkpoint(schedule = Schedule.BINOMIAL, snapshots = 3) int i = 0; i < n; i++) {
      v = turned(v, angle * (i + 1));
    }
    return v[0] * v[1] + start[0];
  }

  /** Tensors, a layer, dropout, two variables that are sometimes one tensor. */
  @Differentiable
  static Tensor recurrentPlain(Linear layer, Tensor x, Tensor h0, int n) {
    Tensor h = h0;
    Tensor last = h0;
    Tensor loss = x.sum().mul(0);
    for (int i = 0; i < n; i++) {
      Tensor now = layer.call(h.add(x)).tanh();
      last = i % 3 == 0 ? now : h;
      h = now.dropout(0.5, true);
      loss = loss.add(h.mul(last).sum());
    }
    return loss.add(last.sum());
  }

  @Differentiable
  static Tensor recurrent(Linear layer, Tensor x, Tensor h0, int n) {
    Tensor h = h0;
    Tensor last = h0;
    Tensor loss = x.sum().mul(0);
    for (@Checkpoint int i = 0; i < n; i++) {
      Tensor now = layer.call(h.add(x)).tanh();
      last = i % 3 == 0 ? now : h;
      h = now.dropout(0.5, true);
      loss = loss.add(h.mul(last).sum());
    }
    return loss.add(last.sum());
  }

  record State(Tensor h, Tensor c) {}

  /** A record of tensors, and a list that is replaced. */
  @Differentiable
  static Tensor recordsPlain(Tensor x, int n) {
    State state = new State(x, x.mul(2));
    List<Tensor> pair = List.of(x, x);
    for (int i = 0; i < n; i++) {
      state = new State(state.c().sin(), state.h().mul(state.c()).add(pair.get(1)));
      pair = List.of(pair.get(1), state.h());
    }
    return state.h().add(state.c()).mul(pair.get(0)).sum();
  }

  @Differentiable
  static Tensor records(Tensor x, int n) {
    State state = new State(x, x.mul(2));
    List<Tensor> pair = List.of(x, x);
    for (@Checkpoint int i = 0; i < n; i++) {
      state = new State(state.c().sin(), state.h().mul(state.c()).add(pair.get(1)));
      pair = List.of(pair.get(1), state.h());
    }
    return state.h().add(state.c()).mul(pair.get(0)).sum();
  }

  /** One loop with checkpoints in another. */
  @Differentiable
  static double nestedPlain(double x, int n) {
    double y = x;
    for (int i = 0; i < n; i++) {
      double z = y;
      for (int j = 0; j < i; j++) {
        z = Math.sin(z + y * j);
      }
      y = y * 0.5 + z;
    }
    return y;
  }

  @Differentiable
  static double nested(double x, int n) {
    double y = x;
    for (@Checkpoint int i = 0; i < n; i++) {
      double z = y;
      for (@Checkpoint(schedule = Schedule.BINOMIAL) int j = 0; j < i; j++) {
        z = Math.sin(z + y * j);
      }
      y = y * 0.5 + z;
    }
    return y;
  }

  /** A method whose calls keep their arguments. */
  @Checkpoint
  @Differentiable
  static double keptArguments(double[] u, double k) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      u[i] = Math.sin(u[i] * k);
      sum += u[i] * u[i];
    }
    return sum;
  }

  @Differentiable
  static double keptAll(double[] u, double k) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      u[i] = Math.sin(u[i] * k);
      sum += u[i] * u[i];
    }
    return sum;
  }

  @Differentiable
  static double callsPlain(double[] u, double k) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += keptAll(u, k * sum + 1);
    }
    return sum * u[0];
  }

  @Differentiable
  static double calls(double[] u, double k) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += keptArguments(u, k * sum + 1);
    }
    return sum * u[0];
  }

  @Checkpoint
  @Differentiable
  static List<Tensor> block(Linear layer, Tensor x) {
    Tensor h = layer.call(x).relu().dropout(0.5, true);
    return List.of(h.mul(x), h.sum());
  }

  @Differentiable
  static List<Tensor> blockPlain(Linear layer, Tensor x) {
    Tensor h = layer.call(x).relu().dropout(0.5, true);
    return List.of(h.mul(x), h.sum());
  }

  @Differentiable
  static Tensor blocks(Linear layer, Tensor x) {
    List<Tensor> first = block(layer, x);
    List<Tensor> second = block(layer, first.get(0));
    return second.get(0).sum().add(second.get(1)).mul(first.get(1));
  }

  @Differentiable
  static Tensor blocksPlain(Linear layer, Tensor x) {
    List<Tensor> first = blockPlain(layer, x);
    List<Tensor> second = blockPlain(layer, first.get(0));
    return second.get(0).sum().add(second.get(1)).mul(first.get(1));
  }

  static double hidden = 1;

  @Checkpoint
  @Differentiable
  static double reads(double x) {
    return x * hidden;
  }

  @Differentiable
  static double readsTwice(double x) {
    return reads(x) + touch(reads(x));
  }

  static double touch(double x) {
    return x;
  }
}
