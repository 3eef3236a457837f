/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.CudaProgram;
import org.gradsmith.backend.cuda.CudaRowProgram;
import org.gradsmith.backend.cuda.CudaTimer;
import org.gradsmith.backend.cuda.DeviceMemory;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;

/**
 * How fast kernels move float32 data, by the device's own clock: the median of some launches, each
 * after the caches were overwritten.
 */
final class Bandwidth implements AutoCloseable {
  private static final int WARM_UP = 3;
  private static final int SAMPLES = 21;
  private static final long FLOAT = Float.BYTES;

  /** Elements that are made on the host; large tensors repeat them. */
  private static final int PATTERN = 1 << 20;

  private final CudaDevice device;
  private final CudaTimer timer;
  private final DeviceMemory flush;
  private final StridedArray pattern;

  /**
   * A measured pass.
   *
   * @param work what was measured
   * @param pass {@code fwd}, {@code bwd}, {@code f+b}, or {@code copy}
   * @param elements of a full tensor
   * @param bytes the least that it has to move
   */
  record Rate(String work, String pass, long elements, double seconds, long bytes) {
    double bytesPerSecond() {
      return bytes / seconds;
    }
  }

  Bandwidth(CudaDevice device) {
    this.device = device;
    this.timer = device.timer();
    this.flush = device.allocate(Math.max(1L << 27, 4L * device.cacheBytes()));
    this.pattern = StridedArray.allocate(DType.FLOAT32, PATTERN);
    Random random = new Random(1);
    for (int i = 0; i < PATTERN; i++) {
      KernelCase.set(pattern, i, random.nextGaussian());
    }
  }

  /** Copies a tensor on the device. */
  Rate copy(long elements) {
    try (DeviceMemory from = tensor(elements);
        DeviceMemory to = device.allocate(elements * FLOAT)) {
      return new Rate(
          "copy", "copy", elements, median(() -> to.copyFrom(from)), 2 * elements * FLOAT);
    }
  }

  /** The passes of a workload: forward, backward, and both. */
  List<Rate> measure(Workload work, KernelText text, long rows) {
    CudaVariant forward = work.forward(text.plans());
    CudaVariant backward = work.backward(text.plans());
    long elements = rows * Workload.COLUMNS;
    CudaTypes types = CudaTypes.of(DType.FLOAT32, elements);
    try (CudaProgram program =
            CudaProgram.compile(
                device, text.name(), text.cuda(), types, List.of(forward, backward));
        Tensors first = tensors(forward, rows);
        Tensors second = tensors(backward, rows)) {
      return rates(
          work,
          rows,
          () -> launch(program, forward, rows, first),
          () -> launch(program, backward, rows, second));
    }
  }

  /** The passes of a workload over rows. */
  List<Rate> measure(Workload work, RowKernels kernels, long rows) {
    CudaTypes types = CudaTypes.of(DType.FLOAT32, rows * Workload.COLUMNS);
    try (CudaRowProgram program =
            CudaRowProgram.compile(device, RowKernels.NAME, kernels.cuda(), types);
        RowPass first = pass(program, kernels, work.forwardOp(), rows);
        RowPass second = pass(program, kernels, work.backwardOp(), rows)) {
      return rates(work, rows, first.run::launch, second.run::launch);
    }
  }

  private RowPass pass(CudaRowProgram program, RowKernels kernels, String op, long rows) {
    RowPlan plan = kernels.plan(op);
    double[] numbers = kernels.numbers(plan, 0).stream().mapToDouble(Double::doubleValue).toArray();
    return new RowPass(program, plan, numbers, rows);
  }

  /** A kernel over rows with its tensors. */
  private final class RowPass implements AutoCloseable {
    private final Tensors tensors;
    private final CudaRowProgram.Run run;

    RowPass(CudaRowProgram program, RowPlan plan, double[] numbers, long rows) {
      tensors =
          new Tensors(
              IntStream.range(0, plan.inputs().size())
                  .mapToObj(i -> tensor(CudaRowProgram.inputSize(plan, i, rows, Workload.COLUMNS)))
                  .toList(),
              IntStream.range(0, plan.outputs().size())
                  .mapToObj(i ->
                      device.allocate(
                          CudaRowProgram.outputSize(plan, i, rows, Workload.COLUMNS) * FLOAT))
                  .toList());
      run = program.over(plan, rows, Workload.COLUMNS, tensors.outputs, tensors.inputs, numbers);
    }

    @Override
    public void close() {
      run.close();
      tensors.close();
    }
  }

  private List<Rate> rates(Workload work, long rows, Runnable there, Runnable back) {
    long elements = rows * Workload.COLUMNS;
    long thereBytes = work.forwardTensors() * elements * FLOAT;
    long backBytes = work.backwardTensors() * elements * FLOAT;
    return List.of(
        new Rate(work.name(), "fwd", elements, median(there), thereBytes),
        new Rate(work.name(), "bwd", elements, median(back), backBytes),
        new Rate(
            work.name(),
            "f+b",
            elements,
            median(() -> {
              there.run();
              back.run();
            }),
            thereBytes + backBytes));
  }

  private void launch(CudaProgram program, CudaVariant variant, long rows, Tensors tensors) {
    program.launch(variant, rows, Workload.COLUMNS, 1, tensors.outputs, tensors.inputs);
  }

  /** What a kernel reads and writes. */
  private record Tensors(List<DeviceMemory> inputs, List<DeviceMemory> outputs)
      implements AutoCloseable {
    @Override
    public void close() {
      Stream.concat(inputs.stream(), outputs.stream()).forEach(DeviceMemory::close);
    }
  }

  private Tensors tensors(CudaVariant variant, long rows) {
    List<DeviceMemory> inputs =
        IntStream.range(0, variant.inputs().size())
            .mapToObj(i -> tensor(variant.inputSize(i, rows, Workload.COLUMNS, 1)))
            .toList();
    List<DeviceMemory> outputs =
        IntStream.range(0, variant.outputs().size())
            .mapToObj(
                i -> device.allocate(variant.outputSize(i, rows, Workload.COLUMNS, 1) * FLOAT))
            .toList();
    return new Tensors(inputs, outputs);
  }

  private DeviceMemory tensor(long elements) {
    DeviceMemory memory = device.allocate(elements * FLOAT);
    for (long at = 0; at < elements; at += PATTERN) {
      long count = Math.min(PATTERN, elements - at);
      memory.copyFrom(KernelCase.bytes(pattern).asSlice(0, count * FLOAT), at * FLOAT);
    }
    return memory;
  }

  private double median(Runnable work) {
    for (int i = 0; i < WARM_UP; i++) {
      work.run();
    }
    device.await("the warm-up of a measurement");
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      flush.fill(i);
      seconds.add(timer.seconds(work));
    }
    seconds.sort(null);
    return seconds.get(SAMPLES / 2);
  }

  @Override
  public void close() {
    flush.close();
    timer.close();
  }
}
