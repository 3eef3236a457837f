/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.cuda.CudaRowLaunch;
import org.gradsmith.kernel.cuda.CudaRowWriter;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.jspecify.annotations.Nullable;

/** Kernels over rows, compiled for a device and loaded into it, for one pair of types. */
public final class CudaRowProgram implements AutoCloseable {
  private final CudaDevice device;
  private final CudaModule module;
  private final CudaTypes types;
  private final int multiprocessors;

  private CudaRowProgram(CudaDevice device, CudaModule module, CudaTypes types) {
    this.device = device;
    this.module = module;
    this.types = types;
    this.multiprocessors = device.multiprocessors();
  }

  /**
   * Compiles and loads a text.
   *
   * @param name what messages call it
   * @param text as {@link CudaRowWriter} writes it
   * @throws IllegalArgumentException with the compiler's log, if the text has errors
   * @throws CudaException if the driver does not take what was compiled
   */
  public static CudaRowProgram compile(
      CudaDevice device, String name, String text, CudaTypes types) {
    return new CudaRowProgram(
        device, CudaModule.compile(device, name, text, options(types)), types);
  }

  /** What the compiler is told. */
  public static List<String> options(CudaTypes types) {
    List<String> options = new ArrayList<>(CudaWriter.OPTIONS);
    options.addAll(types.macros());
    return options;
  }

  /** The elements that an input of a plan has over so many rows and columns. */
  public static long inputSize(RowPlan plan, int index, long rows, long columns) {
    return switch (plan.inputs().get(index).place()) {
      case FULL -> rows * columns;
      case COLUMN -> columns;
      case ROW -> rows;
      case SCALAR -> 1;
    };
  }

  /** The elements that an output of a plan has over so many rows and columns. */
  public static long outputSize(RowPlan plan, int index, long rows, long columns) {
    return switch (plan.outputs().get(index).target()) {
      case FULL -> rows * columns;
      case ROW -> rows;
      case COLUMN_SUM -> columns;
    };
  }

  /**
   * Makes a kernel ready to run over tensors, which have to stay until the run is closed. Sizes of
   * memory are checked, contents are not.
   *
   * @param plan one of those in the text
   * @param outputs one per output of the plan; null where it is not wanted
   * @param inputs one per input of the plan; null where an optional one is absent
   * @param numbers the numbers that the plan's expressions read as attributes
   */
  public Run over(
      RowPlan plan,
      long rows,
      long columns,
      List<? extends @Nullable DeviceMemory> outputs,
      List<? extends @Nullable DeviceMemory> inputs,
      double[] numbers) {
    check(plan, rows, columns, outputs, inputs);
    return new Run(new CudaRowLaunch(plan, rows, columns), outputs, inputs, numbers.clone());
  }

  private void check(
      RowPlan plan,
      long rows,
      long columns,
      List<? extends @Nullable DeviceMemory> outputs,
      List<? extends @Nullable DeviceMemory> inputs) {
    if (outputs.size() != plan.outputs().size() || inputs.size() != plan.inputs().size()) {
      throw new IllegalArgumentException(
          "kernel '%s' has %d outputs and %d inputs, but got %d and %d"
              .formatted(
                  plan.name(),
                  plan.outputs().size(),
                  plan.inputs().size(),
                  outputs.size(),
                  inputs.size()));
    }
    if (!types.wide()
        && Math.max(rows, Math.max(1, rows) * columns) > CudaWriter.NARROW_INDEX_LIMIT) {
      throw new IllegalArgumentException(
          "kernel '%s' counts in 32 bits, too few for (%d, %d) elements"
              .formatted(plan.name(), rows, columns));
    }
    for (int i = 0; i < outputs.size(); i++) {
      Result output = plan.outputs().get(i);
      DType stored = RowPlan.dtype(output.stored(), types.dtype());
      long elements = outputSize(plan, i, rows, columns);
      requireRoom(plan, output.name(), outputs.get(i), elements * stored.byteSize());
    }
    for (int i = 0; i < inputs.size(); i++) {
      Input input = plan.inputs().get(i);
      if (inputs.get(i) == null && !input.optional()) {
        throw new NullPointerException(
            "input '%s' of kernel '%s' is null".formatted(input.name(), plan.name()));
      }
      long elements = inputSize(plan, i, rows, columns);
      requireRoom(plan, input.name(), inputs.get(i), elements * types.dtype().byteSize());
    }
  }

