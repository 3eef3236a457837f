/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with the sizes it runs over and its inputs, all from a seed.
 *
 * @param inputs in the memory of the host; null where an optional one is absent
 * @param wanted which outputs are computed
 */
record KernelCase(
    CudaVariant variant,
    CudaTypes types,
    Extent extent,
    long seed,
    List<@Nullable StridedArray> inputs,
    List<Boolean> wanted) {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-30f,
    88.7f
  };

  /** A full tensor around some dimension. */
  record Extent(long outer, long channels, long inner) {
    long count() {
      return outer * channels * inner;
    }

    @Override
    public String toString() {
      return "(%d, %d, %d)".formatted(outer, channels, inner);
    }
  }

  /**
   * Makes the inputs. Every third seed has numbers of the domain only, every third special ones.
   */
  static KernelCase of(
      CudaVariant variant,
      CudaTypes types,
      Extent extent,
      long seed,
      List<KernelText.Domain> domain) {
    Random random = new Random(seed * 1_000_003L + variant.plan().name().hashCode());
    KernelPlan plan = variant.plan();
    List<@Nullable StridedArray> inputs = new ArrayList<>();
    for (int i = 0; i < plan.inputs().size(); i++) {
      Input input = plan.inputs().get(i);
      if (input.optional() && random.nextBoolean()) {
        inputs.add(null);
        continue;
      }
      long size = variant.inputSize(i, extent.outer, extent.channels, extent.inner);
      StridedArray array = StridedArray.allocate(types.dtype(), size);
      for (long at = 0; at < size; at++) {
        double value = random.nextGaussian() * 3;
        if (seed % 3 == 0 && i < domain.size()) {
          KernelText.Domain in = domain.get(i);
          value = in.low() + (in.high() - in.low()) * random.nextDouble();
        } else if (seed % 3 == 2 && random.nextInt(5) == 0) {
          value = SPECIAL[random.nextInt(SPECIAL.length)];
        }
        set(array, at, value);
      }
      inputs.add(array);
    }
    List<Boolean> wanted = new ArrayList<>();
    for (int i = 0; i < plan.outputs().size(); i++) {
      wanted.add(plan.outputs().size() == 1 || random.nextInt(4) > 0);
    }
    return new KernelCase(variant, types, extent, seed, inputs, wanted);
  }

  /** Memory of the host for the outputs that are wanted. */
  List<@Nullable StridedArray> outputs() {
    List<@Nullable StridedArray> outputs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      long size = variant.outputSize(i, extent.outer, extent.channels, extent.inner);
      outputs.add(wanted.get(i) ? StridedArray.allocate(types.dtype(), size) : null);
    }
    return outputs;
  }

  static MemorySegment bytes(StridedArray array) {
    return array.storage().segment().asSlice(0, array.count() * array.dtype().byteSize());
  }

  static double get(StridedArray array, long index) {
    MemorySegment segment = array.storage().segment();
    return switch (array.dtype()) {
      case FLOAT32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case FLOAT64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case INT64 -> segment.getAtIndex(ValueLayout.JAVA_LONG, index);
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, index);
      default -> throw new IllegalArgumentException("no kernel writes " + array.dtype());
    };
  }

  static void set(StridedArray array, long index, double value) {
    MemorySegment segment = array.storage().segment();
    if (array.dtype() == DType.FLOAT32) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    } else {
      segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }
  }

  @Override
  public String toString() {
    return "kernel %s in %s over %s, seed %d"
        .formatted(variant.symbol(), types.dtype(), extent, seed);
  }
}
