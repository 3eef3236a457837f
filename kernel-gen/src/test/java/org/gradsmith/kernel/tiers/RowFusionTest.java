/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.ir.op.Softmaxes;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which steps over rows become one kernel, and which do not. */
final class RowFusionTest {
  private static final Attr LAST = new Attr.Literal(-1);
  private static final Attr EPS = new Attr.Number(1e-5);
  private static final Attr KEPT = new Attr.Literal(1);
  private static final Attr GONE = new Attr.Literal(0);

  private final Value x = Value.tensor("x");
  private final Value y = Value.tensor("y");
  private final Value b = Value.tensor("b");
  private final List<Node> body = new ArrayList<>();

  private Value apply(Op op, List<Value> operands, Attr... attributes) {
    Value result = Value.tensor("v" + body.size());
    body.add(new Node.Apply(op, operands, List.of(attributes), List.of(result), Span.NONE));
    return result;
  }

  private Sweeps fused(Value... parameters) {
    return fused(Object::equals, parameters);
  }

  private Sweeps fused(BiPredicate<Value, Value> sameShape, Value... parameters) {
    Method method =
        new Method(
            "rows.Method",
            "run",
            Optional.empty(),
            List.of(parameters),
            Stream.of(parameters).map(_ -> "").toList(),
            body,
            body.getLast().results().getFirst(),
            Span.NONE);
    return new Fusion().fuse(Reversed.of(method, sameShape), sameShape);
  }

  private static List<OpenRowPlan> overRows(List<Step> steps) {
    return steps.stream()
        .filter(Step.RunKernel.class::isInstance)
        .map(step -> ((Step.RunKernel) step).plan())
        .filter(OpenRowPlan.class::isInstance)
        .map(OpenRowPlan.class::cast)
        .toList();
  }

  @Test
  void whatMakesTermsAndWhatReadsResultsIsOneKernel() {
    Value scores = apply(Pointwise.ADD, List.of(x, y));
    Value weights = apply(Softmaxes.SOFTMAX, List.of(scores), LAST);
    apply(Pointwise.RELU, List.of(weights));
    Sweeps fused = fused(x, y);
    assertEquals(1, fused.forward().size());
    assertEquals(2, overRows(fused.forward()).getFirst().reductions().size());
  }

  private static List<KernelPlan> pointwise(List<Step> steps) {
    return steps.stream()
        .filter(Step.RunKernel.class::isInstance)
        .map(step -> ((Step.RunKernel) step).plan())
        .filter(KernelPlan.class::isInstance)
        .map(KernelPlan.class::cast)
        .toList();
  }

  /** A mean squared error: its forward sweep writes a number, its reverse sweep reads one. */
  @Test
  void aLossIsOneKernelForwardAndOneBackward() {
    Value difference = apply(Pointwise.SUB, List.of(x, y));
    Value square = apply(Pointwise.MUL, List.of(difference, difference));
    apply(Reductions.MEAN, List.of(square));
    Sweeps fused = fused(x, y);
    assertEquals(1, fused.forward().size());
    KernelPlan forward = pointwise(fused.forward()).getFirst();
    assertEquals(
        List.of(KernelPlan.OutputKind.MEAN),
        forward.outputs().stream().map(KernelPlan.Output::kind).toList());
    assertEquals(1, pointwise(fused.reverse()).size());
    Set<Value> read = new HashSet<>();
    fused.reverse().forEach(step -> read.addAll(step.shapesRead()));
    assertEquals(Set.of(x, y), read, "shapes");
  }

  @Test
  void crossEntropyIsOneKernelForward() {
    Value scores = apply(Softmaxes.LOG_SOFTMAX, List.of(x), LAST);
    Value terms = apply(Pointwise.MUL, List.of(scores, x));
    Value rows = apply(Reductions.SUM_DIM, List.of(terms), LAST, GONE);
    apply(Reductions.MEAN, List.of(rows));
    Sweeps fused = fused(x);
    assertEquals(1, fused.forward().size());
    OpenRowPlan forward = overRows(fused.forward()).getFirst();
    assertEquals(3, forward.reductions().size());
    assertEquals(OpenRowPlan.OutputKind.MEAN, forward.outputs().getLast().kind());
  }

  /** The targets may turn out to be larger than the scores: the call sees whether they are. */
  @Test
  void whatIsTakenToBroadcastIsReducedAgain() {
    Value scores = apply(Softmaxes.LOG_SOFTMAX, List.of(x), LAST);
    Value terms = apply(Pointwise.MUL, List.of(scores, y));
    Value rows = apply(Reductions.SUM_DIM, List.of(terms), LAST, GONE);
    apply(Reductions.MEAN, List.of(rows));
    Sweeps fused = fused(x, y);
    assertEquals(1, fused.forward().size());
    assertEquals(1, pointwise(fused.reverse()).size(), () -> fused.reverse().toString());
  }

  /** Where rows lie along a dimension from the front, it is another one of a larger tensor. */
  @Test
  void whatIsTakenToBroadcastIsNotReducedAgainFromTheFront() {
    Value scores = apply(Softmaxes.LOG_SOFTMAX, List.of(x), new Attr.Literal(0));
    Value terms = apply(Pointwise.MUL, List.of(scores, y));
    apply(Reductions.SUM_DIM, List.of(terms), new Attr.Literal(0), GONE);
    assertTrue(fused(x, y).forward().size() > 1);
  }

