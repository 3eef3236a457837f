/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.functional.Normalisations;
import org.gradsmith.nn.optim.Adam;
import org.gradsmith.samples.fusion.ScaledGelu;
import org.gradsmith.samples.fusion.SwiGlu;
import org.gradsmith.samples.fusion.TwelveOps;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The fusion workloads: chains and rows of 1024 columns with 1e3, 1e5 and 1e7 elements, forward
 * without recording and forward with backward, the result and all gradients kept. Prints a line of
 * JSON per case; rates count every input read once and every result written once. Arguments choose
 * cases by parts of their names.
 */
public final class Fusion {
  private static final int COLUMNS = 1024;
  private static volatile @Nullable Object result;

  private final String[] wanted;

  private Fusion(String[] wanted) {
    this.wanted = wanted;
  }

  /** Measures all cases whose names contain one of the arguments. */
  public static void main(String[] args) {
    Fusion fusion = new Fusion(args);
    fusion.rows("1e3", 1);
    fusion.rows("1e5", 98);
    fusion.rows("1e7", 9766);
    fusion.adam();
  }

  /** A step of Adam over 1e7 numbers: reads four tensors, writes three. */
  private void adam() {
    long count = 10_000_000;
    String name = "f adam 1e7";
    if (isWanted(name)) {
      Tensor parameter = Tensor.randn(count).requiresGrad(true);
      parameter.grad(Tensor.randn(count));
      report(name, 4.0 * 7 * count, new Adam(List.of(parameter), 1e-3)::step);
    }
  }

  private boolean isWanted(String name) {
    return wanted.length == 0 || List.of(wanted).stream().anyMatch(name::contains);
  }

  private void rows(String size, int rows) {
    Tensor x = Tensor.randn(rows, COLUMNS).requiresGrad(true);
    Tensor g = Tensor.randn(rows, COLUMNS);
    UnaryModule gelu = new ScaledGelu(Tensor.randn(COLUMNS), Tensor.randn(COLUMNS));
    measure("a gelu(x*w+b) " + size, x, g, gelu::call, gelu.parameters(), 2, 3);
    measure("b softmax " + size, x, g, t -> t.softmax(-1), List.of(), 2, 3);
    Tensor weight = Tensor.randn(COLUMNS).requiresGrad(true);
    Tensor bias = Tensor.randn(COLUMNS).requiresGrad(true);
    long[] shape = {COLUMNS};
    measure(
        "c layernorm " + size,
        x,
        g,
        t -> Normalisations.layerNorm(t, shape, weight, bias, 1e-5),
        List.of(weight, bias),
        2,
        3);
    UnaryModule swiGlu = new SwiGlu(Tensor.randn(rows, COLUMNS));
    measure("d swiglu " + size, x, g, swiGlu::call, swiGlu.parameters(), 3, 5);
    UnaryModule twelve = new TwelveOps(Tensor.randn(rows, COLUMNS));
    measure("e 12-op chain " + size, x, g, twelve::call, twelve.parameters(), 3, 5);
  }

  /**
   * Measures forward, and forward with backward.
   *
   * @param forward how many full tensors the forward pass moves
   * @param backward how many more the backward pass moves
   */
  private void measure(
      String name,
      Tensor x,
      Tensor g,
      UnaryOperator<Tensor> layer,
      List<Tensor> parameters,
      int forward,
      int backward) {
    double bytes = 4.0 * x.numel();
    report(
        name + " fwd",
        bytes * forward,
        () -> {
          try (var _ = Autograd.noGrad()) {
            result = layer.apply(x);
          }
        });
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    inputs.addAll(parameters);
    report(
        name + " f+b",
        bytes * (forward + backward),
        () -> {
          Tensor y = layer.apply(x);
          result = List.of(y, Autograd.grad(List.of(y), inputs, List.of(g), false, false));
        });
  }

  private void report(String name, double bytes, Runnable work) {
    if (!isWanted(name)) {
      return;
    }
    long start = System.nanoTime();
    work.run();
    int inner = (int) Math.max(1, 20_000_000 / (System.nanoTime() - start));
    Samples warm = Samples.of(inner, work);
    Samples samples = Samples.of((int) Math.max(1, 0.02 / warm.median()), work);
    System.out.printf(
        Locale.ROOT,
        "{\"w\": \"W6\", \"case\": \"%s\", \"backend\": \"gradsmith\", \"threads\": %d, \"sec\": %.4g, \"best\": %.4g, \"unit\": \"B/s\", \"rate\": %.4g}%n",
        name,
        Integer.getInteger("gradsmith.threads", Runtime.getRuntime().availableProcessors()),
        samples.median(),
        samples.best(),
        bytes / samples.median());
  }
}
