/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.reference.ScalarInterpreter;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;
import org.jspecify.annotations.Nullable;

/** What sweeps compute, step by step in double: of ops, or of the kernels in their place. */
final class SweepRun {
  /** A tensor. */
  @SuppressWarnings("ArrayRecordComponent") // of tests, which do not change it
  record Tensor(Shape shape, double[] elements) {}

  private final Map<Value, Tensor> values = new HashMap<>();
  private final List<double @Nullable []> gradients = new ArrayList<>();
  private double largest;

  private SweepRun() {}

  /**
   * Runs both sweeps.
   *
   * @param parameters in the order of the method's
   * @param cotangent the gradient of the result
   */
  static SweepRun of(Sweeps sweeps, List<Tensor> parameters, Tensor cotangent) {
    SweepRun run = new SweepRun();
    for (Tensor parameter : parameters) {
      run.values.put(sweeps.operands().get(run.gradients.size()), parameter);
      run.gradients.add(null);
    }
    sweeps.forward().forEach(run::step);
    run.values.put(sweeps.cotangent(), cotangent);
    sweeps.reverse().forEach(run::step);
    return run;
  }

  Tensor value(Value value) {
    return Objects.requireNonNull(values.get(value), () -> value + " has not been computed");
  }

  /** The gradient of each parameter; null where nothing flowed. */
  List<double @Nullable []> gradients() {
    return gradients;
  }

  /** The largest finite number of all sums and products on the way. */
  double largest() {
    return largest;
  }

  /** The shape of a value that was computed. */
  Shape shape(Value value) {
    return value(value).shape();
  }

  private void step(Step step) {
    switch (step) {
      case Step.Compute(Node.Apply node, String _) when node.op().rows().isPresent() -> rows(node);
      case Step.Compute(Node.Apply node, String _) -> put(node.results().getFirst(), apply(node));
      case Step.RunKernel kernel -> run(kernel);
      case Step.Contribute(int operand, Value gradient, var _) ->
          contribute(operand, value(gradient).elements());
      case Step.CallModule _, Step.ReverseModule _ ->
          throw new IllegalArgumentException("random methods call no modules");
    }
  }

  private void put(Value value, Tensor tensor) {
    values.put(value, tensor);
    for (double element : tensor.elements()) {
      if (Double.isFinite(element)) {
        largest = Math.max(largest, Math.abs(element));
      }
    }
  }

  private void contribute(int operand, double[] gradient) {
    double[] before = gradients.get(operand);
    double[] sum = gradient.clone();
    for (int i = 0; before != null && i < sum.length; i++) {
      sum[i] += before[i];
    }
    gradients.set(operand, sum);
  }

  private Tensor apply(Node.Apply node) {
    List<Tensor> operands = node.operands().stream().map(this::value).toList();
    if (node.op() == Reductions.SUM_TO) {
      return summed(operands.getFirst(), shapeOf(node.attributes().getFirst()));
    }
    if (node.op() == Reductions.SUM_EXCEPT) {
      Tensor x = operands.getFirst();
      return summed(x, x.shape().along(1 << dim(node.attributes().getFirst())));
    }
    if (node.op() == Reductions.SUM || node.op() == Reductions.MEAN) {
      return total(operands.getFirst(), node.op() == Reductions.MEAN);
    }
    if (node.op() == Reductions.DIVIDE_BY_COUNT) {
      double count = shapeOf(node.attributes().getFirst()).count();
      Scalar share = Scalar.div(Scalar.operand(0), Scalar.constant(count));
      return elements(operands.getFirst().shape(), share, operands);
    }
    if (node.op() == Views.EXPAND_DIM || node.op() == Views.EXPAND) {
      return elements(shapeOf(node.attributes().getFirst()), Scalar.operand(0), operands);
    }
    if (node.op() == RowReductions.DIVIDE_BY_SIZE) {
      Shape whole = shapeOf(node.attributes().getFirst());
      double size = whole.size(dim(node.attributes().get(1)));
      Scalar share = Scalar.div(Scalar.operand(0), Scalar.constant(size));
      return elements(operands.getFirst().shape(), share, operands);
    }
    Scalar expression =
        node.op()
            .expression()
            .orElseThrow(() -> new IllegalArgumentException(node.op() + " is not pointwise"))
            .mapLeaves(leaf ->
                leaf instanceof Scalar.Attribute(int index)
                    ? Scalar.constant(number(node.attributes().get(index)))
                    : leaf);
    List<Tensor> shaping = node.op() == Pointwise.ADD_BIAS ? operands.subList(0, 1) : operands;
    return elements(Shape.of(shaping.stream().map(Tensor::shape).toList()), expression, operands);
  }

  private void rows(Node.Apply node) {
    RowPlan plan = RowPlan.of(node.op());
    List<Tensor> operands = node.operands().stream().map(this::value).toList();
    Shape full =
        IntStream.range(0, operands.size())
            .filter(i -> plan.inputs().get(i).place() == Place.FULL)
            .mapToObj(i -> operands.get(i).shape())
            .findFirst()
            .orElseThrow();
    List<Double> numbers = node.attributes().stream().map(SweepRun::number).toList();
    boolean saysDim = node.op().attributes().getFirst().name().equals("dim");
    int dim = saysDim ? dim(node.attributes().getFirst()) : 2;
    put(node.results(), new RowValues(full, dim).outputs(plan, operands, numbers));
  }

  private void put(List<Value> made, List<Tensor> tensors) {
    for (int i = 0; i < made.size(); i++) {
      put(made.get(i), tensors.get(i));
    }
  }

