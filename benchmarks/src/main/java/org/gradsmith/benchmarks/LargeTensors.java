/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.function.Supplier;
import org.gradsmith.memory.MemoryReport;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Out-of-place ops on 1e7 float32 elements: memory that nobody closes, and memory of a scope. Run
 * it with {@code -Dgradsmith.memory.budget=2g}; the mean includes the garbage collections.
 */
public final class LargeTensors {
  private static final int ELEMENTS = 10_000_000;
  private static final int INNER = 25;
  private static volatile @Nullable Object result;

  private LargeTensors() {}

  /** Prints a line per case. */
  public static void main(String[] args) {
    Tensor x = Tensor.ones(ELEMENTS);
    Tensor y = Tensor.ones(ELEMENTS);
    double element = 4.0 * ELEMENTS;
    measure("add", 3 * element, () -> x.add(y));
    measure("mul", 3 * element, () -> x.mul(y));
    measure("relu", 2 * element, x::relu);
    System.out.println(MemoryReport.now());
  }

  private static void measure(String name, double bytes, Supplier<Tensor> op) {
    Samples open = Samples.of(INNER, () -> result = op.get());
    System.out.printf("%-18s %s%n", name, open.rate(bytes));
    result = null;
    Samples scoped =
        Samples.of(
            INNER,
            () -> {
              try (TensorScope _ = TensorScope.open("benchmark")) {
                result = op.get();
              }
            });
    System.out.printf("%-18s %s%n", name + ", scope", scoped.rate(bytes));
  }
}
