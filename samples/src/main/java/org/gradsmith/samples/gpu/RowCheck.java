/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.CudaRowProgram;
import org.gradsmith.backend.cuda.DeviceMemory;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.samples.gpu.RowGroup.Sizes;
import org.jspecify.annotations.Nullable;

/**
 * Runs row kernels on the GPU and on the CPU, and has both compared with what is right: a row is
 * added up in another order here and there, so bits need not agree.
 */
final class RowCheck {
  /** Indices of 64 bits are tried on tensors of so many elements at most. */
  private static final long WIDE = 1 << 20;

  /** What memory on the device is filled with before a kernel writes it. */
  private static final int UNWRITTEN = 0xA5;

  private final CudaDevice device;
  private final int most;

  /**
   * @param most how many of the sizes are run over, from the smallest on
   */
  RowCheck(CudaDevice device, int most) {
    this.device = device;
    this.most = most;
  }

  /** Runs all kernels of a group in the layouts and types of a round. */
  void run(RowGroup group, Layouts layouts, Tally tally) {
    CudaTypes types = layouts.types();
    List<Sizes> sizes = group.sizes().subList(0, Math.min(most, group.sizes().size()));
    RowGroup.Laid laid = group.in(layouts);
    try (CudaRowProgram program =
        CudaRowProgram.compile(device, group.name(), laid.cuda(), types)) {
      tally.addKernels(laid.plans().size());
      for (RowPlan plan : laid.plans()) {
        RowRuns cpu = new RowRuns(plan);
        for (int i = 0; i < sizes.size(); i++) {
          long seed = layouts.round() * 100L + i;
          if (!types.wide() || sizes.get(i).count() <= WIDE) {
            RowCase run = RowCase.of(plan, types, sizes.get(i), seed, group.numbers(plan, seed));
            group.compare(run, onGpu(program, run), onCpu(cpu, run), tally);
          }
        }
      }
    }
  }

  /** What the kernel on the CPU gives. */
  static List<StridedArray> onCpu(RowRuns cpu, RowCase run) {
    return onCpu(cpu, run, run.types().dtype(), run.inputs());
  }

  /** What it gives for other inputs, in another dtype. */
  static List<StridedArray> onCpu(
      RowRuns cpu, RowCase run, DType dtype, List<@Nullable StridedArray> inputs) {
    List<StridedArray> outputs = run.outputs(dtype);
    cpu.run(dtype, run.rows(), run.columns(), new ArrayList<>(outputs), inputs, run.attributes());
    return outputs;
  }

  private List<StridedArray> onGpu(CudaRowProgram program, RowCase run) {
    List<DeviceMemory> memory = new ArrayList<>();
    try {
      List<StridedArray> results = run.outputs(run.types().dtype());
      List<DeviceMemory> outputs = new ArrayList<>();
      for (StridedArray result : results) {
        DeviceMemory output = device.allocate(KernelCase.bytes(result).byteSize());
        memory.add(output);
        output.fill(UNWRITTEN);
        outputs.add(output);
      }
      List<@Nullable DeviceMemory> inputs = new ArrayList<>();
      for (StridedArray input : run.inputs()) {
        DeviceMemory copy = input == null ? null : device.copyOf(KernelCase.bytes(input));
        if (copy != null) {
          memory.add(copy);
        }
        inputs.add(copy);
      }
      try (CudaRowProgram.Run prepared =
          program.over(run.plan(), run.rows(), run.columns(), outputs, inputs, run.attributes())) {
        fetch(prepared, run, outputs, results);
        List<StridedArray> again = run.outputs(run.types().dtype());
        fetch(prepared, run, outputs, again);
        requireSame(run, results, again);
      }
      return results;
    } finally {
      memory.forEach(DeviceMemory::close);
    }
  }

  private void fetch(
      CudaRowProgram.Run prepared,
      RowCase run,
      List<DeviceMemory> outputs,
      List<StridedArray> results) {
    prepared.launch();
    device.await(run.toString());
    for (int i = 0; i < results.size(); i++) {
      outputs.get(i).copyTo(KernelCase.bytes(results.get(i)));
    }
  }

  private static void requireSame(
      RowCase run, List<StridedArray> first, List<StridedArray> second) {
    for (int i = 0; i < first.size(); i++) {
      if (KernelCase.bytes(first.get(i)).mismatch(KernelCase.bytes(second.get(i))) >= 0) {
        throw new VerificationFailure(
            "%s: output '%s' has other bits in a second launch"
                .formatted(run, run.plan().outputs().get(i).name()));
      }
    }
  }
}