  private static double number(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal(long value) -> value;
      case Attr.Number(double value) -> value;
      default -> throw new IllegalArgumentException(attribute.toString());
    };
  }

  /** The dimension an attribute names. */
  static int dim(Attr attribute) {
    return Math.floorMod(((Attr.Literal) attribute).value(), 3);
  }

  /** The shape an attribute is. */
  Shape shapeOf(Attr attribute) {
    return Shape.of(Step.shapesRead(attribute).map(this::shape).toList());
  }

  private static Tensor elements(Shape space, Scalar expression, List<Tensor> operands) {
    ScalarGraph graph = ScalarGraph.of(List.of(expression));
    double[] elements = new double[space.count()];
    for (int i = 0; i < elements.length; i++) {
      List<Number> at = new ArrayList<>();
      for (Tensor operand : operands) {
        at.add(operand.elements()[operand.shape().at(space, i)]);
      }
      elements[i] =
          new ScalarInterpreter(DType.FLOAT64, at, List.of(), false)
              .evaluate(graph)
              .getFirst()
              .doubleValue();
    }
    return new Tensor(space, elements);
  }

  private static Tensor total(Tensor x, boolean isMean) {
    double sum = Arrays.stream(x.elements()).sum();
    return new Tensor(Shape.ONE, new double[] {isMean ? sum / x.elements().length : sum});
  }

  private static Tensor summed(Tensor x, Shape target) {
    double[] sums = new double[target.count()];
    Arrays.fill(sums, 0);
    for (int i = 0; i < x.elements().length; i++) {
      sums[target.at(x.shape(), i)] += x.elements()[i];
    }
    return new Tensor(target, sums);
  }

  private void run(Step.RunKernel kernel) {
    switch (kernel.plan()) {
      case KernelPlan pointwise -> put(kernel.outputs(), run(kernel, pointwise));
      case OpenRowPlan rows -> put(kernel.outputs(), run(kernel, rows));
    }
  }

  /** By its meaning: all shapes are those to which what is read broadcasts. */
  private List<Tensor> run(Step.RunKernel kernel, OpenRowPlan plan) {
    int dim = dim(kernel.dim());
    List<Tensor> operands = new ArrayList<>();
    kernel.inputs().forEach(input -> operands.add(value(input)));
    Scalar varying =
        plan.reductions().stream()
            .map(Reduction::term)
            .filter(term -> !(term instanceof Scalar.Constant))
            .findFirst()
            .orElse(Scalar.constant(0));
    for (Reduction reduction : plan.reductions()) {
      Tensor terms = broadcast(reduction.term(), operands);
      if (reduction.term() instanceof Scalar.Constant(double constant)) { // it counts
        Shape space = broadcast(varying, operands).shape();
        double[] all = new double[space.count()];
        Arrays.fill(all, constant);
        terms = new Tensor(space, all);
      }
      RowPlan fold =
          new RowPlan(
              "fold",
              List.of(RowPlan.Input.of("x", Place.FULL)),
              List.of(new Reduction("r", reduction.fold(), Scalar.operand(0))),
              List.of(new Result("y", Target.ROW, Scalar.operand(1))));
      operands.addAll(new RowValues(terms.shape(), dim).outputs(fold, List.of(terms), List.of()));
    }
    int targets = 0;
    List<Tensor> made = new ArrayList<>();
    for (OpenRowPlan.Output output : plan.outputs()) {
      Tensor terms = broadcast(output.expression(), operands);
      made.add(
          switch (output.kind()) {
            case FULL, ROW, ROW_KEPT -> terms;
            case COLUMN_SUM -> summed(terms, terms.shape().along(1 << dim));
            case SUM_TO -> summed(terms, shapeOf(kernel.targets().get(targets++)));
            case SUM -> total(terms, false);
            case MEAN -> total(terms, true);
          });
    }
    return made;
  }

  private static Tensor broadcast(Scalar expression, List<Tensor> operands) {
    List<Shape> shapes =
        ScalarGraph.of(List.of(expression)).operands().stream()
            .map(i -> operands.get(i).shape())
            .toList();
    return elements(Shape.of(shapes), expression, operands);
  }

  private List<Tensor> run(Step.RunKernel kernel, KernelPlan plan) {
    int targets = 0;
    List<Tensor> made = new ArrayList<>();
    for (int i = 0; i < plan.outputs().size(); i++) {
      Output output = plan.outputs().get(i);
      Tensor terms = terms(kernel, plan, i);
      made.add(
          switch (output.kind()) {
            case FULL -> terms;
            case CHANNEL_SUM -> summed(terms, terms.shape().along(1 << dim(kernel.dim())));
            case SUM_TO -> summed(terms, shapeOf(kernel.targets().get(targets++)));
            case SUM -> total(terms, false);
            case MEAN -> total(terms, true);
            case CHANNEL_MEAN -> throw new IllegalStateException("no sweep asks for one");
          });
    }
    return made;
  }

  private Tensor terms(Step.RunKernel kernel, KernelPlan plan, int output) {
    List<Tensor> operands = new ArrayList<>();
    List<Shape> shaping = new ArrayList<>();
    for (int k = 0; k < plan.inputs().size(); k++) {
      Value input = kernel.inputs().get(k);
      boolean read = plan.reads(output).contains(k);
      operands.add(read ? value(input) : new Tensor(Shape.ONE, new double[1]));
      if (read && plan.inputs().get(k).kind() != InputKind.CHANNEL) {
        shaping.add(value(input).shape());
      }
    }
    return elements(Shape.of(shaping), plan.outputs().get(output).expression(), operands);
  }
}
