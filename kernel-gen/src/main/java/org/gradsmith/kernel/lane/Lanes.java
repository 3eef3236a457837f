/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.lane.LaneGraph.Step;
import org.gradsmith.kernel.lane.Operation.Basic;

/** Collects steps; asked again for a step it has, it returns that one. */
final class Lanes {
  /** The place of the sign among the bits of float32. */
  static final int SIGN_PLACE = 31;

  private final DType dtype;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> known = new HashMap<>();

  /** A number in a lane. */
  record Value(int step) {}

  /** The integer of the same width in a lane. */
  record Bits(int step) {}

  Lanes(DType dtype) {
    this.dtype = dtype;
  }

  LaneGraph graph(List<Value> roots) {
    return new LaneGraph(steps, roots.stream().map(Value::step).toList());
  }

  private int step(Operation operation, Integer... arguments) {
    return known.computeIfAbsent(
        new Step(operation, List.of(arguments)),
        step -> {
          steps.add(step);
          return steps.size() - 1;
        });
  }

  private Value value(Operation operation, Value... arguments) {
    Integer[] indices = new Integer[arguments.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = arguments[i].step;
    }
    return new Value(step(operation, indices));
  }

  Value source(Scalar leaf) {
    return value(new Operation.Source(leaf));
  }

  Value constant(double value) {
    return value(new Operation.Constant(value));
  }

  Value call(Scalar.UnaryFunction function, Value x) {
    return value(new Operation.Call(function), x);
  }

  Value call(Scalar.BinaryFunction function, Value x, Value y) {
    return value(new Operation.CallOfTwo(function), x, y);
  }

  Value neg(Value x) {
    return value(Basic.NEG, x);
  }

  Value abs(Value x) {
    return value(Basic.ABS, x);
  }

  Value sqrt(Value x) {
    return value(Basic.SQRT, x);
  }

  Value add(Value x, Value y) {
    return value(Basic.ADD, x, y);
  }

  Value add(Value x, double y) {
    return add(x, constant(y));
  }

  Value sub(Value x, Value y) {
    return value(Basic.SUB, x, y);
  }

  Value sub(Value x, double y) {
    return sub(x, constant(y));
  }

  Value mul(Value x, Value y) {
    return value(Basic.MUL, x, y);
  }

  Value mul(Value x, double y) {
    return mul(x, constant(y));
  }

  Value div(Value x, Value y) {
    return value(Basic.DIV, x, y);
  }

  /** x · y + z, rounded once. */
  Value fma(Value x, Value y, Value z) {
    return value(Basic.FMA, x, y, z);
  }

  Value fma(Value x, double y, Value z) {
    return fma(x, constant(y), z);
  }

  Value fma(Value x, Value y, double z) {
    return fma(x, y, constant(z));
  }

  /** {@code left < right ? then : otherwise}. */
  Value ifLess(Value left, Value right, Value then, Value otherwise) {
    return value(Basic.IF_LESS, left, right, then, otherwise);
  }

  /** {@code left == right ? then : otherwise}. */
  Value ifEqual(Value left, Value right, Value then, Value otherwise) {
    return value(Basic.IF_EQUAL, left, right, then, otherwise);
  }

  /** {@code bits == 0 ? then : otherwise}. */
  Value ifZero(Bits bits, Value then, Value otherwise) {
    return new Value(step(Basic.IF_ZERO, bits.step, then.step, otherwise.step));
  }

  /** The larger of x and a bound; NaN stays. */
  Value atLeast(Value x, double bound) {
    Value low = constant(bound);
    return ifLess(x, low, low, x);
  }

  /** The smaller of x and a bound; NaN stays. */
  Value atMost(Value x, double bound) {
    Value high = constant(bound);
    return ifLess(high, x, high, x);
  }

  /** {@code inside} where |x| is at most a limit or NaN, else a call. */
  Value within(double limit, Scalar.UnaryFunction beyond, Value x, Value inside) {
    return value(new Operation.Within(limit, beyond), x, inside);
  }

  Bits pattern(long bits) {
    return new Bits(step(new Operation.Pattern(bits)));
  }

  Bits bits(Value x) {
    return new Bits(step(Basic.TO_BITS, x.step));
  }

  Value number(Bits bits) {
    return new Value(step(Basic.FROM_BITS, bits.step));
  }

  Bits plus(Bits x, Bits y) {
    return new Bits(step(Basic.BITS_ADD, x.step, y.step));
  }

  Bits minus(Bits x, Bits y) {
    return new Bits(step(Basic.BITS_SUB, x.step, y.step));
  }

  Bits and(Bits x, Bits y) {
    return new Bits(step(Basic.BITS_AND, x.step, y.step));
  }

  Bits or(Bits x, Bits y) {
    return new Bits(step(Basic.BITS_OR, x.step, y.step));
  }

  Bits xor(Bits x, Bits y) {
    return new Bits(step(Basic.BITS_XOR, x.step, y.step));
  }

  Bits left(Bits x, int distance) {
    return new Bits(step(new Operation.Shift(distance), x.step));
  }

  /** Moves bits right, the sign coming in. */
  Bits right(Bits x, int distance) {
    return new Bits(step(new Operation.Shift(-distance), x.step));
  }

  /** From here on all numbers are integers. */
  double firstWithoutFraction() {
    return dtype == DType.FLOAT32 ? 0x1p23 : 0x1p52;
  }

  /** |x| with the sign of y; NaN stays. */
  Value withSign(Value x, Value y) {
    Bits sign = pattern(dtype == DType.FLOAT32 ? 1L << SIGN_PLACE : Long.MIN_VALUE);
    return number(or(bits(abs(x)), and(bits(y), sign)));
  }

  /** c[0] + c[1]·x + c[2]·x² + ..., by Horner's rule. */
  Value polynomial(Value x, double... c) {
    Value sum = constant(c[c.length - 1]);
    for (int i = c.length - 2; i >= 0; i--) {
      sum = fma(sum, x, c[i]);
    }
    return sum;
  }
}
