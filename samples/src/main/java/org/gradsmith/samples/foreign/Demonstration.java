/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.foreign;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.autograd.GradcheckException;
import org.gradsmith.backend.cuda.GpuProbe;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.tensor.Tensor;

/** Prints what the ops compute, and what differences of their values say about their gradients. */
public final class Demonstration {
  private static final double[] POINTS = {-3, -1.5, 0, 1.5, 3};
  private static final double SETTING = 0.5;

  private final PrintStream out;
  private boolean agrees = true;

  public Demonstration(PrintStream out) {
    this.out = out;
  }

  /** Both ops in a method that is compiled. */
  @Differentiable
  static Tensor both(Tensor x) {
    return Snake.snake(SETTING, Bessel.j(1, x)).mul(x).sum();
  }

  /** Prints everything; returns whether all gradients are right. */
  public boolean print() {
    out.println("C: double jn(int, double) of the C library, for each element");
    table("J1(x)", x -> Bessel.j(1, x));
    GpuProbe gpu = GpuProbe.run();
    out.printf(
        "CUDA C: snake.cu, on %s%n",
        gpu.found()
            ? "the GPU " + gpu.text()
            : "the CPU, as the same formula in tensors (no GPU: " + gpu.text() + ")");
    table("snake(x)", x -> Snake.snake(SETTING, x));
    out.println("Both in a compiled method, the sum of snake(J1(x)) x");
    Tensor x = Tensor.of(POINTS).requiresGrad(true);
    Tensor taped = Autograd.grad(both(x), x).getFirst();
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor compiled = Gradients.of(Demonstration::both).gradient(x.detach()).tensor(0);
      row("gradient", compiled);
      boolean equal = compiled.equal(taped);
      out.println(equal ? "  equal to the tape's" : "  NOT equal to the tape's");
      return agrees && equal;
    }
  }

  private void table(String name, UnaryOperator<Tensor> op) {
    Tensor x = Tensor.of(POINTS).requiresGrad(true);
    Tensor y = op.apply(x);
    row("x", x);
    row(name, y);
    row("gradient", Autograd.grad(y.sum(), x).getFirst());
    out.println("  gradcheck: " + verdict(() -> Gradcheck.check(in -> op.apply(in[0]), x)));
    out.println(
        "  second derivatives: " + verdict(() -> Gradcheck.checkSecond(in -> op.apply(in[0]), x)));
  }

  private String verdict(Runnable check) {
    try {
      check.run();
      return "agrees with differences";
    } catch (GradcheckException e) {
      agrees = false;
      return "DISAGREES: " + e.getMessage();
    }
  }

  private void row(String name, Tensor values) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-10s", name));
    for (double value : values.detach().toDoubleArray()) {
      line.append(String.format(Locale.ROOT, "%9.4f", value));
    }
    out.println(line);
  }
}
