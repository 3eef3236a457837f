/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Value;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.tiers.SweepRun.Tensor;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * A random method, differentiated and fused, and what it computes in one call.
 *
 * @param seed brings it back
 * @param plain what the ops compute
 * @param fused what kernels in their place compute
 * @param kernels the pointwise kernels, as they lie in the call
 * @param rows the kernels over rows, as they lie in the call
 */
record RandomGraph(
    long seed, SweepRun plain, SweepRun fused, List<LaidKernel> kernels, List<LaidRows> rows) {

  static RandomGraph of(long seed) {
    RandomMethod method = RandomMethod.of(seed);
    Random random = new Random(~seed);
    boolean shapesAreProven = random.nextInt(3) == 0;
    BiPredicate<Value, Value> sameShape =
        shapesAreProven
            ? (a, b) ->
                method.shapes().containsKey(a) && method.shape(a).equals(method.shapes().get(b))
            : Object::equals;
    Sweeps sweeps = Reversed.of(method.method(), sameShape);
    Sweeps kernels = new Fusion().fuse(sweeps, sameShape);
    List<Tensor> parameters =
        method.method().parameters().stream()
            .map(value -> random(method.shape(value), random))
            .toList();
    Tensor cotangent = random(method.shape(method.method().result()), random);
    SweepRun plain = SweepRun.of(sweeps, parameters, cotangent);
    SweepRun fused = SweepRun.of(kernels, parameters, cotangent);
    List<LaidKernel> laid = new ArrayList<>();
    List<LaidRows> rows = new ArrayList<>();
    Stream.concat(kernels.forward().stream(), kernels.reverse().stream())
        .filter(Step.RunKernel.class::isInstance)
        .map(Step.RunKernel.class::cast)
        .forEach(kernel -> {
          String name = "s%dk%dr%d".formatted(seed, laid.size(), rows.size());
          String what = "seed " + seed;
          if (kernel.plan() instanceof OpenRowPlan) {
            LaidRows.of(kernel, fused, name, what).ifPresent(rows::add);
          } else {
            laid.addAll(LaidKernel.of(kernel, fused, name, what));
          }
        });
    return new RandomGraph(seed, plain, fused, laid, rows);
  }

  private static Tensor random(Shape shape, Random random) {
    double[] elements = new double[shape.count()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextGaussian() * 2;
    }
    return new Tensor(shape, elements);
  }
}
