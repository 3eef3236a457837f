/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fused kernels against the ops they are fused from, bit for bit. */
final class KernelTest {
  private static final Scalar X = Scalar.operand(0);
  private static final Scalar Y = Scalar.operand(1);
  private static final Scalar ZERO = Scalar.constant(0);

  private static final Kernel BIAS_RELU =
      new Kernel(
          new KernelPlan(
              "biasRelu",
              List.of(Input.full("x"), Input.optionalChannel("bias")),
              List.of(Output.full("y", positive(Scalar.add(X, Y))))));

  private static final Kernel RELU_BACKWARD =
      new Kernel(
          new KernelPlan(
              "reluBackward",
              List.of(Input.full("g"), Input.full("y")),
              List.of(Output.channelSum("biasBar", masked()), Output.full("xBar", masked()))));

  private static final List<long[]> SHAPES =
      List.of(
          new long[] {2, 3},
          new long[] {3, 1, 5},
          new long[] {2, 3, 4, 5},
          new long[] {5, 7, 3, 3},
          new long[] {2, 3, 200, 201},
          new long[] {300, 200},
          new long[] {2, 40_000},
          new long[] {2, 3, 0});

  private static Scalar positive(Scalar value) {
    return Scalar.ifLess(value, ZERO, ZERO, value);
  }

  private static Scalar masked() {
    return Scalar.ifLess(ZERO, Y, X, ZERO);
  }

  private static Tensor random(long seed, DType dtype, long... shape) {
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.from(new Random(seed).doubles(count, -1, 1).toArray(), shape).to(dtype);
  }

