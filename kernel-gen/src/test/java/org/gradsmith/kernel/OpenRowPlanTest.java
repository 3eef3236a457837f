/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.OpenRowPlan.Input;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.Output;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.reference.RandomExpressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenRowPlanTest {
  private static final String MASKED =
      """
      gradsmith-kernels 3

      kernel twice(x: full)
        y: full = mul(x, 2)

      rows masked(scores: broadcast, mask: broadcast, scale: row, weight: column? -0.0)
        let t0 = add(scores, mask)
        reduce max: max = t0
        let t1 = exp(sub(t0, max))
        reduce sum: sum = t1
        y: full = div(t1, sum)
        logarithm: rowKept = add(max, log(sum))
        scaled: row = mul(sum, scale)
        gWeight: columnSum = mul(t1, weight)
        both: sumTo = t0
      """;

  private static OpenRowPlan masked() {
    Scalar score = add(operand(0), operand(1));
    Scalar power = unary(UnaryFunction.EXP, sub(score, operand(4)));
    return new OpenRowPlan(
        "masked",
        List.of(
            Input.of("scores", InputKind.BROADCAST),
            Input.of("mask", InputKind.BROADCAST),
            Input.of("scale", InputKind.ROW),
            Input.optionalColumn("weight", -0.0)),
        List.of(new Reduction("max", Fold.MAX, score), new Reduction("sum", Fold.SUM, power)),
        List.of(
            new Output("y", OutputKind.FULL, div(power, operand(5))),
            new Output(
                "logarithm",
                OutputKind.ROW_KEPT,
                add(operand(4), unary(UnaryFunction.LOG, operand(5)))),
            new Output("scaled", OutputKind.ROW, mul(operand(5), operand(2))),
            new Output("gWeight", OutputKind.COLUMN_SUM, mul(power, operand(3))),
            new Output("both", OutputKind.SUM_TO, score)));
  }

  private static KernelPlan twice() {
    return new KernelPlan(
        "twice",
        List.of(KernelPlan.Input.full("x")),
        List.of(KernelPlan.Output.full("y", mul(operand(0), constant(2)))));
  }

  @Test
  void writesWhatPeopleRead() {
    assertEquals(MASKED, KernelPlans.write(List.of(twice(), masked())));
  }

  @Test
  void readsWhatItWrites() {
    assertEquals(List.of(twice(), masked()), KernelPlans.readAll(MASKED));
    assertEquals(List.of(twice()), KernelPlans.read(MASKED));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomPlansMakeTheRoundTrip(long seed) {
    Random random = new Random(seed);
    List<FusedPlan> plans = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<Input> inputs =
          List.of(Input.of("a", InputKind.BROADCAST), Input.optionalColumn("c", i / 2.0));
      RandomExpressions terms = new RandomExpressions(random, 2, 0, true);
      RandomExpressions outputs = new RandomExpressions(random, 4, 0, true);
      plans.add(
          new OpenRowPlan(
              "k" + i,
              inputs,
              List.of(
                  new Reduction("r", Fold.MEAN, terms.next(4)),
                  new Reduction("s", Fold.MIN, terms.next(4))),
              List.of(
                  new Output("y", OutputKind.FULL, outputs.next(5)),
                  new Output("m", OutputKind.MEAN, Scalar.operand(2)),
                  new Output("z", OutputKind.COLUMN_SUM, outputs.next(3)))));
    }
    assertEquals(plans, KernelPlans.readAll(KernelPlans.write(plans)), () -> "seed " + seed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          x: channel     |   y: full = x             | line 2: 'channel' is no kind of input; there are full, broadcast, within, column, row, scalar
          x: row? 1      |   y: full = x             | line 2: input 'x' is optional and row, but only a column input can be optional
          x: broadcast   |   y: channelSum = x       | line 3: 'channelSum' is no kind of output; there are full, row, rowKept, columnSum, sumTo, sum, mean
          x: broadcast   |   reduce r: product = x   | line 3: 'product' is no reduction; there are sum, mean, max, min, first
          x: broadcast   |   reduce x: sum = x       | line 3: 'x' is named twice
          x: broadcast   |   y: row = x              | line 2: kernel 'k' : output 'y' has one element per row, but reads 'x', which has many; reduce it, or make the output FULL
          x: broadcast   |   reduce r: sum = x       | line 2: kernel 'k' has no output
          """)
  void refusesMalformedBlocks(String input, String line, String message) {
    KernelFormatException refused =
        assertThrows(
            KernelFormatException.class,
            () ->
                KernelPlans.readAll(
                    "gradsmith-kernels 3\nrows k(" + input + ")\n  " + line + "\n"));
    assertEquals(message.replace("'k' :", "'k':"), refused.getMessage());
  }

  @Test
  void aPartHasWhatItsOutputsRead() {
    OpenRowPlan plan = masked();
    assertEquals(Set.of(0, 1), Set.copyOf(plan.reads(1)));
    TreeMap<Integer, Place> places = new TreeMap<>(Map.of(0, Place.FULL, 1, Place.COLUMN));
    RowPlan part = plan.part(places, new TreeMap<>(Map.of(1, Target.ROW)));
    assertEquals(
        List.of("scores", "mask"), part.inputs().stream().map(RowPlan.Input::name).toList());
    assertEquals(Place.COLUMN, part.inputs().getLast().place());
    assertEquals(2, part.reductions().size());
    assertEquals(Target.ROW, part.outputs().getFirst().target());
    assertEquals(
        add(operand(2), unary(UnaryFunction.LOG, operand(3))),
        part.outputs().getFirst().expression());
  }

  @Test
  void whatReadsNoRowsIsPointwise() {
    OpenRowPlan plan = masked();
    assertEquals(false, plan.isOverRows(4));
    assertEquals(true, plan.isOverRows(3));
    KernelPlan pointwise = plan.pointwise(List.of(4));
    assertEquals(
        new KernelPlan(
            "masked",
            List.of(KernelPlan.Input.broadcast("scores"), KernelPlan.Input.broadcast("mask")),
            List.of(KernelPlan.Output.sumTo("both", add(operand(0), operand(1))))),
        pointwise);
  }
}
