/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the op table over a batch of examples, against a loop over them. */
final class BatchingRulesTest {
  private static final long SEED = 20250713;
  private static final int SIZE = 3;

  /** Each choice of batched operands, the batch in front and behind. */
  @TestFactory
  Stream<DynamicTest> aBatchIsALoop() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : OpTable.all()) {
      for (Sample sample : op.samples()) {
        String shapes = sample.operands().stream().map(Sample.Input::shape).toList().toString();
        String name = op + " " + shapes + " " + sample.attributes() + ", seed " + SEED;
        tests.add(DynamicTest.dynamicTest(name, () -> check(op, sample)));
      }
    }
    return tests.stream();
  }

  /** Rows that run once per example do so on purpose; a new one is named here or gets a rule. */
  @Test
  void fewRowsNeedALoop() {
    assertEquals(
        List.of("asStrided", "asStridedGrad", "asStridedValues"),
        OpTable.all().stream()
            .filter(op -> op.batching().kind().equals("loop"))
            .map(Op::name)
            .sorted()
            .toList());
  }

  private static void check(Op op, Sample sample) {
    Object[] attributes = attributes(op, sample);
    int count = sample.operands().size();
    for (int mask = 1; mask < 1 << count; mask++) {
      Random random = new Random(SEED);
      Tensor[] arguments = new Tensor[count];
      @Nullable Integer[] front = new @Nullable Integer[count];
      @Nullable Integer[] behind = new @Nullable Integer[count];
      Tensor[] turned = new Tensor[count];
      for (int i = 0; i < count; i++) {
        boolean batched = (mask >> i & 1) == 1;
        arguments[i] = operand(op, sample, i, batched, random);
        front[i] = batched ? 0 : null;
        behind[i] = batched ? -1 : null;
        turned[i] = batched ? arguments[i].movedim(0, -1).contiguous() : arguments[i];
      }
      List<Tensor> expected = loop(op, attributes, arguments, mask);
      Vmap vmap = Vmap.of(in -> Arrays.asList(Recorder.applyAll(op, attributes, in)), front);
      compare(op, expected, vmap.apply(arguments));
      Vmap last = Vmap.of(in -> Arrays.asList(Recorder.applyAll(op, attributes, in)), behind);
      compare(op, expected, last.apply(turned));
      List<Tensor> moved = vmap.outDims(-1).apply(arguments);
      compare(op, expected, moved.stream().map(y -> y.movedim(-1, 0)).toList());
    }
  }

  private static List<Tensor> loop(Op op, Object[] attributes, Tensor[] arguments, int mask) {
    List<List<Tensor>> parts = new ArrayList<>();
    for (int example = 0; example < SIZE; example++) {
      Tensor[] own = arguments.clone();
      for (int i = 0; i < own.length; i++) {
        own[i] = (mask >> i & 1) == 1 ? own[i].select(0, example).copy() : own[i];
      }
      Tensor[] results = Recorder.applyAll(op, attributes, own);
      for (int i = 0; i < results.length; i++) {
        if (example == 0) {
          parts.add(new ArrayList<>());
        }
        parts.get(i).add(results[i]);
      }
    }
    return parts.stream().map(part -> Tensor.stack(part, 0)).toList();
  }

  private static void compare(Op op, List<Tensor> expected, List<Tensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).dtype(), actual.get(i).dtype(), op.name());
      assertArrayEquals(expected.get(i).shape(), actual.get(i).shape(), op.name());
      assertArrayEquals(
          expected.get(i).toDoubleArray(), actual.get(i).toDoubleArray(), 1e-10, op.name());
    }
  }

  private static Object[] attributes(Op op, Sample sample) {
    Object[] attributes = new Object[sample.attributes().size()];
    for (int i = 0; i < attributes.length; i++) {
      Object value = sample.attributes().get(i);
      attributes[i] =
          switch (op.attributes().get(i).kind()) {
            case SHAPE -> ((List<?>) value).stream().mapToLong(size -> (Long) size).toArray();
            case DTYPE -> DType.valueOf((String) value);
            case INT, NUMBER -> value;
          };
    }
    return attributes;
  }

  private static Tensor operand(Op op, Sample sample, int i, boolean batched, Random random) {
    Sample.Input input = sample.operands().get(i);
    LongStream own = input.shape().stream().mapToLong(Long::longValue);
    long[] shape = (batched ? LongStream.concat(LongStream.of(SIZE), own) : own).toArray();
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (input.integer()) {
      long[] values = random.longs(count, (long) input.low(), (long) input.high()).toArray();
      boolean hidden = "indices".equals(op.operand(i).name());
      return Tensor.from(values, shape).to(hidden ? DType.INT32 : DType.INT64);
    }
    return Tensor.from(random.doubles(count, input.low(), input.high()).toArray(), shape);
  }
}
