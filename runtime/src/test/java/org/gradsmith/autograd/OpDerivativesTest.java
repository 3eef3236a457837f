/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.ir.op.StridedViews;
import org.gradsmith.ir.op.Views;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every derivative rule of the op table against central differences, first and second order. */
final class OpDerivativesTest {
  private static final long SEED = 20250601;

  @TestFactory
  Stream<DynamicTest> firstDerivatives() {
    return differentiable(Gradcheck::check);
  }

  @TestFactory
  Stream<DynamicTest> secondDerivatives() {
    return differentiable(Gradcheck::checkSecond);
  }

  @TestFactory
  Stream<DynamicTest> forwardDerivatives() {
    return differentiable(Gradcheck::checkForward);
  }

  /** Every second element along a new last dimension: strided, whatever the shape. */
  @TestFactory
  Stream<DynamicTest> derivativesOfStridedOperands() {
    return differentiable(
        (function, inputs) -> {
          Function<Tensor[], Tensor> strided = in -> function.apply(map(in, this::strided));
          Gradcheck.check(strided, inputs);
          Gradcheck.checkSecond(strided, inputs);
          Gradcheck.checkForward(strided, inputs);
        },
        op -> op != Views.VIEW && op != StridedViews.AS_STRIDED); // defined by the strides
  }

  private Tensor strided(Tensor x) {
    long[] wide = Arrays.copyOf(x.shape(), x.dim() + 1);
    wide[x.dim()] = 2;
    Tensor spaced = x.unsqueeze(-1).expand(wide).copy().select(-1, 0);
    assertTrue(x.numel() < 2 || !spaced.isContiguous());
    return spaced;
  }

  /** Operands whose first dimension repeats one part: pointwise ops, which take any values. */
  @TestFactory
  Stream<DynamicTest> derivativesOfExpandedOperands() {
    return differentiable(
        (function, inputs) -> {
          Function<Tensor[], Tensor> expanded = in -> function.apply(map(in, this::expanded));
          Gradcheck.check(expanded, inputs);
          Gradcheck.checkSecond(expanded, inputs);
          Gradcheck.checkForward(expanded, inputs);
        },
        Op::isElementwise);
  }

  private Tensor expanded(Tensor x) {
    return x.dim() == 0 || x.size(0) == 0 ? x : x.narrow(0, 0, 1).expand(x.shape());
  }

  private static Tensor[] map(Tensor[] inputs, UnaryOperator<Tensor> change) {
    return Arrays.stream(inputs).map(change).toArray(Tensor[]::new);
  }

  @Test
  void everyOpHasSamples() {
    for (Op op : OpTable.all()) {
      assertTrue(!op.samples().isEmpty(), op + " has no sample, so nothing tests its derivatives");
    }
  }

  @Test
  void aWrongDerivativeIsReported() {
    Tensor x = Tensor.of(new double[] {0.0, 1.0}).requiresGrad(true);
    GradcheckException wrong =
        assertThrows(GradcheckException.class, () -> Gradcheck.check(in -> in[0].relu(), x));
    String message = wrong.getMessage();
    assertTrue(message.contains("result element 0 by element 0 of input 0"), message);
    assertTrue(message.contains("1 of 4 derivatives are wrong"), message);
  }

  private interface Check {
    void run(Function<Tensor[], Tensor> function, Tensor... inputs);
  }

  private static Stream<DynamicTest> differentiable(Check check) {
    return differentiable(check, op -> true);
  }

  private static Stream<DynamicTest> differentiable(Check check, Predicate<Op> which) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : OpTable.all()) {
      if (!which.test(op)
          || op.operands().stream().noneMatch(operand -> operand.vjp().isPresent())) {
        continue;
      }
      for (Sample sample : op.samples()) {
        String name =
            op
                + " "
                + sample.operands().stream().map(Sample.Input::shape).toList()
                + " "
                + sample.attributes();
        tests.add(
            DynamicTest.dynamicTest(
                name + ", seed " + SEED,
                () ->
                    check.run(
                        in -> Recorder.apply(op, attributes(op, sample), in),
                        operands(op, sample))));
      }
    }
    return tests.stream();
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

  private static Tensor[] operands(Op op, Sample sample) {
    Random random = new Random(SEED);
    Tensor[] operands = new Tensor[sample.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      Sample.Input input = sample.operands().get(i);
      long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
      int count =
          (int) input.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
      if (input.integer()) {
        long[] values = random.longs(count, (long) input.low(), (long) input.high()).toArray();
        boolean hidden = "indices".equals(op.operand(i).name());
        operands[i] = Tensor.from(values, shape).to(hidden ? DType.INT32 : DType.INT64);
      } else {
        double[] values = random.doubles(count, input.low(), input.high()).toArray();
        boolean active = op.operand(i).vjp().isPresent();
        operands[i] = Tensor.from(values, shape).requiresGrad(active);
      }
    }
    return operands;
  }

  @Test
  void anAbsentBiasHasNoDerivative() {
    Tensor x = Tensor.of(new double[] {1.0, 2.0}).view(1, 2).requiresGrad(true);
    Gradcheck.check(in -> Recorder.apply(Pointwise.ADD_BIAS, new Object[] {1L}, in[0], null), x);
  }
}
