/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pooling;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.tensor.Reference.Array;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every op on every sample of the table, in both floating dtypes and all layouts. */
class OpsAgainstReferenceTest {
  private static final double FLOAT_TOLERANCE = 2e-6;
  private static final double DOUBLE_TOLERANCE = 1e-13;

  @TestFactory
  Stream<DynamicTest> results() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : OpTable.all()) {
      if (Reference.find(op.name()) == null) {
        continue; // the conformance data has PyTorch's values for the rest
      }
      for (int number = 0; number < op.samples().size(); number++) {
        Sample sample = op.samples().get(number);
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
          for (Layout layout : Layout.values()) {
            tests.add(
                DynamicTest.dynamicTest(
                    op + " " + number + " " + dtype + " " + layout,
                    () -> check(op, sample, dtype, layout)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static void check(Op op, Sample sample, DType dtype, Layout layout) {
    Random random = new Random(op.name().hashCode());
    @Nullable Tensor[] operands = new @Nullable Tensor[op.operands().size()];
    for (int i = 0; i < sample.operands().size(); i++) {
      Tensor plain = draw(sample.operands().get(i), dtype, random, isHiddenIndex(op, i));
      operands[i] = "view".equals(op.name()) ? plain : layout.arrange(plain);
    }
    compare(op, operands, attributes(sample), dtype);
  }

  private static boolean isHiddenIndex(Op op, int operand) {
    return operand == 1 && (op == Pooling.MAX_POOL2D_GRAD || op == Pooling.MAX_POOL2D_GATHER);
  }

  static void compare(Op op, @Nullable Tensor[] operands, Object[] attributes, DType dtype) {
    @Nullable Array[] arrays = new @Nullable Array[operands.length];
    double[][] before = new double[operands.length][];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      arrays[i] = operand == null ? null : Array.of(operand);
      before[i] = operand == null ? new double[0] : operand.toDoubleArray();
    }
    Tensor[] results = Primitives.run(op, operands, attributes);
    List<Array> expected =
        Objects.requireNonNull(Reference.find(op.name())).apply(arrays, attributes);
    assertEquals(expected.size(), results.length);
    for (int i = 0; i < results.length; i++) {
      assertArrayEquals(expected.get(i).shape, results[i].shape(), "shape of result " + i);
      assertEquals(dtype(op, i, dtype), results[i].dtype());
      assertClose(expected.get(i).values, results[i].toDoubleArray(), dtype);
    }
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null) {
        assertArrayEquals(before[i], operand.toDoubleArray(), "operand " + i + " was changed");
      }
    }
  }

  private static DType dtype(Op op, int result, DType operands) {
    DTypeRule rule = op.results().get(result);
    return switch (rule) {
      case INT32 -> DType.INT32;
      case INT64 -> DType.INT64;
      case BOOL -> DType.BOOL;
      case PROMOTE,
          PROMOTE_UNLESS_BOOL,
          PROMOTE_WITHOUT_BOOL,
          PROMOTE_FLOAT,
          PROMOTE_SUM,
          FIRST,
          GIVEN ->
          operands;
    };
  }

  static void assertClose(double[] expected, double[] actual, DType dtype) {
    double tolerance = dtype == DType.FLOAT32 ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    assertArrayEquals(expected, actual, tolerance * scale);
  }

  private static Tensor draw(
      Sample.Input input, DType dtype, Random random, boolean isHiddenIndex) {
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[(int) Reference.count(shape)];
    for (int i = 0; i < values.length; i++) {
      double value = input.low() + random.nextDouble() * (input.high() - input.low());
      values[i] = input.integer() ? Math.floor(value) : value;
    }
    DType drawn = input.integer() ? (isHiddenIndex ? DType.INT32 : DType.INT64) : dtype;
    return Tensor.from(values, shape).to(drawn);
  }

  private static Object[] attributes(Sample sample) {
    return sample.attributes().stream()
        .map(attribute ->
            attribute instanceof List<?> sizes
                ? sizes.stream().mapToLong(size -> (Long) size).toArray()
                : attribute)
        .toArray();
  }
}
