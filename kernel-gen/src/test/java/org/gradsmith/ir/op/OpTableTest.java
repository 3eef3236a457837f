/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of the table must have. */
class OpTableTest {
  static List<Op> ops() {
    return OpTable.all();
  }

  @ParameterizedTest
  @MethodSource("ops")
  void isFoundByItsName(Op op) {
    assertEquals(Optional.of(op), OpTable.find(op.name()));
  }

  @ParameterizedTest
  @MethodSource("ops")
  void hasSamplesThatFitItsOperandsAndAttributes(Op op) {
    assertFalse(op.samples().isEmpty(), "no sample");
    for (Sample sample : op.samples()) {
      if (op.isVariadic()) {
        assertTrue(sample.operands().size() >= op.operands().size(), "operands");
      } else {
        assertEquals(op.operands().size(), sample.operands().size(), "operands");
      }
      assertEquals(op.attributes().size(), sample.attributes().size(), "attributes");
    }
  }

  @ParameterizedTest
  @MethodSource("ops")
  void saysWhyAnOperandHasNoDerivative(Op op) {
    for (Operand operand : op.operands()) {
      assertEquals(operand.vjp().isEmpty(), !operand.notDifferentiable().isEmpty(), operand.name());
    }
  }

  @ParameterizedTest
  @MethodSource("ops")
  void shapeRuleAcceptsTheSamples(Op op) {
    for (Sample sample : op.samples()) {
      List<List<Long>> shapes = shapes(op, sample);
      assertFalse(shapes.isEmpty());
    }
  }

  /** A cotangent has the shape of its operand, by the shape rules of what its rule applies. */
  @ParameterizedTest
  @MethodSource("ops")
  void cotangentsHaveTheShapesOfTheirOperands(Op op) {
    for (Sample sample : op.samples()) {
      ShapeOps ops = new ShapeOps();
      ShapeOps.SampleCall call = new ShapeOps.SampleCall(op, sample);
      for (int i = 0; i < sample.operands().size(); i++) {
        Optional<Vjp> vjp = op.vjp(i);
        if (vjp.isPresent()) {
          assertEquals(
              sample.operands().get(i).shape(), vjp.get().apply(ops, call), op + " operand " + i);
        }
      }
      ops.applied.forEach(applied -> assertTrue(OpTable.all().contains(applied), applied.name()));
    }
  }

  /**
   * What a new op that reduces must have: a form for kernels. Here are the ops that make less of
   * their first operand for another reason, and those reductions that kernels know by name.
   */
  @Test
  void reductionsHaveAFormForKernels() {
    Set<String> without = new TreeSet<>();
    for (Op op : OpTable.all()) {
      if (!op.isView() && op.rows().isEmpty() && !op.isVariadic()) {
        for (Sample sample : op.samples()) {
          if (count(shapes(op, sample).getFirst()) < count(sample.operands().getFirst().shape())) {
            without.add(op.name());
          }
        }
      }
    }
    Set<String> knownByName = Set.of("sum", "mean", "sumExcept"); // and sumTo, which may be a view
    assertTrue(without.containsAll(knownByName), without::toString);
    without.removeAll(knownByName);
    Set<String> others = new TreeSet<>();
    others.addAll(
        Set.of("bmm", "innerOfMatrices", "linearGradInput", "linearGradWeight")); // products
    others.addAll(Set.of("conv2d", "conv2dGradWeight", "convNd", "convNdGradWeight"));
    others.addAll(Set.of("attention", "attentionGrad")); // of which a kernel of its own is written
    others.addAll(Set.of("det", "logAbsDet", "solveLower", "solveUpper", "svd")); // linear algebra
    others.addAll(Set.of("gather", "indexSelect", "nllLoss", "oneOf", "take")); // chosen elements
    others.addAll(Set.of("indexSum", "maxPool2d", "maxPool2dGather", "unfoldGrad")); // in windows
    others.addAll(Set.of("kthPlace", "medianPlace", "modePlace", "pivotOrder")); // orders
    assertEquals(others, without);
  }

