/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What an op costs when there is next to nothing to compute. */
public final class Dispatch {
  private static final int PAIRS = 50;
  private static volatile @Nullable Object result;

  private Dispatch() {}

  /** 100 ops: 50 multiplications, 50 additions. */
  static Tensor chain(Tensor start, Tensor a, Tensor b) {
    Tensor x = start;
    for (int i = 0; i < PAIRS; i++) {
      x = x.mul(a).add(b);
    }
    return x;
  }

  /** Prints a line per case. */
  public static void main(String[] args) {
    Tensor one = Tensor.ones(1);
    Tensor recorded = Tensor.ones(1).requiresGrad(true);
    Tensor x = Tensor.ones(16);
    Tensor a = Tensor.full(new long[] {16}, .99);
    Tensor b = Tensor.full(new long[] {16}, .01);
    Tensor g = Tensor.ones(16);
    print("add 1 element", Samples.of(50_000, () -> result = one.add(one)));
    print("add 1 element, requiresGrad", Samples.of(50_000, () -> result = recorded.add(one)));
    print("100-op chain forward", Samples.of(500, () -> result = chain(x, a, b)));
    x.requiresGrad(true);
    a.requiresGrad(true);
    b.requiresGrad(true);
    List<Tensor> inputs = List.of(x, a, b);
    Samples both =
        Samples.of(
            300,
            () ->
                result = Autograd.grad(List.of(chain(x, a, b)), inputs, List.of(g), false, false));
    print("100-op chain forward and backward", both);
  }

  private static void print(String name, Samples samples) {
    System.out.printf("%-36s %s%n", name, samples.micros());
  }
}
