/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.sweep.Step;
import org.jspecify.annotations.Nullable;

/**
 * Steps that one kernel runs, at the place of the last of them.
 *
 * <p>Elements of all values are computed at the places of the full tensor, to which all inputs
 * broadcast. What the reverse sweep sums down to the shape of a broadcast operand is summed when it
 * leaves the kernel: until then only what is linear in it is computed from it, and only with values
 * that are the same along the dimensions to be summed.
 */
final class Region {
  /** Channels along it are the same in a tensor and in what it is broadcast to. */
  private static final Attr LAST = new Attr.Literal(-1);

  private record Use(Value value, InputKind kind) {}

  /** A value whose elements have still to be summed to the shape of another value. */
  private record Pending(Scalar terms, Value target) {}

  private final ShapeFacts shapes;
  private final TreeMap<Integer, Step.Compute> members = new TreeMap<>();
  private final Map<Use, Integer> inputs = new LinkedHashMap<>();
  private final List<String> inputNames = new ArrayList<>();
  private final Map<Value, Scalar> elements = new LinkedHashMap<>();
  private final Map<Value, Pending> pending = new LinkedHashMap<>();
  private final Map<Value, Scalar> sums = new LinkedHashMap<>();
  private final Names names = new Names();
  private @Nullable Attr dim;
  private boolean open;

  private Region(ShapeFacts shapes) {
    this.shapes = shapes;
  }

  /** One step. */
  static Region of(Step.Compute step, int index, ShapeFacts shapes) {
    Region region = new Region(shapes);
    if (!region.add(step, index)) {
      throw new IllegalStateException("no kernel can run " + step);
    }
    return region;
  }

  /** All steps of some regions in one, if a kernel can run them. */
  static Optional<Region> union(Collection<Region> regions) {
    SortedMap<Integer, Step.Compute> all = new TreeMap<>();
    regions.forEach(region -> all.putAll(region.members));
    Region union = new Region(regions.iterator().next().shapes);
    for (Map.Entry<Integer, Step.Compute> member : all.entrySet()) {
      if (!union.add(member.getValue(), member.getKey())) {
        return Optional.empty();
      }
    }
    return Optional.of(union);
  }

  int first() {
    return members.firstKey();
  }

  int last() {
    return members.lastKey();
  }

  Set<Integer> indices() {
    return members.keySet();
  }

  /** Its steps, in order. */
  List<Step.Compute> steps() {
    return List.copyOf(members.values());
  }

  /** Whether it does more than to sum to the shapes of operands. */
  boolean computes() {
    return members.values().stream().anyMatch(step -> step.node().op() != Reductions.SUM_TO);
  }

  /** Whether shapes at run time decide how inputs and outputs lie. */
  boolean isOpen() {
    return open;
  }

  boolean makes(Value value) {
    return elements.containsKey(value) || pending.containsKey(value) || sums.containsKey(value);
  }

  /** Whether the value's elements can be used inside the region. */
  boolean hasElementsOf(Value value) {
    return elements.containsKey(value) || pending.containsKey(value);
  }

  /** The values to whose shapes those of its values are summed that others read. */
  Set<Value> targets(Set<Value> read) {
    return pending.entrySet().stream()
        .filter(entry -> read.contains(entry.getKey()))
        .map(entry -> entry.getValue().target())
        .collect(Collectors.toSet());
  }

  /** Whether both read the elements of a value. */
  boolean sharesInputs(Region other) {
    return inputs.keySet().stream()
        .anyMatch(use -> use.kind() == InputKind.FULL && other.inputs.containsKey(use));
  }

  /** Adds a step, unless a kernel cannot run it with the others. */
  private boolean add(Step.Compute step, int index) {
    Node.Apply node = step.node();
    Attr stepDim = FusibleOps.channel(node).orElse(null);
    if (dim != null && stepDim != null && !dim.equals(stepDim)) {
      return false;
    }
    Optional<Pending> summed = summed(node);
    boolean readsPending = node.operands().stream().anyMatch(pending::containsKey);
    if (summed.isEmpty() && (readsPending || node.op() == Reductions.SUM_TO)) {
      return false;
    }
    dim = stepDim == null ? dim : stepDim;
    open |= summed.isPresent() || (FusibleOps.broadcasts(node) && !shapes.allSame(node.operands()));
    if (open && dim != null && !dim.equals(LAST)) {
      return false;
    }
    members.put(index, step);
    Value result = node.results().getFirst();
    if (summed.isPresent()) {
      pending.put(result, summed.get());
    } else if (node.op() == Reductions.SUM_EXCEPT) {
      sums.put(result, element(node, 0));
    } else {
      elements.put(result, elementOf(node));
    }
    return true;
  }

  private Scalar elementOf(Node.Apply node) {
    for (int i = 0; i < node.operands().size(); i++) {
      element(node, i); // inputs stand in the order of the op's operands
    }
    return node.op().expression().orElseThrow().mapLeaves(leaf -> substitute(node, leaf));
  }

