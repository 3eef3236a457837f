/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.cpu.PointwiseClassWriter;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseLoop;
import org.gradsmith.kernel.cpu.PointwiseSpec;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * Three ways to execute a pointwise expression, on one thread: Java source that was compiled with
 * the program, a class written at run time, and an interpreter that runs one loop per step over
 * tiles which fit the first-level cache. The expression is {@code relu(x·y + 0.5·x·x) - x·y}, six
 * steps over two operands.
 */
public final class Executors {
  private static final int TILE = 2048;
  private static final long[] ZEROS = new long[8];
  private static final long[] ONES = new long[8];
  private static final PointwiseSpec.Operand FLOATS =
      new PointwiseSpec.Operand(DType.FLOAT32, Access.CONTIGUOUS);

  private Executors() {}

  /** Evaluates the expression of x and y into the result. */
  @FunctionalInterface
  interface Executor {
    /** All three have so many elements. */
    void run(MemorySegment result, MemorySegment x, MemorySegment y, int count);
  }

  /** Prints the first call and the steady state of each way, per size. */
  public static void main(String[] args) {
    Arrays.fill(ONES, 1);
    for (int count : new int[] {1_000, 100_000, 10_000_000}) {
      measure("source", count, Executors::source);
      measure("bytecode", count, bytecode(Form.VECTOR));
      measure("bytecode, scalar", count, bytecode(Form.SCALAR));
      measure("tiles", count, tiles());
    }
  }

  private static void measure(String name, int count, Executor executor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(4L * count, 64);
      MemorySegment x = arena.allocate(4L * count, 64);
      MemorySegment y = arena.allocate(4L * count, 64);
      for (int i = 0; i < count; i++) {
        x.setAtIndex(ValueLayout.JAVA_FLOAT, i, i % 7 - 3);
        y.setAtIndex(ValueLayout.JAVA_FLOAT, i, i % 5 - 2);
      }
      long start = System.nanoTime();
      executor.run(result, x, y, count);
      double first = (System.nanoTime() - start) * 1e-6;
      Samples steady =
          Samples.of(Math.max(1, 2_000_000 / count), () -> executor.run(result, x, y, count));
      System.out.printf(
          Locale.ROOT,
          "%-18s %9d elements: first call %8.3f ms; %s%n",
          name,
          count,
          first,
          steady.rate(12.0 * count));
    }
  }

  /** What generated Java source looks like; it may not name the incubator's vectors. */
  private static void source(MemorySegment result, MemorySegment x, MemorySegment y, int count) {
    for (int i = 0; i < count; i++) {
      float a = x.get(ValueLayout.JAVA_FLOAT, 4L * i);
      float b = y.get(ValueLayout.JAVA_FLOAT, 4L * i);
      float product = a * b;
      float sum = product + 0.5f * (a * a);
      result.set(ValueLayout.JAVA_FLOAT, 4L * i, (sum < 0 ? 0 : sum) - product);
    }
  }

  private static Executor bytecode(Form form) {
    Scalar product = mul(operand(0), operand(1));
    Scalar sum = add(product, mul(constant(0.5), mul(operand(0), operand(0))));
    Scalar whole = sub(ifLess(sum, constant(0), constant(0), sum), product);
    List<PointwiseLoop> made = new ArrayList<>(1);
    return (result, x, y, count) -> {
      if (made.isEmpty()) {
        made.add(loop(whole, 2, form)); // writing and defining the class counts as warm-up
      }
      run(made.getFirst(), count, result, x, y);
    };
  }

  private static Executor tiles() {
    List<PointwiseLoop> made = new ArrayList<>();
    MemorySegment[] scratch = new MemorySegment[3];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = Arena.ofAuto().allocate(4L * TILE, 64);
    }
    return (result, x, y, count) -> {
      if (made.isEmpty()) {
        made.add(loop(mul(operand(0), operand(1)), 2, Form.VECTOR));
        made.add(loop(mul(operand(0), constant(0.5)), 1, Form.VECTOR));
        made.add(loop(add(operand(0), operand(1)), 2, Form.VECTOR));
        made.add(loop(sub(operand(0), operand(1)), 2, Form.VECTOR));
        made.add(loop(ifLess(operand(0), constant(0), constant(0), operand(0)), 1, Form.VECTOR));
      }
      PointwiseLoop times = made.get(0);
      for (int at = 0; at < count; at += TILE) {
        int size = Math.min(TILE, count - at);
        MemorySegment left = x.asSlice(4L * at, 4L * size);
        MemorySegment right = y.asSlice(4L * at, 4L * size);
        MemorySegment target = result.asSlice(4L * at, 4L * size);
        run(times, size, scratch[0], left, right);
        run(times, size, scratch[1], left, left);
        run(made.get(1), size, scratch[1], scratch[1]);
        run(made.get(2), size, scratch[2], scratch[0], scratch[1]);
        run(made.get(4), size, scratch[2], scratch[2]);
        run(made.get(3), size, target, scratch[2], scratch[0]);
      }
    };
  }

  private static void run(PointwiseLoop loop, int count, MemorySegment... segments) {
    loop.run(segments, new long[segments.length], ZEROS, ONES, new double[0], 1, count);
  }

  private static PointwiseLoop loop(Scalar expression, int inputs, Form form) {
    PointwiseSpec spec =
        new PointwiseSpec(
            DType.FLOAT32,
            List.of(FLOATS),
            Collections.nCopies(inputs, FLOATS),
            List.of(expression));
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    byte[] bytes = PointwiseClassWriter.write(Executors.class.getPackageName(), spec, form);
    try {
      return (PointwiseLoop)
          lookup
              .defineHiddenClass(bytes, true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
