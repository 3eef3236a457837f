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
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.jspecify.annotations.Nullable;

/**
 * Runs row kernels on the GPU and on the CPU, and compares both with the CPU in float64: a row is
 * added up in another order here and there, so bits need not agree. A value may be off by some
 * units of the largest one in the output; where that is one reduction per row, also of what the
 * magnitudes of the inputs reduce to, because terms cancel in a sum, but their roundings do not. It
 * is no number on all sides or on none. Places, counts and truths are the same.
 */
final class RowCheck {
  /** Rows and columns: a warp and what lies around it, rows that shared memory keeps, and not. */
  record Sizes(long rows, long columns) {
    long count() {
      return rows * columns;
    }
  }

  /** From the smallest on; the last columns do not fit into shared memory, even as float32. */
  static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1),
          new Sizes(7, 1),
          new Sizes(1, 31),
          new Sizes(1, 32),
          new Sizes(7, 31),
          new Sizes(7, 32),
          new Sizes(1, 1000),
          new Sizes(1000, 1),
          new Sizes(1, 4096),
          new Sizes(7, 1000),
          new Sizes(1, 9001),
          new Sizes(7, 4096),
          new Sizes(1000, 31),
          new Sizes(1000, 32),
          new Sizes(7, 9001),
          new Sizes(1000, 1000),
          new Sizes(1000, 4096));

  /** Roundings that a value may be off by, at the largest value: what the CPU is held to, too. */
  private static final double ULPS = 16;

  /** Indices of 64 bits are tried on tensors of so many elements at most. */
  private static final long WIDE = 1 << 20;

  /** What memory on the device is filled with before a kernel writes it. */
  private static final int UNWRITTEN = 0xA5;

  private final CudaDevice device;
  private final List<Sizes> sizes;

  RowCheck(CudaDevice device, List<Sizes> sizes) {
    this.device = device;
    this.sizes = sizes;
  }

  /** Runs all kernels in the types of a round. */
  void run(RowKernels kernels, Layouts layouts, Tally tally) {
    CudaTypes types = layouts.types();
    try (CudaRowProgram program =
        CudaRowProgram.compile(device, RowKernels.NAME, kernels.cuda(), types)) {
      tally.addKernels(kernels.plans().size());
      for (RowPlan plan : kernels.plans()) {
        RowRuns cpu = new RowRuns(plan);
        for (int i = 0; i < sizes.size(); i++) {
          Sizes size = sizes.get(i);
          if (!types.wide() || size.count() <= WIDE) {
            RowCase run =
                RowCase.of(plan, types, size.rows(), size.columns(), layouts.round() * 100L + i);
            compare(run, onGpu(program, run), onCpu(cpu, run), tally);
          }
        }
      }
    }
  }

  /** What the kernel on the CPU gives. */
  static List<StridedArray> onCpu(RowRuns cpu, RowCase run) {
    return onCpu(cpu, run, run.types().dtype(), run.inputs());
  }

  private static List<StridedArray> onCpu(
      RowRuns cpu, RowCase run, DType dtype, List<@Nullable StridedArray> inputs) {
    List<StridedArray> outputs = run.outputs(dtype);
    cpu.run(dtype, run.rows(), run.columns(), new ArrayList<>(outputs), inputs, run.numbers());
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
          program.over(run.plan(), run.rows(), run.columns(), outputs, inputs, run.numbers())) {
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

  /** Compares what a GPU and the CPU gave with what the CPU gives in float64. */
  static void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally) {
    RowRuns plan = new RowRuns(run.plan());
    List<StridedArray> exact = onCpu(plan, run, DType.FLOAT64, run.inDouble());
    List<StridedArray> ofMagnitudes = onCpu(plan, run, DType.FLOAT64, run.magnitudes());
    double ulp = run.types().dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    long compared = 0;
    double difference = 0;
    for (int output = 0; output < exact.size(); output++) {
      StridedArray right = exact.get(output);
      boolean isExact = run.plan().outputs().get(output).stored() != Stored.COMPUTED;
      boolean reduces = run.plan().outputs().get(output).target() == Target.ROW;
      double largest = Math.max(largest(right), reduces ? largest(ofMagnitudes.get(output)) : 0);
      double apart = 0;
      for (long at = 0; at < right.count(); at++) {
        double wanted = KernelCase.get(right, at);
        double found = KernelCase.get(gpu.get(output), at);
        double beside = KernelCase.get(cpu.get(output), at);
        double slack = isExact ? 0 : ULPS * ulp * largest;
        if (!isClose(wanted, found, slack) || !isClose(wanted, beside, slack)) {
          tally.addWrong(
              "%s: output '%s', element %d: the GPU gave %s, the CPU %s, but in float64 it is %s"
                  .formatted(
                      run, run.plan().outputs().get(output).name(), at, found, beside, wanted));
        } else if (Double.isFinite(wanted)) {
          apart = Math.max(apart, Math.abs(found - beside));
        }
      }
      compared += right.count();
      difference = Math.max(difference, apart / (largest == 0 ? 1 : largest));
    }
    tally.addRun(compared, 0, difference);
  }

  /** The size of the largest number. */
  private static double largest(StridedArray array) {
    double largest = 0;
    for (long at = 0; at < array.count(); at++) {
      double size = Math.abs(KernelCase.get(array, at));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    return largest;
  }

  private static boolean isClose(double wanted, double found, double slack) {
    return Double.isFinite(wanted)
        ? Math.abs(wanted - found) <= slack
        : Double.compare(wanted, found) == 0;
  }
}
