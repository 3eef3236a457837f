/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.cpu.PointwiseSpec.Operand;
import org.gradsmith.kernel.reference.RandomExpressions;
import org.gradsmith.kernel.reference.ScalarInterpreter;
import org.gradsmith.kernel.reference.TestMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops against the step-by-step meaning of their expressions, bit for bit. */
final class PointwiseClassWriterTest {
  private static final int[] COLUMNS = {0, 1, 2, 7, 16, 17, 33, 100};
  private static final List<Double> ATTRIBUTES = List.of(1.5, -3.0);

  private static final List<DType> COMPUTED =
      List.of(DType.FLOAT32, DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);
  private static final List<DType> STORED =
      Arrays.stream(DType.values())
          .filter(dtype -> dtype != DType.FLOAT16 && dtype != DType.BFLOAT16)
          .toList();

  /** One operand of a case: where it lies and how it is walked. */
  private record Walk(TestMemory memory, long offset, long rowStride, long columnStride) {
    long index(long row, long column) {
      return offset + row * rowStride + column * columnStride;
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void randomExpressionsGiveTheBitsOfTheirMeaning(Form form) {
    for (long seed = 0; seed < 250; seed++) {
      Random random = new Random(seed);
      DType dtype = COMPUTED.get(random.nextInt(COMPUTED.size()));
      List<Operand> inputs = operands(random, dtype, 1 + random.nextInt(3), true);
      List<Operand> outputs = operands(random, dtype, 1 + random.nextInt(2), false);
      RandomExpressions expressions =
          new RandomExpressions(random, inputs.size(), ATTRIBUTES.size(), dtype.isFloating());
      List<Scalar> values = new ArrayList<>();
      outputs.forEach(_ -> values.add(expressions.next(4)));
      check(new PointwiseSpec(dtype, outputs, inputs, values), random, form, "seed " + seed);
    }
  }

  private static List<Operand> operands(Random random, DType dtype, int count, boolean input) {
    boolean plain = random.nextBoolean(); // what vectors can do
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Access access =
          switch (random.nextInt(plain ? 3 : 4)) {
            case 0 -> input ? Access.BROADCAST : Access.CONTIGUOUS;
            case 3 -> Access.STRIDED;
            default -> Access.CONTIGUOUS;
          };
      boolean other = !plain && random.nextInt(3) == 0;
      operands.add(new Operand(other ? STORED.get(random.nextInt(STORED.size())) : dtype, access));
    }
    return operands;
  }

  private static void check(PointwiseSpec spec, Random random, Form form, String what) {
    PointwiseLoop loop = DefinedLoops.define(spec, form);
    for (int columns : COLUMNS) {
      try (Arena arena = Arena.ofConfined()) {
        checkOnce(loop, spec, arena, random, random.nextInt(4), columns, what);
      }
    }
  }

  private static void checkOnce(
      PointwiseLoop loop,
      PointwiseSpec spec,
      Arena arena,
      Random random,
      int rows,
      int columns,
      String what) {
    List<Walk> walks = new ArrayList<>();
    for (int i = 0; i < spec.operands().size(); i++) {
      boolean output = i < spec.outputs().size();
      walks.add(walk(spec.operands().get(i), output, arena, random, rows, columns));
    }
    List<List<Number>> expected = expected(spec, walks, rows, columns);

    loop.run(
        walks.stream().map(walk -> walk.memory().segment()).toArray(MemorySegment[]::new),
        walks.stream().mapToLong(Walk::offset).toArray(),
        walks.stream().mapToLong(Walk::rowStride).toArray(),
        walks.stream().mapToLong(Walk::columnStride).toArray(),
        ATTRIBUTES.stream().mapToDouble(Double::doubleValue).toArray(),
        rows,
        columns);

    for (int i = 0; i < expected.size(); i++) {
      TestMemory memory = walks.get(i).memory();
      for (int k = 0; k < memory.count(); k++) {
        Number wanted = expected.get(i).get(k);
        int at = k;
        assertEquals(wanted, memory.get(k), () -> what + ", element " + at + " of " + spec);
      }
    }
  }