  private static long count(List<Long> shape) {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  private static List<List<Long>> shapes(Op op, Sample sample) {
    List<@Nullable List<Long>> operands = new ArrayList<>();
    sample.operands().forEach(operand -> operands.add(operand.shape()));
    return op.shapeRule().infer(new Numbers(), new Given(operands, sample.attributes()));
  }

  /** Executes rules on shapes alone: a tensor is its shape, an attribute its value. */
  private static final class ShapeOps implements Ops<List<Long>, Object> {
    final Set<Op> applied = new HashSet<>();

    @Override
    public List<List<Long>> apply(
        Op op, List<@Nullable List<Long>> operands, List<Object> attributes) {
      applied.add(op);
      List<List<Long>> shapes =
          op.shapeRule().infer(new Numbers(), new Given(operands, attributes));
      List<List<Long>> all = new ArrayList<>();
      for (int i = 0; i < op.results().size(); i++) {
        all.add(shapes.get(Math.min(i, shapes.size() - 1)));
      }
      return all;
    }

    @Override
    public Object literal(long value) {
      return value;
    }

    @Override
    public Object number(double value) {
      return value;
    }

    @Override
    public Object size(Object shape, int dim) {
      return ((List<?>) shape).get(dim);
    }

    @Override
    public Object sizeAlong(Object shape, Object dim) {
      List<?> sizes = (List<?>) shape;
      int at = Math.toIntExact((Long) dim);
      return sizes.get(at < 0 ? at + sizes.size() : at);
    }

    @Override
    public Object plus(Object a, Object b) {
      return (Long) a + (Long) b;
    }

    static final class SampleCall implements Call<List<Long>, Object> {
      private final Sample sample;
      private final List<List<Long>> results;

      SampleCall(Op op, Sample sample) {
        this.sample = sample;
        this.results = shapes(op, sample);
      }

      @Override
      public List<Long> operand(int index) {
        return sample.operands().get(index).shape();
      }

      @Override
      public Object shape(int index) {
        return sample.operands().get(index).shape();
      }

      @Override
      public List<Long> result(int index) {
        return results.get(Math.min(index, results.size() - 1));
      }

      @Override
      public Object attribute(int index) {
        return sample.attributes().get(index);
      }

      @Override
      public int operandCount() {
        return sample.operands().size();
      }

      @Override
      public boolean isPresent(int index) {
        return true;
      }

      @Override
      public Object resultShape() {
        return results.getFirst();
      }

      @Override
      public List<Long> cotangent() {
        return results.getFirst();
      }

      @Override
      public List<Long> cotangent(int index) {
        return results.get(Math.min(index, results.size() - 1));
      }
    }
  }

  private record Given(List<@Nullable List<Long>> operands, List<Object> attributes)
      implements ShapeCall<Long> {
    @Override
    public List<Long> operand(int index) {
      List<Long> operand = operands.get(index);
      if (operand == null) {
        throw new AssertionError("operand " + index + " is absent");
      }
      return operand;
    }

    @Override
    public int operandCount() {
      return operands.size();
    }

    @Override
    public boolean present(int index) {
      return operands.get(index) != null;
    }

    @Override
    public Long size(int index) {
      return (Long) attributes.get(index);
    }

    @Override
    public long constant(int index) {
      return (Long) attributes.get(index);
    }

    @Override
    public List<Long> sizes(int index) {
      return ((List<?>) attributes.get(index)).stream().map(Long.class::cast).toList();
    }
  }

  private static final class Numbers implements Dims<Long> {
    @Override
    public Long literal(long value) {
      return value;
    }

    @Override
    public Long plus(Long a, Long b) {
      return a + b;
    }

    @Override
    public Long times(Long a, Long b) {
      return a * b;
    }

    @Override
    public Long floorDivide(Long a, Long b) {
      return Math.floorDiv(a, b);
    }

    @Override
    public OptionalLong value(Long size) {
      return OptionalLong.of(size);
    }

    @Override
    public Answer equal(Long a, Long b) {
      return a.equals(b) ? Answer.YES : Answer.NO;
    }

    @Override
    public Long unknown() {
      throw new AssertionError("every size is known");
    }
  }
}
