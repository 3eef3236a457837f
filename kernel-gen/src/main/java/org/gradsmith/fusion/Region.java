/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradsmith.fusion.RegionValues.Pending;
import org.gradsmith.fusion.RegionValues.Total;
import org.gradsmith.fusion.RegionValues.Use;
import org.gradsmith.fusion.RowMembers.Level;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan;
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

  private final ShapeFacts shapes;
  private final TreeMap<Integer, Step.Compute> members = new TreeMap<>();
  private final RegionValues values = new RegionValues();

  /** Of a region with steps over rows. */
  private final @Nullable RowMembers rows;

  private @Nullable Attr dim;
  private boolean open;

  private Region(Collection<Step.Compute> steps, ShapeFacts shapes) {
    this.shapes = shapes;
    this.rows = RowMembers.among(steps, shapes);
  }

  /** One step. */
  static Region of(Step.Compute step, int index, ShapeFacts shapes) {
    Region region = new Region(List.of(step), shapes);
    if (!region.add(step, index)) {
      throw new IllegalStateException("no kernel can run " + step);
    }
    return region;
  }

  /** All steps of some regions in one, if a kernel can run them. */
  static Optional<Region> union(Collection<Region> regions) {
    SortedMap<Integer, Step.Compute> all = new TreeMap<>();
    regions.forEach(region -> all.putAll(region.members));
    Region union = new Region(all.values(), regions.iterator().next().shapes);
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

  /** Whether its steps are better run one by one, as ops. */
  boolean isTrivial() {
    long computing =
        members.values().stream().filter(step -> step.node().op() != Reductions.SUM_TO).count();
    if (rows != null) {
      return computing == 1;
    }
    // By itself, a broadcasting op is as good as a kernel.
    return open && (members.size() == 1 || computing == 0);
  }

  boolean makes(Value value) {
    return values.makes(value);
  }

  /** Whether the value's elements can be used inside the region. */
  boolean hasElementsOf(Value value) {
    return values.hasElementsOf(value);
  }

  /** The values that make the shapes to which those of its values are summed that others read. */
  Set<Value> targets(Set<Value> read) {
    return values.pending.entrySet().stream()
        .filter(entry -> read.contains(entry.getKey()))
        .flatMap(entry -> Step.shapesRead(shapes.shape(entry.getValue().target())))
        .collect(Collectors.toSet());
  }

  /** Whether both read the elements of a value. */
  boolean sharesInputs(Region other) {
    return elementwise().anyMatch(value -> other.elementwise().anyMatch(value::equals));
  }

  private Stream<Value> elementwise() {
    return values.inputs().stream()
        .filter(
            use -> use.kind() == InputKind.FULL || use.kind() == OpenRowPlan.InputKind.BROADCAST)
        .map(Use::value);
  }

  /** Adds a step, unless a kernel cannot run it with the others. */
  private boolean add(Step.Compute step, int index) {
    if (step.node().operands().stream().anyMatch(values::isThereAtTheEnd)) {
      return false;
    }
    boolean added = rows == null ? addPointwise(step.node()) : addToRows(step.node(), rows);
    if (added) {
      members.put(index, step);
    }
    return added;
  }

  private boolean addToRows(Node.Apply node, RowMembers rows) {
    if (FusibleOps.channel(node).isPresent()) {
      return false;
    }
    if (RowOps.isRowOp(node)) {
      return rows.addRowOp(node, values);
    }
    if (FusibleOps.isTotal(node.op())) {
      return rows.addTotal(node, values);
    }
    boolean readsPending = node.operands().stream().anyMatch(values.pending::containsKey);
    if (!readsPending && node.op() != Reductions.SUM_TO) {
      return rows.addPointwise(node) && addElements(node);
    }
    Optional<Pending> summed = summed(node);
    boolean fits =
        node.operands().stream()
            .allMatch(v -> values.pending.containsKey(v) || isWholeOrReadsNoRow(node, v, rows));
    if (summed.isPresent() && fits) {
      values.pending.put(node.results().getFirst(), summed.get());
      return true;
    }
    return false;
  }

  /** Terms of sums are over the full shape; what they are multiplied with may be smaller. */
  private static boolean isWholeOrReadsNoRow(Node.Apply node, Value operand, RowMembers rows) {
    Optional<Level> level = rows.level(operand);
    return level.equals(Optional.of(Level.WHOLE))
        || (node.op() != Reductions.SUM_TO && level.equals(Optional.of(Level.WITHIN)));
  }

  private boolean addElements(Node.Apply node) {
    values.elements.put(node.results().getFirst(), elementOf(node));
    return true;
  }

  /**
   * A number is made of elements at all places. That of a sum to a shape is the sum of its terms.
   */
  private boolean addTotal(Node.Apply node) {
    boolean isMean = node.op() == Reductions.MEAN;
    boolean readsPending = values.pending.containsKey(node.operands().getFirst());
    if ((isMean && readsPending) || (dim != null && !dim.equals(LAST))) {
      return false;
    }
    open = true;
    values.totals.put(node.results().getFirst(), new Total(element(node, 0), isMean));
    return true;
  }

  private boolean addPointwise(Node.Apply node) {
    if (FusibleOps.isTotal(node.op())) {
      return addTotal(node);
    }
    Attr stepDim = FusibleOps.channel(node).orElse(null);
    if (dim != null && stepDim != null && !dim.equals(stepDim)) {
      return false;
    }
    Optional<Pending> summed = summed(node);
    boolean readsPending = node.operands().stream().anyMatch(values.pending::containsKey);
    if (summed.isEmpty() && (readsPending || node.op() == Reductions.SUM_TO)) {
      return false;
    }
    dim = stepDim == null ? dim : stepDim;
    open |= summed.isPresent() || (FusibleOps.broadcasts(node) && !shapes.allSame(node.operands()));
    if (open && dim != null && !dim.equals(LAST)) {
      return false;
    }
    Value result = node.results().getFirst();
    if (summed.isPresent()) {
      values.pending.put(result, summed.get());
    } else if (node.op() == Reductions.SUM_EXCEPT) {
      values.sums.put(result, element(node, 0));
    } else {
      values.elements.put(result, elementOf(node));
    }
    return true;
  }

  private Scalar elementOf(Node.Apply node) {
    List<Scalar> operands = new ArrayList<>(); // inputs stand in the order of the op's operands
    for (int i = 0; i < node.operands().size(); i++) {
      operands.add(element(node, i));
    }
    return RegionValues.applied(node.op().expression().orElseThrow(), node, operands);
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
            .filter(i -> values.pending.containsKey(node.operands().get(i)))
            .boxed()
            .collect(Collectors.toSet());
    if (open.isEmpty() || FusibleOps.channel(node).isPresent()) {
      return Optional.empty();
    }
    Value target =
        node.operands().stream()
            .flatMap(operand -> Optional.ofNullable(values.pending.get(operand)).stream())
            .map(Pending::target)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < node.operands().size(); i++) {
      Pending operand = values.pending.get(node.operands().get(i));
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
    List<Use> inputs = values.inputs();
    return IntStream.range(0, inputs.size())
        .filter(read::contains)
        .mapToObj(i -> inputs.get(i).value())
        .filter(value -> !shapes.within(value, target))
        .collect(Collectors.toSet());
  }

  private Optional<Pending> sumTo(Node.Apply node, Value target) {
    Pending inside = values.pending.get(node.operands().getFirst());
    if (inside != null && !shapes.within(target, inside.target())) {
      return Optional.empty();
    }
    return Optional.of(new Pending(inside == null ? element(node, 0) : inside.terms(), target));
  }

  private Scalar element(Node.Apply node, int operand) {
    return values.element(
        node,
        operand,
        rows == null
            ? new Use(node.operands().get(operand), FusibleOps.kind(node.op(), operand))
            : RowMembers.use(node, operand));
  }

  /** Names of the ops of the user's method that the members belong to, each once, in order. */
  List<String> origins() {
    return members.values().stream().map(Step.Compute::origin).distinct().toList();
  }

  Span span() {
    return members.lastEntry().getValue().span();
  }

  /**
   * Whether a kernel can tell from its inputs over which shape it runs.
   *
   * @param readOutside the values of the region that others read
   */
  boolean knowsItsShape(Set<Value> readOutside) {
    return rows == null || rows.tellsShape(made(readOutside), values);
  }

  /** The kernel, which makes those of the region's values that are read outside. */
  Step.RunKernel kernel(Set<Value> readOutside, String name) {
    List<Value> made = made(readOutside);
    List<Attr> targets = new ArrayList<>();
    for (Value value : made) {
      Pending sum = values.pending.get(value);
      if (sum != null) {
        targets.add(shapes.shape(sum.target()));
      }
    }
    FusedPlan plan =
        rows == null
            ? RegionPlans.pointwise(values, name, made, open)
            : RegionPlans.overRows(values, rows, name, made);
    Attr along = rows == null ? dim : rows.dim();
    return new Step.RunKernel(
        plan,
        along == null ? new Attr.Literal(0) : along,
        targets,
        values.inputs().stream().map(Use::value).toList(),
        made,
        span());
  }

  /** The values that others read: elements, sums to shapes, sums along channels, numbers. */
  private List<Value> made(Set<Value> readOutside) {
    return Stream.of(values.elements, values.pending, values.sums, values.totals)
        .flatMap(made -> made.keySet().stream())
        .filter(readOutside::contains)
        .toList();
  }
}
