/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Methods whose derivatives in a direction, first and second, are compared with others. */
final class DirectionalZoo {
  private static final int ORDER = 2;

  private DirectionalZoo() {}

  @Differentiable(order = ORDER)
  static double rosenbrock(double x, double y) {
    double a = 1 - x;
    double b = y - x * x;
    return a * a + 100 * b * b;
  }

  @Differentiable(order = ORDER)
  static double functions(double x, double y) {
    double s = Math.sin(x) * Math.cos(y) + Math.tan(x / 3) - Math.atan2(x, y);
    double e = Math.exp(-x * y) + Math.log1p(x * x) + Math.sqrt(1 + y * y) + Math.cbrt(2 + x);
    return s
        + e * Math.tanh(y)
        + Math.pow(x, 2.5) * Math.pow(1.5, y)
        - Math.hypot(x, y)
        + Math.sinh(x) / Math.cosh(y);
  }

  @Differentiable(order = ORDER)
  static double otherFunctions(double x, double y) {
    double s = Math.asin(x / 4) + Math.acos(y / 4) * Math.atan(x) + Math.log10(4 + x * y);
    double e = Math.expm1(x) * Math.abs(y) + Math.log(3 + y) - Math.fma(x, y, x * x);
    double t = Math.toRadians(x * x) + Math.toDegrees(y * y) + Math.copySign(x * x, y);
    double r = (x * y * 7) % 3 + Math.floor(x) * y + Math.min(x * y, y * y) + Math.signum(x) * y;
    return s * e + t * r / (1 + x * x);
  }

  @Differentiable(order = ORDER)
  static float single(float x, float y) {
    float t = x * y;
    float u = t / (1 + x * x);
    for (int i = 0; i < 3; i++) {
      u = u * t + (float) Math.sin(y);
    }
    return u - t;
  }

  @Differentiable(order = ORDER)
  static double escape(double re, double im, int turns) {
    double zr = 0;
    double zi = 0;
    for (int k = 0; k < turns; k++) {
      double t = zr * zr - zi * zi + re;
      zi = 2 * zr * zi + im;
      zr = t;
      double m = zr * zr + zi * zi;
      if (m > 40) {
        break;
      }
      if (m < 0.3) {
        continue;
      }
      zr = zr * 1.01;
    }
    return Math.log(1 + zr * zr + zi * zi);
  }

  @Differentiable(order = ORDER)
  static double branches(double x, double y) {
    double r = x > y ? x * y : Math.max(x, 2 * y);
    if (r < 0) {
      r = r * r;
    } else if (r < 1) {
      return Math.exp(r) * x;
    }
    r *= x;
    r -= y / 2;
    return switch ((int) Math.floor(x)) {
      case 0 -> r * r;
      case 1 -> r * r * r;
      default -> -r * y;
    };
  }

  @Differentiable(order = ORDER)
  static double chained(double[] x) {
    double sum = 0;
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.sin(x[i]) * (i + 1);
    }
    for (int turn = 0; turn < 2; turn++) {
      for (int i = 1; i < y.length; i++) {
        y[i] = y[i] * y[i - 1] + x[i];
      }
      y[0] += y[y.length - 1] * 0.5;
    }
    double[] last = y;
    for (double each : last) {
      sum += each * each;
    }
    y[0] = 1;
    return sum + y[0] * x[0];
  }

  @Differentiable(order = ORDER)
  static double polynomial(float[] coefficients, double x) {
    double p = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      p = p * x + coefficients[i];
    }
    return p * p;
  }

  @Differentiable
  static double[] rotated(double[] p, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[] turned = new double[3];
    turned[0] = c * p[0] - s * p[1];
    turned[1] = s * p[0] + c * p[1];
    turned[2] = p[0] * p[1];
    return turned;
  }

  private static double power(double x, int n) {
    if (n == 0) {
      return 1;
    }
    double half = power(x, n / 2);
    return n % 2 == 0 ? half * half : half * half * x;
  }

  /** A number that is passed as an object is a constant. */
  private static double labelled(Object label, double x) {
    return label == null ? x : 2 * x;
  }

  @Differentiable(order = ORDER)
  static double objects(double x) {
    double y = x * x;
    return labelled("y", y * x) + labelled("text", x);
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  @Differentiable(order = ORDER)
  static double helped(double[] x, double y) {
    double[] own = new double[2];
    own[0] = power(x[0], 5) + power(y, 3);
    own[1] = power(x[1] * y, 2);
    scale(own, Math.sin(y));
    scale(x, 2);
    return own[0] * own[1] + x[0] * x[1];
  }

  @Differentiable(order = ORDER)
  static Tensor network(Tensor x, Tensor w, Tensor v) {
    Tensor h = x.matmul(w).tanh();
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      h = h.mul(h).add(x.sum());
      if (i % 2 == 0) {
        parts.add(h.sigmoid());
      } else {
        parts.add(h.sub(v).pow(2).exp().reciprocal());
      }
    }
    Tensor all = Tensor.stack(parts, 0);
    return all.mul(v).logsumexp(0).mean();
  }

  private static Tensor power(Tensor x, int n) {
    return n == 0 ? Tensor.onesLike(x) : x.mul(power(x, n - 1));
  }

  @Differentiable(order = ORDER)
  static Tensor listed(List<Tensor> tensors, double scale, int n) {
    Tensor sum = tensors.get(0).mul(scale);
    for (Tensor t : tensors) {
      sum = sum.add(power(t, n).mul(scale * scale)).softmax(0);
    }
    return sum.mul(tensors.get(1)).sum();
  }

  @Differentiable(order = ORDER)
  static Tensor throughModule(Tensor x, Nets.Shared net, double scale) {
    return net.call(x.mul(scale)).pow(2).sum();
  }

  /** A straight line. */
  record Line(Tensor slope, Tensor offset) {}

  @Differentiable
  static List<Tensor> outcomes(Line line, Tensor[] at) {
    List<Tensor> all = new ArrayList<>();
    for (Tensor x : at) {
      all.add(line.slope().mul(x).add(line.offset()).sin());
    }
    all.add(line.slope());
    return all;
  }

  @Differentiable
  static double root(double x, double y) {
    return Math.sqrt(x) + y;
  }

  @Differentiable(order = ORDER)
  static double[] manyTwice(double x) {
    double[] both = new double[2];
    both[0] = x;
    both[1] = x * x;
    return both;
  }

  @Differentiable(modes = Differentiable.Mode.REVERSE)
  static double onlyReverse(double x) {
    return x * x;
  }

  @Differentiable(modes = Differentiable.Mode.FORWARD)
  static double onlyForward(double x) {
    return x * x;
  }
}