  /** All elements of the outputs, those between the written ones included. */
  private static List<List<Number>> expected(
      PointwiseSpec spec, List<Walk> walks, int rows, int columns) {
    List<List<Number>> all = new ArrayList<>();
    for (int i = 0; i < spec.outputs().size(); i++) {
      List<Number> elements = new ArrayList<>();
      for (long k = 0; k < walks.get(i).memory().count(); k++) {
        elements.add(walks.get(i).memory().get(k));
      }
      all.add(elements);
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        List<Number> operands = new ArrayList<>();
        for (Walk walk : walks.subList(spec.outputs().size(), walks.size())) {
          Number stored = walk.memory().get(walk.index(row, column));
          operands.add(ScalarInterpreter.convert(stored, spec.dtype()));
        }
        ScalarInterpreter at = new ScalarInterpreter(spec.dtype(), operands, ATTRIBUTES, true);
        for (int i = 0; i < all.size(); i++) {
          Number value = at.evaluate(spec.expressions().get(i));
          all.get(i)
              .set((int) walks.get(i).index(row, column), stored(value, spec.outputs().get(i)));
        }
      }
    }
    return all;
  }

  private static Number stored(Number value, Operand output) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory cell = TestMemory.allocate(arena, output.dtype(), 1);
      cell.set(0, value);
      return cell.get(0);
    }
  }

  private static Walk walk(
      Operand operand, boolean output, Arena arena, Random random, int rows, int columns) {
    long columnStride =
        switch (operand.access()) {
          case CONTIGUOUS -> 1;
          case BROADCAST -> 0;
          case STRIDED -> random.nextBoolean() ? 2 : -3;
        };
    long width = Math.max(1, columns) * Math.max(1, Math.abs(columnStride));
    boolean reversed = random.nextBoolean();
    long rowStride = output || random.nextBoolean() ? (reversed ? -width : width) : 0;
    long count = width * Math.max(1, rows) + 8;
    long offset = 3;
    offset += columnStride < 0 ? width - 1 : 0;
    offset += rowStride < 0 ? width * Math.max(0, rows - 1) : 0;
    TestMemory memory = TestMemory.random(arena, random, operand.dtype(), count);
    for (int i = 0; i < count && operand.dtype() == DType.FLOAT64; i += 5) {
      memory.set(i, Double.longBitsToDouble(random.nextLong()));
    }
    return new Walk(memory, offset, rowStride, columnStride);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void everyPointwiseOpOfTheTableRuns(Form form) {
    Random random = new Random(7);
    for (var op : OpTable.all()) {
      boolean ordered = op.attributes().stream().anyMatch(a -> a.name().equals("order"));
      boolean drawable = op.attributes().size() <= 2 && !ordered;
      if (op.expression().isPresent() && drawable) {
        Operand operand = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
        List<Operand> inputs = op.operands().stream().map(_ -> operand).toList();
        check(
            new PointwiseSpec(
                DType.FLOAT32, List.of(operand), inputs, List.of(op.expression().get())),
            random,
            form,
            op.name());
      }
    }
  }

  /** Long enough for the optimising compiler to take over. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void compiledLoopsKeepTheBits(Form form) {
    Operand contiguous = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    Operand broadcast = new Operand(DType.FLOAT32, Access.BROADCAST);
    RandomExpressions expressions = new RandomExpressions(new Random(3), 3, 0, false);
    for (int i = 0; i < 3; i++) {
      PointwiseSpec spec =
          new PointwiseSpec(
              DType.FLOAT32,
              List.of(contiguous),
              List.of(contiguous, contiguous, broadcast),
              List.of(expressions.next(5)));
      PointwiseLoop loop = DefinedLoops.define(spec, form);
      for (int call = 0; call < 1500; call++) {
        try (Arena arena = Arena.ofConfined()) {
          checkOnce(loop, spec, arena, new Random(call % 50), 2, 67, "call " + call);
        }
      }
    }
  }

  @Test
  void writesOverAnInput() {
    Operand contiguous = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    Scalar relu = Pointwise.RELU.expression().orElseThrow();
    PointwiseSpec spec =
        new PointwiseSpec(DType.FLOAT32, List.of(contiguous), List.of(contiguous), List.of(relu));
    for (Form form : Form.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMemory x = TestMemory.allocate(arena, DType.FLOAT32, 37);
        for (int i = 0; i < 37; i++) {
          x.set(i, i % 2 == 0 ? i : -i);
        }
        MemorySegment[] both = {x.segment(), x.segment()};
        long[] zeros = new long[2];
        DefinedLoops.define(spec, form).run(both, zeros, zeros, zeros, new double[0], 1, 37);
        for (int i = 0; i < 37; i++) {
          assertEquals(i % 2 == 0 ? (float) i : 0f, x.get(i));
        }
      }
    }
  }

  @Test
  void namesTheVectorModuleOnlyWhereVectorsAreUsed() {
    Operand contiguous = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    Operand strided = new Operand(DType.FLOAT32, Access.STRIDED);
    Scalar relu = Pointwise.RELU.expression().orElseThrow();
    Scalar exp = Pointwise.EXP.expression().orElseThrow();
    Scalar lgamma = Scalar.unary(UnaryFunction.LGAMMA, Scalar.operand(0));

    assertTrue(namesVectors(contiguous, relu, Form.VECTOR));
    assertFalse(namesVectors(contiguous, relu, Form.SCALAR));
    assertFalse(namesVectors(strided, relu, Form.VECTOR));
    assertTrue(namesVectors(contiguous, exp, Form.VECTOR));
    assertFalse(namesVectors(contiguous, lgamma, Form.VECTOR));
  }

  private static boolean namesVectors(Operand input, Scalar expression, Form form) {
    Operand output = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    PointwiseSpec spec =
        new PointwiseSpec(DType.FLOAT32, List.of(output), List.of(input), List.of(expression));
    byte[] classFile = PointwiseClassWriter.write("any", spec, form);
    return new String(classFile, StandardCharsets.ISO_8859_1).contains("jdk/incubator/vector");
  }

  @Test
  void staysInsideItsSegments() {
    Operand contiguous = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    PointwiseSpec spec =
        new PointwiseSpec(
            DType.FLOAT32, List.of(contiguous), List.of(contiguous), List.of(Scalar.operand(0)));
    for (Form form : Form.values()) {
      PointwiseLoop loop = DefinedLoops.define(spec, form);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment[] segments = {arena.allocate(400, 64), arena.allocate(396, 64)};
        long[] zeros = new long[2];
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> loop.run(segments, zeros, zeros, zeros, new double[0], 1, 100));
      }
    }
  }

  @Test
  void refusesWhatItCannotCompute() {
    Operand ints = new Operand(DType.INT32, Access.CONTIGUOUS);
    assertRefused(
        "exp is computed in floating dtypes only, not in int32",
        () -> spec(DType.INT32, ints, ints, Pointwise.EXP.expression().orElseThrow()));
    assertRefused(
        "div is computed in floating dtypes only, not in int32",
        () -> spec(DType.INT32, ints, ints, Scalar.div(Scalar.operand(0), Scalar.operand(0))));
    assertRefused(
        "the expression reads input 1, but there are 1",
        () -> spec(DType.INT32, ints, ints, Scalar.operand(1)));
    assertRefused(
        "a broadcast output: each place of an output is written once, so its stride is not 0",
        () ->
            spec(DType.INT32, new Operand(DType.INT32, Access.BROADCAST), ints, Scalar.operand(0)));
  }

  private static PointwiseSpec spec(DType dtype, Operand output, Operand input, Scalar value) {
    return new PointwiseSpec(dtype, List.of(output), List.of(input), List.of(value));
  }

  private static void assertRefused(String message, Executable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt).getMessage());
  }
}
