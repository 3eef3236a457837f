/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.cpu.PlanLoop.Memory;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;

/** One run of a row kernel as a class on the CPU, on memory of its own. */
public final class CpuRowRun implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final RowCase rows;
  private final List<@Nullable TestMemory> inputs = new ArrayList<>();
  private final List<TestMemory> outputs = new ArrayList<>();
  private final DType dtype;
  private final RowLoop loop;

  public CpuRowRun(RowCase rows, DType dtype, Form form, boolean optionals) {
    this(rows, dtype, form, optionals, TestMemory::moderate);
  }

  CpuRowRun(RowCase rows, DType dtype, Form form, boolean optionals, TestMemory.Source elements) {
    this.rows = rows;
    this.dtype = dtype;
    RowPlan plan = rows.plan();
    Random random = new Random(7);
    for (Input input : plan.inputs()) {
      boolean present = optionals || !input.optional();
      inputs.add(present ? elements.make(arena, random, dtype, rows.count(input.place())) : null);
    }
    for (Result output : plan.outputs()) {
      outputs.add(
          TestMemory.allocate(
              arena, RowPlan.dtype(output.stored(), dtype), rows.count(output.target())));
    }
    RowVariant variant =
        new RowVariant(
            dtype,
            outputs.stream().map(_ -> true).toList(),
            inputs.stream().map(input -> input != null).toList());
    this.loop =
        new RowLoop(
            plan,
            variant,
            form == Form.VECTOR,
            lowering -> DefinedLoops.define(lowering, form, form == Form.VECTOR));
  }

  /** Puts what is no number or infinite into the first inputs, in some rows. */
  void disturb() {
    double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    TestMemory x = inputs.getFirst();
    for (long i = 0; i < x.count(); i += 1 + rows.columns() * 2 / 3) {
      x.set(i, special[(int) (i % special.length)]);
    }
    if (inputs.size() > 1) {
      inputs.get(1).set(0, Double.NaN);
    }
  }

  /**
   * Runs the kernel.
   *
   * @param piece how many blocks are run at once
   */
  public void run(long piece) {
    long needed = loop.partialElements(rows.rows(), rows.columns());
    RowLoop.Call call =
        loop.call(
            rows.rows(),
            rows.columns(),
            memory(outputs),
            memory(inputs),
            rows.numbers().stream().mapToDouble(Double::doubleValue).toArray(),
            needed == 0
                ? null
                : new Memory(TestMemory.allocate(arena, dtype, needed).segment(), 0));
    for (long block = 0; block < call.blocks(); ) {
      long end = piece > call.blocks() - block ? call.blocks() : block + piece;
      call.run(block, end);
      block = end;
    }
    call.finish();
  }

  private static List<@Nullable Memory> memory(List<? extends @Nullable TestMemory> all) {
    List<@Nullable Memory> memory = new ArrayList<>();
    for (TestMemory one : all) {
      memory.add(one == null ? null : new Memory(one.segment(), 0));
    }
    return memory;
  }

  /** The values of the inputs, null where one is absent. */
  public List<double @Nullable []> given() {
    List<double @Nullable []> given = new ArrayList<>();
    for (TestMemory input : inputs) {
      given.add(input == null ? null : input.values());
    }
    return given;
  }

  RowCase rows() {
    return rows;
  }

  DType dtype() {
    return dtype;
  }

  List<@Nullable TestMemory> inputs() {
    return inputs;
  }

  List<TestMemory> outputs() {
    return outputs;
  }

  /** The values of an output. */
  public double[] values(int output) {
    return outputs.get(output).values();
  }

  @Override
  public void close() {
    arena.close();
  }
}
