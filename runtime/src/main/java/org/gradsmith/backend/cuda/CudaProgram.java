/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of a companion's text, compiled for a device and loaded into it. A text is compiled
 * for one pair of types, and for one variant of each plan.
 */
public final class CudaProgram implements AutoCloseable {
  /** Arguments behind the pointers: outer, channels, inner. */
  private static final int SIZES = 3;

  private final CudaModule module;
  private final CudaTypes types;
  private final int multiprocessors;

  private CudaProgram(CudaModule module, CudaTypes types, int multiprocessors) {
    this.module = module;
    this.types = types;
    this.multiprocessors = multiprocessors;
  }

  /**
   * Compiles and loads a text.
   *
   * @param name what messages call it
   * @param text as {@link CudaWriter} writes it
   * @param variants those that are to be run; no two of one kernel
   * @throws IllegalArgumentException with the compiler's log, if the text has errors
   * @throws CudaException if the driver does not take what was compiled
   */
  public static CudaProgram compile(
      CudaDevice device, String name, String text, CudaTypes types, List<CudaVariant> variants) {
    return new CudaProgram(
        CudaModule.compile(device, name, text, options(types, variants)),
        types,
        device.multiprocessors());
  }

  /** What the compiler is told, so that a text does what variants of its plans say. */
  public static List<String> options(CudaTypes types, List<CudaVariant> variants) {
    List<String> options = new ArrayList<>(CudaWriter.OPTIONS);
    options.addAll(types.macros());
    variants.forEach(variant -> options.addAll(variant.macros()));
    return options;
  }

  /**
   * Launches a kernel; it may still run when this returns. Sizes of memory are checked, contents
   * are not.
   *
   * @param variant one of those that the text was compiled for
   * @param outputs one per output of the plan; null where it is not wanted
   * @param inputs one per input of the plan; null where an optional one is absent
   */
  public void launch(
      CudaVariant variant,
      long outer,
      long channels,
      long inner,
      List<? extends @Nullable DeviceMemory> outputs,
      List<? extends @Nullable DeviceMemory> inputs) {
    check(variant, outer, channels, inner, outputs, inputs);
    int blocks = variant.blocks(outer, channels, inner, multiprocessors);
    try (Arena arena = Arena.ofConfined()) {
      LaunchArguments arguments =
          new LaunchArguments(arena, outputs.size() + inputs.size() + SIZES);
      outputs.forEach(arguments::pointer);
      inputs.forEach(arguments::pointer);
      for (long size : new long[] {outer, channels, inner}) {
        arguments.number(size, types.wide());
      }
      module.launch(
          variant.symbol(),
          Grid.of(blocks, CudaWriter.THREADS),
          arguments,
          () -> "(%d, %d, %d)".formatted(outer, channels, inner));
    }
  }

  private void check(
      CudaVariant variant,
      long outer,
      long channels,
      long inner,
      List<? extends @Nullable DeviceMemory> outputs,
      List<? extends @Nullable DeviceMemory> inputs) {
    boolean complete =
        outputs.size() == variant.outputs().size() && inputs.size() == variant.inputs().size();
    if (!complete) {
      throw new IllegalArgumentException(
          "kernel '%s' has %d outputs and %d inputs, but got %d and %d"
              .formatted(
                  variant.symbol(),
                  variant.outputs().size(),
                  variant.inputs().size(),
                  outputs.size(),
                  inputs.size()));
    }
    if (!types.wide() && outer * channels * inner > CudaWriter.NARROW_INDEX_LIMIT) {
      throw new IllegalArgumentException(
          "kernel '%s' counts in 32 bits, too few for (%d, %d, %d) elements"
              .formatted(variant.symbol(), outer, channels, inner));
    }
    for (int i = 0; i < outputs.size(); i++) {
      String parameter = variant.plan().outputs().get(i).name();
      requireRoom(
          variant, parameter, outputs.get(i), variant.outputSize(i, outer, channels, inner));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Input input = variant.plan().inputs().get(i);
      if (inputs.get(i) == null && !input.optional()) {
        throw new NullPointerException(
            "input '%s' of kernel '%s' is null".formatted(input.name(), variant.symbol()));
      }
      requireRoom(
          variant, input.name(), inputs.get(i), variant.inputSize(i, outer, channels, inner));
    }
  }

  private void requireRoom(
      CudaVariant variant, String parameter, @Nullable DeviceMemory memory, long elements) {
    long bytes = elements * types.dtype().byteSize();
    if (memory != null && memory.bytes() < bytes) {
      throw new IllegalArgumentException(
          "'%s' of kernel '%s' needs %d bytes, but has %d"
              .formatted(parameter, variant.symbol(), bytes, memory.bytes()));
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
