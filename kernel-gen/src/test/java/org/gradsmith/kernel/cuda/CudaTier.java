/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;

/** Runs the CUDA text of kernels as g++ compiles it for the CPU. */
public final class CudaTier {
  /** Fewer than cover the elements of most tests, so that threads stride. */
  private static final int BLOCKS = 3;

  private final CudaTypes types;
  private final CudaOnCpu kernels;

  private CudaTier(CudaTypes types, CudaOnCpu kernels) {
    this.types = types;
    this.kernels = kernels;
  }

  /** Skips the test where kernels cannot be compiled for the CPU. */
  public static void assumePresent() {
    CudaOnCpu.assumePresent();
  }

  /**
   * Compiles the text of some kernels.
   *
   * @param variants those that are to be run; no two of one kernel
   * @param directory where the compiler works; it is made
   */
  public static CudaTier compile(
      CudaTypes types, List<CudaVariant> variants, Path directory, Arena arena) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String text =
        CudaWriter.write(
            "kernels of a test",
            variants.stream().map(CudaVariant::plan).distinct().toList(),
            Map.of());
    List<String> macros = new ArrayList<>(types.macros());
    variants.forEach(variant -> macros.addAll(variant.macros()));
    return new CudaTier(
        types,
        CudaOnCpu.compile(
            text,
            variants.stream().map(CudaVariant::symbol).distinct().toList(),
            directory,
            arena,
            macros.toArray(new String[0])));
  }

  /**
   * Launches a kernel.
   *
   * @param order in which threads and blocks run
   * @param inputs one per input of the plan; null where an optional one is absent
   * @param outputs one per output of the plan; null where it is not wanted
   */
  public void run(
      CudaVariant variant,
      long outer,
      long channels,
      long inner,
      int order,
      List<@Nullable TestMemory> inputs,
      List<@Nullable TestMemory> outputs) {
    List<Object> arguments = new ArrayList<>();
    outputs.forEach(output -> arguments.add(pointer(output)));
    inputs.forEach(input -> arguments.add(pointer(input)));
    for (long size : new long[] {outer, channels, inner}) {
      arguments.add(types.wide() ? (Object) size : (Object) (int) size);
    }
    kernels.order(order);
    assertEquals(
        Optional.empty(),
        kernels.launch(variant.symbol(), BLOCKS, CudaWriter.THREADS, arguments.toArray()));
  }

  private static MemorySegment pointer(@Nullable TestMemory memory) {
    return memory == null ? MemorySegment.NULL : memory.segment();
  }
}