  private static void same(Tensor expected, @Nullable Tensor actual) {
    assertNotNull(actual);
    assertEquals(expected.dtype(), actual.dtype());
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64"})
  void channelInputs(DType dtype) {
    for (long[] shape : SHAPES) {
      Tensor x = random(1, dtype, shape);
      Tensor bias = random(2, dtype, shape[1]);
      same(Primitives.relu(Primitives.addBias(x, bias, 1)), BIAS_RELU.apply(1, x, bias));
      same(Primitives.relu(x), BIAS_RELU.apply(1, x, null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64"})
  void channelSums(DType dtype) {
    for (long[] shape : SHAPES) {
      Tensor g = random(1, dtype, shape);
      Tensor y = random(2, dtype, shape);
      Tensor expected = Primitives.maskPositive(g, y);
      @Nullable Tensor[] both = RELU_BACKWARD.applyAll(1, new boolean[] {true, true}, g, y);
      same(expected, both[1]);
      same(Primitives.sumExcept(expected, 1), both[0]);
      @Nullable Tensor[] sum = RELU_BACKWARD.applyAll(1, new boolean[] {true, false}, g, y);
      assertNull(sum[1]);
      same(Primitives.sumExcept(expected, 1), sum[0]);
      @Nullable Tensor[] full = RELU_BACKWARD.applyAll(1, new boolean[] {false, true}, g, y);
      assertNull(full[0]);
      same(expected, full[1]);
    }
  }

  @Test
  void sumsOfTermsWithChannels() {
    Kernel kernel =
        new Kernel(
            new KernelPlan(
                "scaledSum",
                List.of(Input.full("x"), Input.channel("scale"), Input.scalar("factor")),
                List.of(
                    Output.channelSum("s", Scalar.mul(Scalar.mul(X, Y), Scalar.operand(2))),
                    Output.channelSum("t", Scalar.mul(Scalar.mul(X, Y), Scalar.operand(2))))));
    for (long[] shape : SHAPES) {
      Tensor x = random(1, DType.FLOAT32, shape);
      Tensor scale = random(2, DType.FLOAT32, shape[1]);
      long[] along = new long[shape.length];
      Arrays.fill(along, 1);
      along[1] = shape[1];
      Tensor terms = Primitives.mulScalar(Primitives.mul(x, Primitives.view(scale, along)), 0.5);
      @Nullable Tensor[] sums =
          kernel.applyAll(1, new boolean[] {true, true}, x, scale, Tensor.scalar(0.5f));
      same(Primitives.sumExcept(terms, 1), sums[0]);
      same(Primitives.sumExcept(terms, 1), sums[1]);
    }
  }

  @Test
  void inputsThatAreNotContiguous() {
    Tensor x = random(1, DType.FLOAT32, 4, 3).t();
    Tensor bias = random(2, DType.FLOAT32, 4, 2).t().select(0, 1);
    same(Primitives.relu(Primitives.addBias(x, bias, 1)), BIAS_RELU.apply(-1, x, bias));
    assertEquals(12, x.numel(), "the input is still there");
    assertTrue(x.sum().item() != 0);
  }

  @Test
  void inputsOfSeveralDtypes() {
    Tensor x = random(1, DType.FLOAT32, 2, 3);
    Tensor bias = random(2, DType.FLOAT64, 3);
    same(Primitives.relu(Primitives.addBias(x, bias, 1)), BIAS_RELU.apply(1, x, bias));
  }

  @Test
  void notANumberAndMinusZeroPassAsInTheOps() {
    Tensor x = Tensor.of(new float[][] {{Float.NaN, -0.0f, 0.0f, Float.NEGATIVE_INFINITY}});
    Tensor y = BIAS_RELU.apply(1, x, null);
    assertArrayEquals(
        Primitives.relu(x).toFloatArray(), y.toFloatArray(), "NaN stays NaN, -0 is not below 0");
    assertEquals(Float.floatToRawIntBits(-0.0f), Float.floatToRawIntBits(y.toFloatArray()[1]));
  }

  @Test
  void nothingIsRecorded() {
    Tensor x = random(1, DType.FLOAT32, 2, 3).requiresGrad(true);
    assertTrue(BIAS_RELU.apply(1, x, null).isLeaf());
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    Tensor x = random(1, DType.FLOAT32, 2, 3);
    ShapeException bias =
        assertThrows(ShapeException.class, () -> BIAS_RELU.apply(1, x, Tensor.ones(2)));
    assertTrue(
        bias.getMessage().contains("'bias' has shape (2), but must have the 3 elements of"),
        bias.getMessage());
    ShapeException dim =
        assertThrows(ShapeException.class, () -> BIAS_RELU.apply(2, x, Tensor.ones(3)));
    assertTrue(dim.getMessage().contains("dimension 2 is out of range"), dim.getMessage());
    assertThrows(
        ShapeException.class,
        () -> RELU_BACKWARD.applyAll(1, new boolean[] {true, true}, x, Tensor.ones(3, 2)));
    assertThrows(
        NullPointerException.class,
        () -> RELU_BACKWARD.applyAll(1, new boolean[] {true, true}, x, null));
    assertThrows(IllegalArgumentException.class, () -> BIAS_RELU.apply(1, x));
  }

  @Test
  void kernelsLieBesideTheGeneratedClass() {
    Tensor x = random(1, DType.FLOAT32, 2, 3);
    same(Primitives.relu(x), Kernel.load(Scaled__AD.class, "justRelu").apply(0, x));
    CompiledException name =
        assertThrows(CompiledException.class, () -> Kernel.load(Scaled__AD.class, "other"));
    assertTrue(
        name.getMessage().contains("Scaled__AD.kernels has no kernel 'other'"), name.getMessage());
    CompiledException file =
        assertThrows(CompiledException.class, () -> Kernel.load(Pair__AD.class, "other"));
    assertTrue(file.getMessage().contains("the file Pair__AD.kernels"), file.getMessage());
  }

  /** x times w plus b, and what its reverse sweep makes of a cotangent. */
  private static final Kernel SCALED =
      new Kernel(
          new KernelPlan(
              "scaled",
              List.of(Input.broadcast("x"), Input.broadcast("w"), Input.broadcast("b")),
              List.of(
                  Output.full("y", add(mul(operand(0), operand(1)), operand(2))),
                  Output.full("twice", mul(operand(1), constant(2))),
                  Output.sumTo("xSum", mul(operand(0), operand(1))),
                  Output.sumTo(
                      "wSum", mul(add(mul(operand(0), operand(1)), operand(2)), operand(2))))));

  static Stream<Arguments> broadcasts() {
    return Stream.of(
        Arguments.of(new long[] {3, 5}, new long[] {5}, new long[] {5}),
        Arguments.of(new long[] {3, 5}, new long[] {3, 1}, new long[] {1}),
        Arguments.of(new long[] {5}, new long[] {3, 1}, new long[] {2, 1, 1}),
        Arguments.of(new long[] {2, 3, 5}, new long[] {3, 1}, new long[] {2, 1, 5}),
        Arguments.of(new long[] {}, new long[] {}, new long[] {}),
        Arguments.of(new long[] {4, 1}, new long[] {}, new long[] {1, 4}),
        Arguments.of(new long[] {0, 5}, new long[] {5}, new long[] {1, 1}),
        Arguments.of(new long[] {70, 1000}, new long[] {1000}, new long[] {70, 1}));
  }

  @ParameterizedTest
  @MethodSource("broadcasts")
  void broadcastInputsGiveWhatTheOpsGive(long[] x, long[] w, long[] b) {
    Tensor tx = Tensor.randn(x);
    Tensor tw = Tensor.randn(w);
    Tensor tb = Tensor.randn(b);
    @Nullable Tensor[] all =
        SCALED.sumAll(0, new boolean[] {true, true, true, true}, new long[][] {x, w}, tx, tw, tb);
    same(tx.mul(tw).add(tb), all[0]);
    same(tw.mul(2.0), all[1]);
    close(Primitives.sumTo(tx.mul(tw), x), all[2]);
    close(Primitives.sumTo(tx.mul(tw).add(tb).mul(tb), w), all[3]);
  }

  private static void close(Tensor expected, @Nullable Tensor found) {
    assertTrue(
        found != null && expected.allclose(found, 1e-5, 1e-5, false),
        () -> expected + " but found " + found);
  }

  @Test
  void shapesThatDoNotBroadcastAreNamed() {
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () ->
                SCALED.sumAll(
                    0,
                    new boolean[] {true, false, false, false},
                    new long[][] {{3}, {5}},
                    Tensor.ones(3),
                    Tensor.ones(5),
                    Tensor.ones(1)));
    assertEquals(
        "'w' has shape (5), which does not broadcast with (3) of the other operands",
        e.getMessage());
  }
}
