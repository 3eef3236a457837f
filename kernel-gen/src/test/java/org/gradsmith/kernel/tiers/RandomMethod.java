/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.ir.pass.DropUnused;
import org.gradsmith.kernel.cuda.CudaWriter;

/**
 * A straight-line method over tensors that broadcast, from a seed.
 *
 * @param method pointwise ops, biases along a dimension, ops over rows, sums and means
 * @param shapes of its values
 */
record RandomMethod(Method method, Map<Value, Shape> shapes) {
  private static final long[] SIZES = {1, 2, 3, 5, 17};

  /** Ops that keep moderate numbers moderate, which most steps are. */
  private static final List<Op> TAME =
      List.of("add", "sub", "mul", "relu", "sigmoid", "tanh", "mulScalar", "addScalar", "maximum")
          .stream()
          .flatMap(name -> OpTable.find(name).stream())
          .toList();

  /** All ops that work element by element on numbers, and give numbers. */
  private static final List<Op> POINTWISE =
      OpTable.all().stream().filter(op -> op.isElementwise() && onNumbers(op)).toList();

  private static final List<Op> CONDITIONS =
      POINTWISE.stream().filter(op -> op.results().getFirst() == DTypeRule.BOOL).toList();

  /** Ops that no kernel runs, so that the kernels around them end there. */
  private static final List<Op> BARRIERS =
      POINTWISE.stream().filter(op -> !CudaWriter.writes(op.expression().orElseThrow())).toList();

  /** Ops over rows that say along which dimension rows lie, and keep it. */
  private static final List<Op> ROWS =
      Stream.of("softmax", "logSoftmax", "sumDim", "meanDim", "logsumexp", "varDim")
          .map(name -> OpTable.find(name).orElseThrow())
          .toList();

  private static boolean onNumbers(Op op) {
    boolean hasOrder = op.attributes().stream().anyMatch(a -> a.name().equals("order"));
    return !op.name().startsWith("bitwise") && !hasOrder;
  }

  /** The shape of a value of the method. */
  Shape shape(Value value) {
    return Objects.requireNonNull(shapes.get(value), value::name);
  }

  static RandomMethod of(long seed) {
    return new Draft(new Random(seed)).method();
  }

  private static final class Draft {
    private final Random random;
    private final Shape whole;
    private final List<Value> parameters = new ArrayList<>();
    private final List<Node> body = new ArrayList<>();
    private final Map<Value, Shape> shapes = new LinkedHashMap<>();
    private final List<Value> numbers = new ArrayList<>();
    private final List<Value> conditions = new ArrayList<>();
    private final int bias;

    /** Along which rows lie; none of them in most methods. */
    private final long rows;

    private final boolean hasRows;

    Draft(Random random) {
      this.random = random;
      this.whole = new Shape(size(), size(), size());
      int count = 2 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        parameter("p" + i, i == 0 && random.nextInt(4) > 0 ? 7 : mask());
      }
      this.bias = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
      this.hasRows = random.nextInt(5) < 2;
      this.rows = random.nextInt(3) > 0 ? -1 : random.nextInt(3);
      if (bias != 0) {
        parameter("bias", 1 << bias);
        numbers.removeLast();
      }
    }

    private long size() {
      return SIZES[random.nextInt(SIZES.length)];
    }

    /** Mostly what kernels know how to lay: all, the last dimensions, one dimension, or nothing. */
    private int mask() {
      int[] masks = {7, 7, 4, 4, 6, 2, 1, 0, 5, 3};
      return masks[random.nextInt(masks.length)];
    }

    private void parameter(String name, int mask) {
      Value value = Value.tensor(name);
      parameters.add(value);
      numbers.add(value);
      shapes.put(value, whole.along(mask));
    }

    RandomMethod method() {
      int steps = 3 + random.nextInt(10);
      for (int i = 0; i < steps; i++) {
        step();
      }
      if (numbers.getLast().equals(parameters.getLast()) || body.isEmpty()) {
        apply(Pointwise.ADD, List.of(numbers.getFirst(), numbers.getLast()), List.of());
      }
      Value result = numbers.getLast();
      List<String> shapesOfParameters = parameters.stream().map(_ -> "").toList();
      Method method =
          new Method(
              "random.Graph",
              "run",
              Optional.empty(),
              parameters,
              shapesOfParameters,
              body,
              result,
              Span.NONE);
      return new RandomMethod(DropUnused.apply(method), shapes);
    }