  /** The result as a sum that is still to be taken, if it is one and may be taken later. */
  private Optional<Pending> summed(Node.Apply node) {
    if (node.op() == Reductions.SUM_TO) {
      return node.attributes().getFirst() instanceof Attr.ShapeOf(Value target)
          ? sumTo(node, target)
          : Optional.empty();
    }
    Set<Integer> open =
        IntStream.range(0, node.operands().size())
            .filter(i -> pending.containsKey(node.operands().get(i)))
            .boxed()
            .collect(Collectors.toSet());
    if (open.isEmpty() || FusibleOps.channel(node).isPresent()) {
      return Optional.empty();
    }
    Value target =
        node.operands().stream()
            .flatMap(operand -> Optional.ofNullable(pending.get(operand)).stream())
            .map(Pending::target)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < node.operands().size(); i++) {
      Pending operand = pending.get(node.operands().get(i));
      if (operand == null
          ? !shapes.within(node.operands().get(i), target)
          : !shapes.same(operand.target(), target)) {
        return Optional.empty();
      }
    }
    if (!overOneShape(node, open, target)) {
      return Optional.empty();
    }
    return Linear.in(node.op().expression().orElseThrow(), open)
        ? Optional.of(new Pending(elementOf(node), target))
        : Optional.empty();
  }

  /**
   * Whether the terms of all open operands are summed over one shape. Terms over a smaller shape
   * must not be added to others, for they would be summed more than once.
   */
  private boolean overOneShape(Node.Apply node, Set<Integer> open, Value target) {
    List<Set<Value>> shapings = open.stream().map(i -> shaping(node, i, target)).toList();
    return shapings.stream().allMatch(a -> shapings.stream().allMatch(b -> covers(a, b)));
  }

  /** Whether a tensor to which some values broadcast holds all others as well. */
  private boolean covers(Set<Value> values, Set<Value> others) {
    return others.stream()
        .allMatch(other -> values.stream().anyMatch(value -> shapes.within(other, value)));
  }

  /** The inputs that make the shape over which an operand's terms are summed, the target aside. */
  private Set<Value> shaping(Node.Apply node, int operand, Value target) {
    Set<Integer> read = ScalarGraph.of(List.of(element(node, operand))).operands();
    return inputs.entrySet().stream()
        .filter(entry -> read.contains(entry.getValue()))
        .map(entry -> entry.getKey().value())
        .filter(value -> !shapes.within(value, target))
        .collect(Collectors.toSet());
  }

  private Optional<Pending> sumTo(Node.Apply node, Value target) {
    Pending inside = pending.get(node.operands().getFirst());
    if (inside != null && !shapes.within(target, inside.target())) {
      return Optional.empty();
    }
    return Optional.of(new Pending(inside == null ? element(node, 0) : inside.terms(), target));
  }

  private Scalar substitute(Node.Apply node, Scalar leaf) {
    return switch (leaf) {
      case Scalar.Operand(int index) -> element(node, index);
      case Scalar.Attribute(int index) ->
          Scalar.constant(FusibleOps.number(node.attributes().get(index)).orElseThrow());
      case Scalar.Constant _, Scalar.Unary _, Scalar.Binary _, Scalar.IfLess _, Scalar.IfEqual _ ->
          leaf;
    };
  }

  private Scalar element(Node.Apply node, int operand) {
    Value value = node.operands().get(operand);
    Scalar inside = elements.get(value);
    if (inside != null) {
      return inside;
    }
    Pending sum = pending.get(value);
    if (sum != null) {
      return sum.terms();
    }
    Use use = new Use(value, FusibleOps.kind(node.op(), operand));
    return Scalar.operand(inputs.computeIfAbsent(use, _ -> name(node.op(), operand)));
  }

  private int name(Op op, int operand) {
    inputNames.add(names.fresh(op.operands().get(operand).name()));
    return inputNames.size() - 1;
  }

  /** Names of the ops of the user's method that the members belong to, each once, in order. */
  List<String> origins() {
    return members.values().stream().map(Step.Compute::origin).distinct().toList();
  }

  Span span() {
    return members.lastEntry().getValue().span();
  }

  /** The kernel, which makes those of the region's values that are read outside. */
  Step.RunKernel kernel(Set<Value> readOutside, String name) {
    List<Input> planInputs = new ArrayList<>();
    List<Value> inputValues = new ArrayList<>();
    inputs.forEach((use, index) -> {
      boolean full = use.kind() == InputKind.FULL;
      planInputs.add(
          new Input(
              inputNames.get(index),
              full && open ? InputKind.BROADCAST : use.kind(),
              use.kind() == InputKind.CHANNEL && use.value().isOptional()));
      inputValues.add(use.value());
    });
    List<Output> planOutputs = new ArrayList<>();
    List<Value> outputValues = new ArrayList<>();
    List<Attr> targets = new ArrayList<>();
    elements.forEach((value, expression) -> {
      if (readOutside.contains(value)) {
        planOutputs.add(Output.full(names.fresh("out"), expression));
        outputValues.add(value);
      }
    });
    pending.forEach((value, sum) -> {
      if (readOutside.contains(value)) {
        planOutputs.add(Output.sumTo(names.fresh("sum"), sum.terms()));
        outputValues.add(value);
        targets.add(new Attr.ShapeOf(sum.target()));
      }
    });
    sums.forEach((value, terms) -> {
      if (readOutside.contains(value)) {
        planOutputs.add(Output.channelSum(names.fresh("sum"), terms));
        outputValues.add(value);
      }
    });
    return new Step.RunKernel(
        new KernelPlan(name, planInputs, planOutputs),
        dim == null ? new Attr.Literal(0) : dim,
        targets,
        inputValues,
        outputValues,
        span());
  }
}
