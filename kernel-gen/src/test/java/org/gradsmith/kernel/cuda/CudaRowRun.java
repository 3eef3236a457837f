/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;

/** Launches of a row kernel on memory of its own, as a device with few multiprocessors would. */
final class CudaRowRun implements AutoCloseable {
  private static final int MULTIPROCESSORS = 2;
  private static final long SEED = 7;

  private final Arena arena = Arena.ofConfined();
  private final RowCase rows;
  private final CudaTypes types;
  private final CudaOnCpu kernels;
  private final CudaRowLaunch launch;
  private final List<@Nullable TestMemory> inputs = new ArrayList<>();
  private final List<TestMemory> outputs = new ArrayList<>();

  /**
   * A run.
   *
   * @param optionals whether inputs that may be absent are there
   */
  CudaRowRun(RowCase rows, CudaTypes types, boolean optionals, CudaOnCpu kernels) {
    this(rows, types, optionals, kernels, TestMemory::moderate);
  }

  /**
   * A run.
   *
   * @param optionals whether inputs that may be absent are there
   * @param elements what the inputs are
   */
  CudaRowRun(
      RowCase rows,
      CudaTypes types,
      boolean optionals,
      CudaOnCpu kernels,
      TestMemory.Source elements) {
    this.rows = rows;
    this.types = types;
    this.kernels = kernels;
    this.launch = new CudaRowLaunch(rows.plan(), rows.rows(), rows.columns());
    Random random = new Random(SEED);
    for (Input input : rows.plan().inputs()) {
      int count = rows.count(input.place());
      boolean present = optionals || !input.optional();
      inputs.add(present ? elements.make(arena, random, types.dtype(), count) : null);
    }
    for (Result output : rows.plan().outputs()) {
      outputs.add(
          TestMemory.allocate(
              arena, RowPlan.dtype(output.stored(), types.dtype()), rows.count(output.target())));
    }
  }

  /** Replaces the values of an input. */
  void give(int input, double[] values) {
    for (int i = 0; i < values.length; i++) {
      Objects.requireNonNull(inputs.get(input)).set(i, values[i]);
    }
  }

  /** The values of the inputs, null where one is absent. */
  List<double @Nullable []> given() {
    List<double @Nullable []> given = new ArrayList<>();
    for (TestMemory input : inputs) {
      given.add(input == null ? null : input.values());
    }
    return given;
  }

  double[] values(int output) {
    return outputs.get(output).values();
  }

  /** Memory that holds NaN until something is written, or what is no place and no truth. */
  private static TestMemory unwritten(TestMemory memory) {
    if (!memory.dtype().isFloating()) {
      memory.segment().fill((byte) 0xa5);
      return memory;
    }
    for (long i = 0; i < memory.count(); i++) {
      memory.set(i, Double.NaN);
    }
    return memory;
  }

  /**
   * Runs the kernel.
   *
   * @param wanted the outputs
   * @param order of threads and blocks
   */
  void run(List<Integer> wanted, int order) {
    kernels.order(order);
    List<Object> arguments = new ArrayList<>();
    List<@Nullable TestMemory> partial = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      unwritten(outputs.get(i));
      boolean sums = rows.plan().outputs().get(i).target() == Target.COLUMN_SUM;
      partial.add(
          sums && wanted.contains(i)
              ? unwritten(TestMemory.allocate(arena, types.dtype(), launch.partialElements()))
              : null);
      TestMemory written = sums ? partial.get(i) : wanted.contains(i) ? outputs.get(i) : null;
      arguments.add(pointer(written));
    }
    inputs.forEach(input -> arguments.add(pointer(input)));
    launch.numbers().forEach(index -> arguments.add(rows.numbers().get(index)));
    arguments.add(index(rows.rows()));
    arguments.add(index(rows.columns()));
    launch(
        CudaRowWriter.symbol(rows.plan().name()),
        launch.blocks(MULTIPROCESSORS),
        launch.threads(),
        arguments);
    for (int i = 0; i < outputs.size(); i++) {
      TestMemory terms = partial.get(i);
      if (terms != null) {
        launch(
            CudaRowWriter.PARTIAL_SUMS,
            launch.partialBlocks(MULTIPROCESSORS),
            CudaWriter.THREADS,
            List.of(
                outputs.get(i).segment(),
                terms.segment(),
                index(launch.blocks(MULTIPROCESSORS)),
                index(rows.columns())));
      }
    }
  }

  private void launch(String symbol, int blocks, int threads, List<Object> arguments) {
    assertEquals(Optional.empty(), kernels.launch(symbol, blocks, threads, arguments.toArray()));
  }

  private Object index(int count) {
    return types.wide() ? (Object) (long) count : (Object) count;
  }

  private static MemorySegment pointer(@Nullable TestMemory memory) {
    return memory == null ? MemorySegment.NULL : memory.segment();
  }

  @Override
  public void close() {
    arena.close();
  }
}