    private void step() {
      int choice = random.nextInt(10);
      Value x = number();
      if (choice == 0
          && bias != 0
          && Objects.requireNonNull(shapes.get(x)).size(bias) == whole.size(bias)) {
        long dim = bias == 2 ? -1 : 1;
        apply(Pointwise.ADD_BIAS, List.of(x, parameters.getLast()), List.of(new Attr.Literal(dim)));
        return;
      }
      if (hasRows && random.nextInt(3) == 0) {
        overRows(x);
        return;
      }
      if (random.nextInt(12) == 0) {
        Op total = random.nextBoolean() ? Reductions.SUM : Reductions.MEAN;
        apply(total, List.of(x), List.of(), Shape.ONE);
        return;
      }
      List<Op> from =
          switch (choice) {
            case 7, 8 -> POINTWISE;
            case 9 -> CONDITIONS;
            default -> random.nextInt(6) == 0 ? BARRIERS : TAME;
          };
      Op op = from.get(random.nextInt(from.size()));
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < op.operands().size(); i++) {
        boolean condition = !op.operand(i).promotes();
        if (condition && conditions.isEmpty()) {
          return; // a step less
        }
        operands.add(condition ? conditions.get(random.nextInt(conditions.size())) : number());
      }
      if (op == Pointwise.MASK_POSITIVE) {
        operands.set(1, operands.getFirst());
      }
      apply(op, operands, attributes(op));
    }

    private void overRows(Value x) {
      Shape shape = Objects.requireNonNull(shapes.get(x));
      List<Value> columns =
          parameters.stream().filter(p -> shape.along(4).equals(shapes.get(p))).toList();
      if (rows == -1 && columns.size() >= 2 && random.nextInt(3) == 0) {
        List<Value> operands = List.of(x, columns.getFirst(), columns.getLast());
        apply(LayerNorms.LAYER_NORM, operands, List.of(new Attr.Number(1e-5)), shape);
        return;
      }
      Op op = ROWS.get(random.nextInt(ROWS.size()));
      List<Attr> attributes = new ArrayList<>();
      boolean keeps = false;
      for (AttributeSpec spec : op.attributes()) {
        keeps |= spec.name().equals("keepDim");
        attributes.add(
            switch (spec.name()) {
              case "dim" -> new Attr.Literal(rows);
              case "keepDim" -> new Attr.Literal(1);
              default -> new Attr.Number(0.5);
            });
      }
      int along = SweepRun.dim(new Attr.Literal(rows));
      apply(op, List.of(x), attributes, keeps ? shape.along(7 & ~(1 << along)) : shape);
    }

    /** The latest values more often than others, so that chains come about. */
    private Value number() {
      int back = Math.min(random.nextInt(numbers.size()), random.nextInt(numbers.size()));
      return numbers.get(numbers.size() - 1 - back);
    }

    private List<Attr> attributes(Op op) {
      if (op.attributes().isEmpty()) {
        return List.of();
      }
      List<Sample> samples = op.samples();
      List<Object> values = samples.get(random.nextInt(samples.size())).attributes();
      List<Attr> attributes = new ArrayList<>();
      for (AttributeSpec _ : op.attributes()) {
        Object value = values.get(attributes.size());
        attributes.add(
            value instanceof Long number
                ? new Attr.Literal(number)
                : new Attr.Number(((Number) value).doubleValue()));
      }
      return attributes;
    }

    private void apply(Op op, List<Value> operands, List<Attr> attributes) {
      boolean isBias = op == Pointwise.ADD_BIAS;
      List<Value> read = isBias ? operands.subList(0, 1) : operands;
      apply(op, operands, attributes, Shape.of(read.stream().map(shapes::get).toList()));
    }

    private void apply(Op op, List<Value> operands, List<Attr> attributes, Shape shape) {
      Value result = Value.tensor("v" + body.size());
      body.add(new Node.Apply(op, operands, attributes, List.of(result), Span.NONE));
      shapes.put(result, shape);
      boolean isCondition = op.results().getFirst() == DTypeRule.BOOL;
      (isCondition ? conditions : numbers).add(result);
    }
  }
}
