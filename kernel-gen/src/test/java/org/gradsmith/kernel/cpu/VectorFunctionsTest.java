/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;
import org.gradsmith.kernel.reference.ScalarInterpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of float32 against those of double, which are exact beside them. */
final class VectorFunctionsTest {
  private static final PointwiseSpec.Operand FLOATS =
      new PointwiseSpec.Operand(DType.FLOAT32, Access.CONTIGUOUS);

  /** A prime, so that all patterns of low bits occur. */
  private static final int STEP = 50021;

  private static final int COUNT = (int) ((1L << 32) / STEP);

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    2f,
    10f,
    100f,
    1000f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Math.nextDown(1f),
    Math.nextUp(1f),
    Math.nextUp(-1f),
    65536f,
    Math.nextUp(65536f),
    -65537f,
    88.72283f,
    88.72284f,
    -87.33654f,
    -87.33655f,
    -103.97208f,
    -103.97209f,
    89.41599f,
    89.416f,
    127.99999f,
    128f,
    -126f,
    -149f,
    -150f,
    9.0109f,
    9.0110f,
    8388607.5f,
    8388608f,
    4194303.5f,
    10.054f,
    10.055f,
    1.5707964f,
    3.1415927f,
    1e22f,
    -1e30f
  };

  @ParameterizedTest
  @CsvSource({
    "EXP, 1.1",
    "EXP2, 1.1",
    "EXPM1, 1.1",
    "LOG, 1.1",
    "LOG1P, 1.2",
    "LOG2, 1.1",
    "LOG10, 1.1",
    "TANH, 1.5",
    "SINH, 1.8",
    "COSH, 1.5",
    "SIN, 1.3",
    "COS, 1.3",
    "TAN, 1.7",
    "ATAN, 1.5",
    "ASIN, 2",
    "ACOS, 1.4",
    "ERF, 1.2",
    "FLOOR, 0",
    "CEIL, 0",
    "ROUND, 0",
    "TRUNC, 0"
  })
  void areWithinAFewUnitsInTheLastPlace(UnaryFunction function, double bound) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arguments(arena);
      MemorySegment y = run(arena, function, Form.VECTOR, x);
      MemorySegment z = run(arena, function, Form.SCALAR, x);
      for (int i = 0; i < COUNT; i++) {
        float at = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float found = y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        assertClose(function, at, found, bound);
        if (Float.compare(found, z.getAtIndex(ValueLayout.JAVA_FLOAT, i)) != 0) {
          assertEquals(
              found, z.getAtIndex(ValueLayout.JAVA_FLOAT, i), function + " on scalars at " + at);
        }
      }
    }
  }

  private static MemorySegment arguments(Arena arena) {
    MemorySegment x = arena.allocate(4L * COUNT, 64);
    for (int i = 0; i < COUNT; i++) {
      x.setAtIndex(ValueLayout.JAVA_INT, i, i * STEP);
    }
    for (int i = 0; i < SPECIAL.length; i++) {
      x.setAtIndex(ValueLayout.JAVA_FLOAT, 11L * i, SPECIAL[i]);
    }
    return x;
  }

  private static MemorySegment run(
      Arena arena, UnaryFunction function, Form form, MemorySegment x) {
    MemorySegment y = arena.allocate(x.byteSize(), 64);
    long[] zeros = new long[2];
    loop(Scalar.unary(function, Scalar.operand(0)), form)
        .run(new MemorySegment[] {y, x}, zeros, zeros, zeros, new double[0], 1, COUNT);
    return y;
  }

  private static PointwiseLoop loop(Scalar expression, Form form) {
    return DefinedLoops.define(
        new PointwiseSpec(DType.FLOAT32, List.of(FLOATS), List.of(FLOATS), List.of(expression)),
        form);
  }

  private static void assertClose(UnaryFunction function, float x, float found, double bound) {
    double exact = ScalarInterpreter.library(function, x);
    float nearest = (float) exact;
    if (Float.compare(nearest, found) == 0) {
      return;
    }
    // with NaN, infinities and exact zeros there is nothing to be near to
    double unit = Math.ulp((float) Math.scalb(1.0, Math.max(-126, Math.getExponent(exact))));
    boolean near = Math.abs(found - exact) <= bound * unit;
    assertTrue(near && exact != 0, () -> function + "(" + x + ") = " + found + ", not " + exact);
  }

  @Test
  void areExactWhereUsersExpectIt() {
    assertEquals(1f, value(UnaryFunction.EXP, 0));
    assertEquals(1f, value(UnaryFunction.COSH, 0));
    assertEquals(1f, value(UnaryFunction.COS, 0));
    assertEquals(0f, value(UnaryFunction.LOG, 1));
    assertEquals(0f, value(UnaryFunction.ACOS, 1));
    assertEquals(1f, value(UnaryFunction.TANH, 20));
    assertEquals(-1f, value(UnaryFunction.EXPM1, -50));
    for (int n = -149; n < 128; n++) {
      float power = (float) Math.scalb(1.0, n);
      assertEquals(power, value(UnaryFunction.EXP2, n));
      assertEquals(n, value(UnaryFunction.LOG2, power));
    }
    for (int n = 0; n <= 10; n++) {
      assertEquals(n, value(UnaryFunction.LOG10, (float) Math.pow(10, n)));
    }
  }

  @Test
  void oddFunctionsAreOddToTheBit() {
    for (UnaryFunction function :
        List.of(
            UnaryFunction.TANH,
            UnaryFunction.SINH,
            UnaryFunction.ERF,
            UnaryFunction.ATAN,
            UnaryFunction.ASIN,
            UnaryFunction.SIN,
            UnaryFunction.TAN)) {
      assertEquals(-0f, value(function, -0f), function.toString());
      for (float x = 0.001f; x < 1; x += 0.01f) {
        assertEquals(-value(function, x), value(function, -x), function + " at " + x);
      }
    }
  }

  private static float value(UnaryFunction function, float x) {
    return ScalarInterpreter.inSteps(function, x);
  }

  /** Functions whose programs would be long, and which are rare; the bits of floats are no use. */
  private static final Map<String, String> ON_SCALARS =
      Map.ofEntries(
          Map.entry("pow", "POW"), // within 2 ulp it needs a logarithm of twice the digits
          Map.entry("erfc", "ERFC"), // its tail multiplies too many rounded factors for 2 ulp
          Map.entry("acosh", "ACOSH"),
          Map.entry("asinh", "ASINH"),
          Map.entry("atanh", "ATANH"),
          Map.entry("atan2", "ATAN2"),
          Map.entry("hypot", "HYPOT"),
          Map.entry("besselI", "SCALEDBESSEL"),
          Map.entry("scaledBesselI", "SCALEDBESSEL"),
          Map.entry("digamma", "DIGAMMA"),
          Map.entry("lgamma", "LGAMMA"),
          Map.entry("polygamma", "POLYGAMMA"),
          Map.entry("erfinv", "ERFINV"),
          Map.entry("floorDivide", "FLOORDIV"), // exact remainders of any two numbers are loops
          Map.entry("truncDivide", "TRUNCDIV"),
          Map.entry("fmod", "FMOD"),
          Map.entry("remainder", "REMAINDER"),
          Map.entry("nextafter", "NEXTAFTER"),
          Map.entry("bitwiseAnd", "AND"),
          Map.entry("bitwiseOr", "OR"),
          Map.entry("bitwiseXor", "XOR"),
          Map.entry("bitwiseLeftShift", "SHIFTLEFT"),
          Map.entry("bitwiseRightShift", "SHIFTRIGHT"));

  @Test
  void theTablesExpressionsRunOnVectorsButForThese() {
    Map<String, String> without = new TreeMap<>();
    for (var op : OpTable.all()) {
      if (op.expression().isPresent()) {
        LaneGraph graph = LaneGraph.of(DType.FLOAT32, List.of(op.expression().get()));
        List<String> calls = new ArrayList<>();
        graph
            .steps()
            .forEach(step -> {
              switch (step.operation()) {
                case Operation.Call(UnaryFunction function) -> calls.add(function.toString());
                case Operation.CallOfTwo(Scalar.BinaryFunction function) ->
                    calls.add(function.toString());
                default -> {
                  // a step of vectors
                }
              }
            });
        if (!calls.isEmpty()) {
          without.put(op.name(), String.join(" ", calls));
        }
      }
    }
    assertEquals(new TreeMap<>(ON_SCALARS), without);
  }
}
