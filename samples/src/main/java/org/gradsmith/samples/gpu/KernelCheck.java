/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.CudaProgram;
import org.gradsmith.backend.cuda.DeviceMemory;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.samples.gpu.KernelCase.Extent;
import org.jspecify.annotations.Nullable;

/**
 * Runs kernels on the GPU and on the CPU, and compares both with what their plans say. Where plans
 * are arithmetic alone, all three agree bit for bit.
 */
final class KernelCheck {
  /** Full tensors of all forms: none, one, few and many elements around the channels. */
  static final List<Extent> EXTENTS =
      List.of(
          new Extent(1, 1, 1),
          new Extent(5, 7, 1),
          new Extent(300, 2, 1),
          new Extent(3, 4, 2),
          new Extent(3, 5, 17),
          new Extent(0, 3, 4),
          new Extent(2, 3, 0),
          new Extent(1, 3, 2003),
          new Extent(7, 3, 769),
          new Extent(98, 1024, 1),
          new Extent(2, 1, 60_001));

  /** What memory on the device is filled with before a kernel writes it. */
  private static final int UNWRITTEN = 0xA5;

  private final CudaDevice device;
  private final List<Extent> extents;

  KernelCheck(CudaDevice device, List<Extent> extents) {
    this.device = device;
    this.extents = extents;
  }

  /** Runs all kernels of a text in one layout. */
  void run(KernelText text, Layouts layouts, Tally tally) {
    List<CudaVariant> variants = text.plans().stream().map(layouts::of).toList();
    try (CudaProgram program =
        CudaProgram.compile(device, text.name(), text.cuda(), layouts.types(), variants)) {
      tally.addKernels(variants.size());
      for (CudaVariant variant : variants) {
        KernelRuns cpu = new KernelRuns(variant.closed());
        for (int i = 0; i < extents.size(); i++) {
          long seed = layouts.round() * 100L + i;
          KernelPlan plan = variant.plan();
          List<KernelText.Domain> domain = text.domains().getOrDefault(plan.name(), List.of());
          KernelCase run = KernelCase.of(variant, layouts.types(), extents.get(i), seed, domain);
          compare(run, onGpu(program, run), onCpu(cpu, run), tally);
        }
      }
    }
  }

  static List<@Nullable StridedArray> onCpu(KernelRuns cpu, KernelCase run) {
    List<@Nullable StridedArray> outputs = run.outputs();
    Extent extent = run.extent();
    cpu.run(
        run.types().dtype(),
        extent.outer(),
        extent.channels(),
        extent.inner(),
        outputs.toArray(new @Nullable StridedArray[0]),
        run.inputs().toArray(new @Nullable StridedArray[0]));
    return outputs;
  }

  private List<@Nullable StridedArray> onGpu(CudaProgram program, KernelCase run) {
    try (Allocations memory = new Allocations(new ArrayList<>())) {
      List<@Nullable StridedArray> results = run.outputs();
      List<@Nullable DeviceMemory> outputs = new ArrayList<>();
      for (StridedArray result : results) {
        outputs.add(result == null ? null : memory.with(filled(result)));
      }
      List<@Nullable DeviceMemory> inputs = new ArrayList<>();
      for (StridedArray input : run.inputs()) {
        inputs.add(input == null ? null : memory.with(device.copyOf(KernelCase.bytes(input))));
      }
      launch(program, run, outputs, inputs);
      fetch(outputs, results);
      if (run.variant().sums()) {
        List<@Nullable StridedArray> again = run.outputs();
        launch(program, run, outputs, inputs);
        fetch(outputs, again);
        requireSame(run, results, again);
      }
      return results;
    }
  }

  /** Memory that is freed together. */
  private record Allocations(List<DeviceMemory> memory) implements AutoCloseable {
    DeviceMemory with(DeviceMemory one) {
      memory.add(one);
      return one;
    }

    @Override
    public void close() {
      memory.forEach(DeviceMemory::close);
    }
  }

  private DeviceMemory filled(StridedArray like) {
    DeviceMemory output = device.allocate(KernelCase.bytes(like).byteSize());
    output.fill(UNWRITTEN);
    return output;
  }

  private void launch(
      CudaProgram program,
      KernelCase run,
      List<@Nullable DeviceMemory> outputs,
      List<@Nullable DeviceMemory> inputs) {
    Extent extent = run.extent();
    program.launch(
        run.variant(), extent.outer(), extent.channels(), extent.inner(), outputs, inputs);
    device.await(run.toString());
  }

  private static void fetch(
      List<@Nullable DeviceMemory> outputs, List<@Nullable StridedArray> results) {
    for (int i = 0; i < results.size(); i++) {
      StridedArray result = results.get(i);
      DeviceMemory output = outputs.get(i);
      if (result != null && output != null) {
        output.copyTo(KernelCase.bytes(result));
      }
    }
  }

  private static void requireSame(
      KernelCase run, List<@Nullable StridedArray> first, List<@Nullable StridedArray> second) {
    for (int i = 0; i < first.size(); i++) {
      StridedArray one = first.get(i);
      StridedArray other = second.get(i);
      if (one != null
          && other != null
          && KernelCase.bytes(one).mismatch(KernelCase.bytes(other)) >= 0) {
        throw new VerificationFailure(
            "%s: output '%s' has other bits in a second launch"
                .formatted(run, run.variant().plan().outputs().get(i).name()));
      }
    }
  }

  static void compare(
      KernelCase run,
      List<@Nullable StridedArray> gpu,
      List<@Nullable StridedArray> cpu,
      Tally tally) {
    WithinRanges ranges = new WithinRanges(run, tally);
    Expected expected = new Expected(run);
    for (int output = 0; output < gpu.size(); output++) {
      StridedArray found = gpu.get(output);
      StridedArray beside = cpu.get(output);
      if (found == null || beside == null) {
        continue;
      }
      long[] places = expected.places(output);
      int which = output;
      Range[] right =
          Arrays.stream(places)
              .parallel()
              .mapToObj(place -> expected.at(which, place))
              .toArray(Range[]::new);
      String name = run.variant().plan().outputs().get(output).name();
      ranges.compare(name, places, right, found, beside);
    }
    ranges.finish();
  }
}