  /** Each value is looked at once, though paths to the operands double with every step. */
  @Test
  @Timeout(60)
  void shapesOfLongChainsAreFound() {
    Value h = x;
    for (int i = 0; i < 32; i++) {
      h = apply(Pointwise.ADD, List.of(apply(Pointwise.MUL, List.of(h, y)), h));
    }
    apply(Reductions.MEAN, List.of(h));
    Sweeps fused = fused(x, y);
    assertTrue(
        fused.reverse().stream()
            .flatMap(step -> step.attributes().stream())
            .anyMatch(new Attr.BroadcastOf(List.of(x, y))::equals),
        () -> fused.reverse().toString());
  }

  /** Numbers are within each other, and one of them still says what shape they have. */
  @Test
  void numbersKeepAShape() {
    Value first = apply(Reductions.MEAN, List.of(x));
    Value kept = apply(Reductions.SUM_DIM, List.of(first), LAST, KEPT);
    Value second = apply(Reductions.MEAN, List.of(y));
    apply(Reductions.MEAN, List.of(apply(Pointwise.MUL, List.of(kept, second))));
    Sweeps fused = fused(x, y);
    assertTrue(
        fused.reverse().stream()
            .flatMap(step -> step.attributes().stream())
            .noneMatch(new Attr.BroadcastOf(List.of())::equals));
  }

  /** What is read behind a sum of all elements is read by another kernel. */
  @Test
  void nothingReadsASumInTheKernelThatMakesIt() {
    Value sum = apply(Reductions.SUM, List.of(apply(Pointwise.RELU, List.of(x))));
    apply(Pointwise.DIV, List.of(x, sum));
    List<Step> forward = fused(x).forward();
    assertEquals(2, forward.size());
    assertEquals(
        KernelPlan.OutputKind.SUM, pointwise(forward).getFirst().outputs().getFirst().kind());
  }

  @Test
  void equalReductionsAreComputedOnce() {
    apply(LayerNorms.LAYER_NORM, List.of(x, y, b), EPS);
    OpenRowPlan backward = overRows(fused(x, y, b).reverse()).getFirst();
    assertEquals(4, backward.reductions().size(), backward.toString());
  }

  @Test
  void aSumOverAllRowsIsNoOperandOfTheKernelThatMakesIt() {
    Value weight = apply(Pointwise.MUL, List.of(x, y));
    apply(LayerNorms.LAYER_NORM, List.of(x, weight, b), EPS);
    Sweeps fused = fused(x, y, b);
    for (Step step : fused.reverse()) {
      assertTrue(Collections.disjoint(step.reads(), step.makes()), step::toString);
    }
  }

  /** What the shape of a softmax says of the values that its operand is made of. */
  @Test
  void factorsOfASoftmaxsOperandAreInItsBackward() {
    Value scores = apply(Pointwise.MUL, List.of(x, y));
    apply(Softmaxes.SOFTMAX, List.of(apply(Pointwise.ADD, List.of(scores, b))), LAST);
    List<Step> reverse = fused(x, y, b).reverse();
    assertEquals(1, overRows(reverse).size());
    assertTrue(reverse.stream().noneMatch(Step.Compute.class::isInstance), reverse::toString);
  }

  /** Of a method whose values have one shape; contributions are added up later. */
  @Test
  void sumsOfContributionsHaveTheShapeOfTheirTerms() {
    Value product = apply(Pointwise.MUL, List.of(x, apply(Pointwise.EXP, List.of(x))));
    apply(Pointwise.ADD, List.of(product, apply(Pointwise.MUL, List.of(x, x))));
    Set<Value> alike = new HashSet<>(Set.of(x));
    body.forEach(node -> alike.addAll(node.results()));
    List<Step> reverse = fused((a, c) -> alike.containsAll(List.of(a, c)), x).reverse();
    Step.RunKernel kernel = (Step.RunKernel) reverse.getFirst();
    assertEquals(2, reverse.size(), reverse::toString); // and the contribution
    assertTrue(
        ((KernelPlan) kernel.plan())
            .inputs().stream().allMatch(input -> input.kind() == KernelPlan.InputKind.FULL),
        kernel::toString);
  }

  @Test
  void rowsAlongAnotherDimensionAreAnotherKernel() {
    Value first = apply(Softmaxes.SOFTMAX, List.of(x), LAST);
    Value second = apply(Softmaxes.SOFTMAX, List.of(first), new Attr.Literal(0));
    apply(Pointwise.RELU, List.of(second));
    List<Step> forward = fused(x).forward();
    assertEquals(2, forward.size());
    assertEquals(1, overRows(forward).size());
  }

  @Test
  void whatHasAnElementPerRowIsNotTakenForARow() {
    Value sum = apply(Reductions.SUM_DIM, List.of(x), LAST, GONE);
    apply(Pointwise.MUL, List.of(x, sum)); // lies along the last dimension
    assertEquals(0, overRows(fused(x).forward()).size());
  }

  @Test
  void whatKeepsItsDimensionIsReadAgain() {
    Value sum = apply(Reductions.SUM_DIM, List.of(x), LAST, KEPT);
    apply(Pointwise.MUL, List.of(x, sum));
    assertEquals(1, overRows(fused(x).forward()).size());
  }

  @Test
  void aVarianceCountsBesideNumbersThatAreSpread() {
    Value mean = apply(RowReductions.MEAN_DIM, List.of(x), LAST, KEPT);
    Value centred = apply(Pointwise.SUB, List.of(x, mean));
    Value variance = apply(RowReductions.VAR_DIM, List.of(centred), LAST, new Attr.Number(1), KEPT);
    apply(Pointwise.DIV, List.of(centred, variance));
    Sweeps fused = fused(x);
    assertEquals(1, fused.forward().size());
    assertTrue(overRows(fused.reverse()).size() >= 1, () -> fused.reverse().toString());
  }
}
