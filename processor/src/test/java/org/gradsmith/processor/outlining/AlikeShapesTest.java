/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.diff.Reverse;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeFacts;
import org.gradsmith.processor.shape.ShapeInference;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sure of shapes, whatever the one shape of the operands is. */
class AlikeShapesTest {
  private final Value x = Value.tensor("x");
  private final Value y = Value.tensor("y");
  private final List<Node> nodes = new ArrayList<>();

  /** Adds an op that is named after its result; numbers are its attributes. */
  private Value op(String name, List<Value> operands, long... attributes) {
    Value result = Value.tensor(name + nodes.size());
    nodes.add(
        new Node.Apply(
            OpTable.find(name).orElseThrow(),
            operands,
            LongStream.of(attributes).<Attr>mapToObj(Attr.Literal::new).toList(),
            List.of(result),
            Span.NONE));
    return result;
  }

  private Method line() {
    Value result = nodes.getLast().results().getFirst();
    List<Value> parameters = List.of(x, y);
    return new Method(
        "Owner", "method", Optional.empty(), parameters, List.of("", ""), nodes, result, Span.NONE);
  }

  private boolean same(Value a, Value b) {
    return new AlikeShapes(line()).same(a, b);
  }

  @Test
  void whatIsComputedElementByElementHasTheShapeOfTheOperands() {
    Value sum = op("add", List.of(x, y));
    Value chosen = op("where", List.of(op("lt", List.of(x, sum)), y, sum));
    assertTrue(same(x, y));
    assertTrue(same(x, sum));
    assertTrue(same(y, chosen));
  }

  @Test
  void rowsThatKeepTheirElementsHaveTheShapeOfTheirOperand() {
    Value softmax = op("softmax", List.of(op("mul", List.of(x, y))), 1);
    Value mean = op("meanDim", List.of(x), -1, 0);
    Value ofMean = op("logSoftmax", List.of(mean), 0);
    assertTrue(same(x, softmax));
    assertTrue(same(mean, ofMean));
    assertFalse(same(x, ofMean));
  }

  @Test
  void whatIsReducedHasAnotherShape() {
    Value kept = op("sumDim", List.of(x), -1, 1);
    Value dropped = op("sumDim", List.of(x), -1, 0);
    assertFalse(same(x, kept));
    assertFalse(same(x, dropped));
    assertFalse(same(kept, dropped));
  }

  @Test
  void reductionsAlongOneDimensionOfOneShapeAreAlike() {
    Value sum = op("sumDim", List.of(x), -1, 1);
    Value mean = op("meanDim", List.of(op("exp", List.of(y))), -1, 1);
    Value variance = op("varDim", List.of(x), -1, 1, 1);
    Value other = op("sumDim", List.of(x), 0, 1);
    assertTrue(same(sum, mean));
    assertTrue(same(sum, variance));
    assertFalse(same(sum, other));
    assertTrue(same(op("sumDim", List.of(sum), 0, 0), op("meanDim", List.of(mean), 0, 0)));
    assertFalse(same(op("sumDim", List.of(sum), 0, 0), op("meanDim", List.of(x), 0, 0)));
  }

  @Test
  void aDimensionThatStaysBroadcastsBack() {
    Value kept = op("sumDim", List.of(x), -1, 1);
    Value twice = op("sumDim", List.of(kept), 0, 1);
    assertTrue(same(x, op("sub", List.of(x, kept))));
    assertTrue(same(x, op("sub", List.of(kept, x))));
    assertTrue(same(x, op("mul", List.of(twice, y))));
    assertTrue(same(kept, op("mul", List.of(twice, kept))));
    assertFalse(same(x, op("mul", List.of(twice, kept))));
  }

  /** (2, 1) and its sums (2) along the last dimension give (2, 2). */
  @Test
  void aDimensionThatIsDroppedMayMakeALargerShape() {
    Value dropped = op("sumDim", List.of(x), -1, 0);
    Value larger = op("sub", List.of(x, dropped));
    assertFalse(same(x, larger));
    assertFalse(same(dropped, larger));
    assertTrue(same(larger, op("exp", List.of(larger))));
    assertFalse(same(larger, op("sub", List.of(x, dropped))));
  }

  /** What is said to be the same is the same for operands of each shape. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "3", "0", "2x1", "1x1", "2x3", "3x3", "2x1x3", "3x3x3", "1x2x1", "0x2"})
  void whatIsSureHoldsForEachShape(String text) {
    List<Dim> operands =
        text.isEmpty()
            ? List.of()
            : Stream.of(text.split("x")).map(size -> Dim.of(Long.parseLong(size))).toList();
    int compared = 0;
    for (int seed = 0; seed < 200; seed++) {
      nodes.clear();
      randomOps(new Random(seed));
      Method line = line();
      AlikeShapes sure = new AlikeShapes(line);
      ShapeInference.Result found = ShapeInference.infer(line, new OfParameters(operands));
      for (Map.Entry<Value, List<Dim>> a : found.shapes().entrySet()) {
        for (Map.Entry<Value, List<Dim>> b : found.shapes().entrySet()) {
          if (sure.same(a.getKey(), b.getKey()) && !a.getKey().equals(b.getKey())) {
            assertEquals(a.getValue(), b.getValue(), "seed %d: %s".formatted(seed, nodes));
            compared++;
          }
        }
      }
    }
    assertTrue(compared > 1000, () -> "few values are known of operands of shape " + text);
  }

  private void randomOps(Random random) {
    List<Value> values = new ArrayList<>(List.of(x, y));
    for (int i = 0; i < 8; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value b = values.get(random.nextInt(values.size()));
      long dim = random.nextInt(3) - 2L;
      values.add(
          switch (random.nextInt(7)) {
            case 0 -> op("mul", List.of(a, b));
            case 1 -> op("where", List.of(op("lt", List.of(a, b)), b, a));
            case 2 -> op("exp", List.of(a));
            case 3 -> op("softmax", List.of(a), dim);
            case 4 -> op("sumDim", List.of(a), dim, 0);
            case 5 -> op("logsumexp", List.of(a), dim, 1);
            default -> op("varDim", List.of(a), dim, 1, random.nextInt(2));
          });
    }
  }

  private record OfParameters(List<Dim> shape) implements ShapeFacts {
    @Override
    public Optional<List<Dim>> shape(Value object, Member member) {
      return Optional.empty();
    }

    @Override
    public Optional<Dim> value(Value object, Member member) {
      return Optional.empty();
    }

    @Override
    public Optional<List<Dim>> parameter(int index) {
      return Optional.of(shape);
    }
  }

  @Test
  void theReverseSweepIsKnownToo() {
    Value kept = op("sumDim", List.of(x), -1, 1);
    op("mul", List.of(op("div", List.of(y, kept)), x));
    Method line = line();
    AlikeShapes shapes = new AlikeShapes(line);
    Sweeps sweeps = Reverse.differentiate(line, shapes::same);
    shapes.addReverse(sweeps);
    assertTrue(shapes.same(x, sweeps.cotangent()));
    List<Node.Apply> sums = new ArrayList<>();
    for (Step step : sweeps.reverse()) {
      if (step instanceof Step.Compute(Node.Apply node, String _)
          && node.op().name().equals("sumTo")) {
        sums.add(node);
      } else if (step instanceof Step.Contribute(int _, Value gradient, Span _)) {
        assertTrue(shapes.same(x, gradient), gradient::name);
      }
    }
    assertEquals(1, sums.size(), "only the sums of rows are summed to");
    assertTrue(shapes.same(kept, sums.getFirst().results().getFirst()));
  }
}
