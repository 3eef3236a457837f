/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cuda.CudaRowProgram;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.samples.gpu.RowGroup.Sizes;
import org.jspecify.annotations.Nullable;

/**
 * A row kernel with the sizes it runs over and its inputs, all from a seed.
 *
 * @param inputs in the memory of the host; null where an optional one is absent
 * @param numbers what the attributes are
 */
record RowCase(
    RowPlan plan,
    CudaTypes types,
    long rows,
    long columns,
    long seed,
    List<@Nullable StridedArray> inputs,
    List<Double> numbers) {
  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0
  };

  /** So few elements are special that rows stay in which none is. */
  private static final int ORDINARY = 2000;

  /** Makes the inputs. Every second seed has special numbers among them, every third equal ones. */
  static RowCase of(RowPlan plan, CudaTypes types, Sizes sizes, long seed, List<Double> numbers) {
    long rows = sizes.rows();
    long columns = sizes.columns();
    Random random = new Random(seed * 1_000_003L + plan.name().hashCode());
    List<@Nullable StridedArray> inputs = new ArrayList<>();
    for (int i = 0; i < plan.inputs().size(); i++) {
      Input input = plan.inputs().get(i);
      if (input.optional() && random.nextInt(3) == 0) {
        inputs.add(null);
        continue;
      }
      long size = CudaRowProgram.inputSize(plan, i, rows, columns);
      StridedArray array = StridedArray.allocate(types.dtype(), size);
      boolean isSpecial = seed % 2 == 1;
      boolean isCoarse = seed % 3 == 0;
      for (long at = 0; at < size; at++) {
        float ordinary = random.nextFloat() * 4 - 2;
        KernelCase.set(
            array,
            at,
            isSpecial && random.nextInt(ORDINARY) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : isCoarse ? Math.rint(ordinary) : ordinary);
      }
      inputs.add(array);
    }
    return new RowCase(plan, types, rows, columns, seed, inputs, numbers);
  }

  /**
   * Memory of the host for all outputs.
   *
   * @param dtype that is computed in
   */
  List<StridedArray> outputs(DType dtype) {
    List<StridedArray> outputs = new ArrayList<>();
    for (int i = 0; i < plan.outputs().size(); i++) {
      DType stored = RowPlan.dtype(plan.outputs().get(i).stored(), dtype);
      outputs.add(StridedArray.allocate(stored, CudaRowProgram.outputSize(plan, i, rows, columns)));
    }
    return outputs;
  }

  /** What the attributes are, as a kernel takes them. */
  double[] attributes() {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The inputs in float64. */
  List<@Nullable StridedArray> inDouble() {
    return inDouble(x -> x);
  }

  /** The magnitudes of the inputs in float64. */
  List<@Nullable StridedArray> magnitudes() {
    return inDouble(Math::abs);
  }

  private List<@Nullable StridedArray> inDouble(DoubleUnaryOperator function) {
    List<@Nullable StridedArray> wide = new ArrayList<>();
    for (StridedArray input : inputs) {
      if (input == null) {
        wide.add(null);
        continue;
      }
      StridedArray copy = StridedArray.allocate(DType.FLOAT64, input.count());
      for (long at = 0; at < input.count(); at++) {
        KernelCase.set(copy, at, function.applyAsDouble(KernelCase.get(input, at)));
      }
      wide.add(copy);
    }
    return wide;
  }

  @Override
  public String toString() {
    return "kernel %s in %s over (%d, %d), seed %d"
        .formatted(plan.name(), types.dtype(), rows, columns, seed);
  }
}
