/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.cpu.PointwiseLoop;
import org.gradsmith.kernel.cpu.PointwiseSpec;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.jspecify.annotations.Nullable;

/** Executes the expressions of pointwise ops, copies and fills. */
final class PointwiseKernels {
  private static final Scalar ABSENT = Scalar.constant(-0.0); // x + -0.0 is x for every x
  private static final double[] NO_NUMBERS = {};

  /** What a loop depends on; comparing expressions instead would cost more than a small op. */
  private record Key(Object what, DType dtype, List<PointwiseSpec.@Nullable Operand> operands) {}

  private static final ConcurrentHashMap<Key, PointwiseLoop> LOOPS = new ConcurrentHashMap<>();

  /** The loop of an op over contiguous operands of one dtype, computed in a dtype. */
  private record FlatLoop(DType operand, DType result, DType dtype, PointwiseLoop loop) {}

  /** The one used last, per op: programs mix dtypes seldom. */
  private static final ConcurrentHashMap<Op, FlatLoop> FLAT = new ConcurrentHashMap<>();

  private PointwiseKernels() {}

  /** Evaluates the op's expression. */
  static void run(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray result) {
    if (op.isElementwise() && runFlat(op, operands, attributes, result)) {
      return;
    }
    Scalar expression =
        op.expression().orElseThrow(() -> new IllegalStateException(op + " is not pointwise"));
    DType dtype = computed(op, operands, result);
    double[] numbers = numbers(op, attributes, dtype);
    long[][] strides = new long[operands.length][];
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand != null) {
        strides[i] =
            op == Pointwise.ADD_BIAS && i == 1
                ? along(operand, result.rank(), (Long) attributes[0])
                : Walk.broadcast(operand, result.shape());
      }
    }
    evaluate(op, expression, dtype, operands, strides, numbers, result);
  }

  /**
   * The short way where all arrays are contiguous, of one shape, and the operands of one floating
   * dtype: the loop is known by op and dtypes alone. Says whether that was so.
   */
  private static boolean runFlat(
      Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray result) {
    int count = operands.length;
    StridedArray first = count == 0 ? null : operands[0];
    if (first == null || !first.dtype().isFloating() || !result.isContiguous()) {
      return false;
    }
    MemorySegment[] segments = new MemorySegment[count + 1];
    long[] offsets = new long[count + 1];
    segments[0] = result.storage().segment();
    offsets[0] = result.offset();
    for (int i = 0; i < count; i++) {
      StridedArray operand = operands[i];
      if (operand == null
          || operand.dtype() != first.dtype()
          || !operand.isContiguous()
          || !Arrays.equals(operand.shape(), result.shape())) {
        return false;
      }
      segments[i + 1] = operand.storage().segment();
      offsets[i + 1] = operand.offset();
    }
    FlatLoop loop = FLAT.get(op);
    if (loop == null || loop.operand() != first.dtype() || loop.result() != result.dtype()) {
      loop = flatLoop(op, operands, first.dtype(), result);
      FLAT.put(op, loop);
    }
    double[] numbers = attributes.length == 0 ? NO_NUMBERS : numbers(op, attributes, loop.dtype());
    FlatRun.run(loop.loop(), segments, offsets, numbers, result.count());
    return true;
  }

  private static FlatLoop flatLoop(
      Op op, @Nullable StridedArray[] operands, DType operand, StridedArray result) {
    DType dtype = computed(op, operands, result);
    PointwiseSpec.@Nullable Operand[] seen =
        new PointwiseSpec.@Nullable Operand[operands.length + 1];
    Arrays.fill(seen, new PointwiseSpec.Operand(operand, Access.CONTIGUOUS));
    seen[0] = new PointwiseSpec.Operand(result.dtype(), Access.CONTIGUOUS);
    Key key = new Key(op, dtype, Arrays.asList(seen));
    PointwiseLoop loop =
        LOOPS.computeIfAbsent(
            key, _ -> PointwiseLoops.find(spec(op.expression().orElseThrow(), key)));
    return new FlatLoop(operand, result.dtype(), dtype, loop);
  }

  /** Copies elements of one shape, converting them. */
  static void copy(StridedArray from, StridedArray to) {
    DType dtype = computed(from.dtype());
    long[][] strides = {from.strides()};
    evaluate("copy", Scalar.operand(0), dtype, new StridedArray[] {from}, strides, NO_NUMBERS, to);
  }

  /** Sets every element. */
  static void fill(StridedArray array, double value) {
    DType dtype = array.dtype() == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
    evaluate(
        "fill",
        Scalar.attribute(0),
        dtype,
        new StridedArray[] {},
        new long[][] {},
        new double[] {value},
        array);
  }

  /** Divides every element by a number. */
  static void divide(StridedArray x, double divisor, StridedArray result) {
    evaluate(
        "divide",
        Scalar.div(Scalar.operand(0), Scalar.attribute(0)),
        computed(x.dtype()),
        new StridedArray[] {x},
        new long[][] {x.strides()},
        new double[] {divisor},
        result);
  }

  private static void evaluate(
      Object what,
      Scalar expression,
      DType dtype,
      @Nullable StridedArray[] operands,
      long[][] strides,
      double[] numbers,
      StridedArray result) {
    List<StridedArray> walked = new ArrayList<>(operands.length + 1);
    List<long[]> walkedStrides = new ArrayList<>(operands.length + 1);
    walked.add(result);
    walkedStrides.add(result.strides());
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand != null) {
        walked.add(operand);
        walkedStrides.add(strides[i]);
      }
    }
    Walk walk =
        new Walk(
            result.shape(),
            walked.toArray(StridedArray[]::new),
            walkedStrides.toArray(long[][]::new));
    PointwiseSpec.@Nullable Operand[] seen =
        new PointwiseSpec.@Nullable Operand[operands.length + 1];
    seen[0] = new PointwiseSpec.Operand(result.dtype(), walk.access(0));
    int place = 1;
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand != null) {
        seen[i + 1] = new PointwiseSpec.Operand(operand.dtype(), walk.access(place++));
      }
    }
    Key key = new Key(what, dtype, Arrays.asList(seen));
    PointwiseLoop loop = LOOPS.get(key);
    if (loop == null) {
      loop = PointwiseLoops.find(spec(expression, key));
      LOOPS.put(key, loop);
    }
    walk.run(loop, numbers);
  }

  private static PointwiseSpec spec(Scalar expression, Key key) {
    List<PointwiseSpec.Operand> inputs = new ArrayList<>();
    int[] places = new int[key.operands().size()];
    PointwiseSpec.Operand output = null;
    for (int i = 0; i < places.length; i++) {
      PointwiseSpec.Operand operand = key.operands().get(i);
      if (i == 0) {
        output = operand;
      } else if (operand == null) {
        places[i] = -1;
      } else {
        places[i] = inputs.size();
        inputs.add(operand);
      }
    }
    if (output == null) {
      throw new IllegalStateException("no result");
    }
    if (output.access() == Access.BROADCAST) {
      throw new IllegalArgumentException("several elements of the result share one place");
    }
    Scalar present =
        expression.mapLeaves(leaf ->
            leaf instanceof Scalar.Operand(int index)
                ? places[index + 1] < 0 ? ABSENT : Scalar.operand(places[index + 1])
                : leaf);
    return new PointwiseSpec(key.dtype(), List.of(output), inputs, List.of(present));
  }

  /** The strides of a vector that lies along one dimension. */
  private static long[] along(StridedArray vector, int rank, long dim) {
    long[] strides = new long[rank];
    int at = (int) (dim < 0 ? dim + rank : dim);
    strides[at] = vector.shape()[0] == 1 ? 0 : vector.strides()[0];
    return strides;
  }

  private static double[] numbers(Op op, Object[] attributes, DType dtype) {
    if (attributes.length == 0) {
      return NO_NUMBERS;
    }
    double[] numbers = new double[attributes.length];
    for (int i = 0; i < numbers.length; i++) {
      if (attributes[i] instanceof Number given
          && op.attributes().get(i).kind() == AttributeSpec.Kind.NUMBER) {
        double number = given.doubleValue();
        numbers[i] = number;
        if (!dtype.isFloating() && number != Math.rint(number)) {
          throw new IllegalArgumentException(
              op + ": " + number + " is no value of dtype " + dtype + "; convert the tensor first");
        }
      }
    }
    return numbers;
  }

  /** The dtype of the computation: that of the result, or of what is compared. */
  private static DType computed(Op op, @Nullable StridedArray[] operands, StridedArray result) {
    if (op.results().getFirst() != DTypeRule.BOOL) {
      return computed(result.dtype());
    }
    for (int i = 0; i < operands.length; i++) {
      StridedArray operand = operands[i];
      if (operand != null && op.operand(i).promotes()) {
        return computed(operand.dtype());
      }
    }
    return DType.INT32;
  }

  /** The dtype in which elements of a dtype are computed. */
  private static DType computed(DType dtype) {
    return switch (dtype) {
      case FLOAT32, FLOAT64, INT64, INT32 -> dtype;
      case INT16, INT8, UINT8, BOOL -> DType.INT32;
      case FLOAT16, BFLOAT16 -> DType.FLOAT32;
    };
  }
}
