/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.backend.cuda.CudaProgram;
import org.gradsmith.backend.cuda.CudaRowProgram;
import org.gradsmith.backend.cuda.NvrtcCompiler;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.samples.inspect.ClassPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What gpu-verify runs, on machines without a GPU: by the CPU, and through NVRTC. */
final class KernelsOfThePlansTest {
  private static List<KernelText> texts() throws IOException {
    try (ClassPath path = ClassPath.open(System.getProperty("java.class.path"))) {
      List<KernelText> texts = new ArrayList<>(CompiledKernels.read(path).pointwise());
      texts.addAll(OpKernels.ofTable().texts());
      texts.addAll(RandomKernels.of(0, 20));
      return texts;
    }
  }

  @Test
  void theCpuAgreesWithThePlans() throws IOException {
    Tally tally = new Tally("all kernels", "each dtype");
    for (KernelText text : texts()) {
      for (int round = 0; round < 4; round++) {
        run(text, new Layouts(round), tally);
      }
    }
    assertEquals(List.of(), tally.messages());
    assertEquals(0, tally.wrong());
    assertTrue(tally.values() > 100_000, () -> tally.values() + " elements were compared");
    assertTrue(
        tally.undecided() * 20 < tally.values(),
        () -> "a rounding decides in " + tally.undecided() + " of " + tally.values());
  }

  private static void run(KernelText text, Layouts layouts, Tally tally) {
    for (CudaVariant variant : text.plans().stream().map(layouts::of).toList()) {
      KernelRuns cpu = new KernelRuns(variant.closed());
      for (int i = 0; i < 6; i++) {
        KernelCase run =
            KernelCase.of(
                variant,
                layouts.types(),
                KernelCheck.EXTENTS.get(i),
                layouts.round() + i,
                text.domains().getOrDefault(variant.plan().name(), List.of()));
        List<@Nullable StridedArray> results = KernelCheck.onCpu(cpu, run);
        KernelCheck.compare(run, results, results, tally);
      }
    }
  }

  @Test
  void nvrtcCompilesAllOfThem() throws IOException {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    for (KernelText text : texts()) {
      for (int round : new int[] {0, 3, 4}) {
        Layouts layouts = new Layouts(round);
        List<CudaVariant> variants = text.plans().stream().map(layouts::of).toList();
        List<String> options = CudaProgram.options(layouts.types(), variants);
        byte[] cubin = nvrtc.compile(text.name(), text.cuda(), "sm_90", options);
        String image = new String(cubin, StandardCharsets.ISO_8859_1);
        assertTrue(image.startsWith("\u007fELF"), text.name());
        for (CudaVariant variant : variants) {
          assertTrue(image.contains(variant.symbol()), variant.symbol());
        }
      }
    }
  }

  /** The CPU's own rows are held to what the GPU's are, and special numbers stay where they are. */
  @Test
  void theCpuAgreesWithItsRowsInDouble() {
    Tally tally = new Tally(RowKernels.FAMILY, "each dtype");
    for (int round = 0; round < 2; round++) {
      run(RowKernels.ofTable(), 14, new Layouts(round), tally);
    }
    assertEquals(List.of(), tally.messages());
    assertEquals(0, tally.wrong());
    assertTrue(tally.values() > 1_000_000, () -> tally.values() + " elements were compared");
    assertTrue(tally.largestDifference() == 0, "both sides are the same");
  }

  private static void run(RowGroup group, int most, Layouts layouts, Tally tally) {
    List<RowGroup.Sizes> sizes = group.sizes();
    for (RowPlan plan : group.in(layouts).plans()) {
      for (int i = 0; i < Math.min(most, sizes.size()); i++) {
        long seed = layouts.round() * 3L + i;
        RowCase run =
            RowCase.of(plan, layouts.types(), sizes.get(i), seed, group.numbers(plan, seed));
        List<StridedArray> results = RowCheck.onCpu(new RowRuns(plan), run);
        group.compare(run, results, results, tally);
      }
    }
  }

  private static List<FusedRowKernels> fusedRows(int random) throws IOException {
    try (ClassPath path = ClassPath.open(System.getProperty("java.class.path"))) {
      List<FusedRowKernels> rows = new ArrayList<>(CompiledKernels.read(path).rows());
      rows.addAll(RandomRows.of(0, random));
      return rows;
    }
  }

  /** The fused ones, and random ones, in all layouts: whole, along columns, along rows, others. */
  @Test
  void theCpuAgreesWithThePlansOfFusedRows() throws IOException {
    Tally tally = new Tally("fused rows", "each dtype");
    for (FusedRowKernels rows : fusedRows(10)) {
      for (int round = 0; round < 8; round++) {
        run(rows, 5, new Layouts(round), tally);
      }
    }
    assertEquals(List.of(), tally.messages());
    assertEquals(0, tally.wrong());
    assertTrue(tally.values() > 1_000_000, () -> tally.values() + " elements were compared");
    assertTrue(
        tally.undecided() * 5 < tally.values(),
        () -> "a rounding decides in " + tally.undecided() + " of " + tally.values());
  }

  @Test
  void nvrtcCompilesRows() throws IOException {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    List<RowGroup> groups = new ArrayList<>(List.of(RowKernels.ofTable()));
    groups.addAll(fusedRows(10));
    for (RowGroup group : groups) {
      for (int round = 0; round < 6; round++) {
        Layouts layouts = new Layouts(round);
        List<String> options = CudaRowProgram.options(layouts.types());
        byte[] cubin = nvrtc.compile(group.name(), group.in(layouts).cuda(), "sm_90", options);
        assertTrue(new String(cubin, StandardCharsets.ISO_8859_1).startsWith("\u007fELF"));
      }
    }
  }

  @Test
  void whatHasNoKernelIsNamed() {
    OpKernels ops = OpKernels.ofTable();
    assertFalse(ops.without().containsKey("softmax"), "it has a kernel over rows");
    assertEquals("CUDA has no function for it", ops.without().get("digamma"));
    assertTrue(
        ops.texts().stream().flatMap(text -> text.plans().stream()).count() > 50,
        "most pointwise ops have a kernel");
  }
}