  private static void requireRoom(
      RowPlan plan, String parameter, @Nullable DeviceMemory memory, long bytes) {
    if (memory != null && memory.bytes() < bytes) {
      throw new IllegalArgumentException(
          "'%s' of kernel '%s' needs %d bytes, but has %d"
              .formatted(parameter, plan.name(), bytes, memory.bytes()));
    }
  }

  /** A kernel with what it runs over, and with memory for sums that blocks leave. */
  public final class Run implements AutoCloseable {
    private final CudaRowLaunch launch;
    private final List<@Nullable DeviceMemory> outputs;
    private final List<@Nullable DeviceMemory> inputs;
    private final double[] numbers;

    /** For each output what the blocks leave of it; null for all but wanted sums over rows. */
    private final List<@Nullable DeviceMemory> partial = new ArrayList<>();

    private Run(
        CudaRowLaunch launch,
        List<? extends @Nullable DeviceMemory> outputs,
        List<? extends @Nullable DeviceMemory> inputs,
        double[] numbers) {
      this.launch = launch;
      this.outputs = new ArrayList<>(outputs);
      this.inputs = new ArrayList<>(inputs);
      this.numbers = numbers;
      for (int i = 0; i < outputs.size(); i++) {
        boolean isSum = launch.plan().outputs().get(i).target() == Target.COLUMN_SUM;
        partial.add(
            isSum && outputs.get(i) != null
                ? device.allocate(launch.partialElements() * types.dtype().byteSize())
                : null);
      }
    }

    /**
     * Launches the kernel, and those that put sums over rows together; may return before the end.
     */
    public void launch() {
      String sizes = "(%d, %d)".formatted(launch.rows(), launch.columns());
      int blocks = launch.blocks(multiprocessors);
      try (Arena arena = Arena.ofConfined()) {
        LaunchArguments arguments =
            new LaunchArguments(
                arena, outputs.size() + inputs.size() + launch.numbers().size() + 2);
        for (int i = 0; i < outputs.size(); i++) {
          DeviceMemory sums = partial.get(i);
          arguments.pointer(sums == null ? outputs.get(i) : sums);
        }
        inputs.forEach(arguments::pointer);
        launch
            .numbers()
            .forEach(index -> arguments.number(Double.doubleToRawLongBits(numbers[index]), true));
        arguments.number(launch.rows(), types.wide());
        arguments.number(launch.columns(), types.wide());
        String symbol = CudaRowWriter.symbol(launch.plan().name());
        module.launch(symbol, Grid.of(blocks, launch.threads()), arguments, () -> sizes);
      }
      for (int i = 0; i < outputs.size(); i++) {
        DeviceMemory sums = partial.get(i);
        if (sums != null) {
          addUp(Objects.requireNonNull(outputs.get(i)), sums, blocks, sizes);
        }
      }
    }

    private void addUp(DeviceMemory output, DeviceMemory sums, int blocks, String sizes) {
      try (Arena arena = Arena.ofConfined()) {
        LaunchArguments arguments = new LaunchArguments(arena, 4);
        arguments.pointer(output).pointer(sums);
        arguments.number(blocks, types.wide()).number(launch.columns(), types.wide());
        module.launch(
            CudaRowWriter.PARTIAL_SUMS,
            Grid.of(launch.partialBlocks(multiprocessors), CudaWriter.THREADS),
            arguments,
            () -> sizes);
      }
    }

    @Override
    public void close() {
      partial.stream().filter(Objects::nonNull).forEach(DeviceMemory::close);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
