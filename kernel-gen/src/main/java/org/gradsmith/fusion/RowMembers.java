/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.fusion.RegionValues.Total;
import org.gradsmith.fusion.RegionValues.Use;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.sweep.Step;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of a region with steps over rows. All rows of a region lie along one
 * dimension of one full shape. What is computed with a value of that shape is taken to broadcast to
 * it: the call sees whether it does. Nothing else joins that is not sure to have the full shape, to
 * broadcast to it, or to have an element for each of its rows.
 */
final class RowMembers {
  /** How a value lies in the full shape. */
  enum Level {
    /** It has that shape. */
    WHOLE,
    /** It broadcasts to that shape, and depends on no row. */
    WITHIN,
    /** It has an element per row, and lacks their dimension. */
    ROW,
    /** It has an element per row, and size 1 along their dimension. */
    ROW_KEPT
  }

  private final ShapeFacts shapes;
  private final Attr dim;

  /** Values that have the full shape, by what steps over rows ask of them. */
  private final Set<Value> wholes = new LinkedHashSet<>();

  private final Map<Value, Level> levels = new HashMap<>();

  /** Values that are larger than the full shape if one that they are computed with is. */
  private final Set<Value> assumed = new HashSet<>();

  /** Values of which a kernel cannot tell the full shape: numbers that were spread over rows. */
  private final Set<Value> spread = new HashSet<>();

  private final List<Reduction> reductions = new ArrayList<>();

  private RowMembers(ShapeFacts shapes, Node.Apply first) {
    this.shapes = shapes;
    this.dim = RowOps.dim(first);
    this.wholes.addAll(RowOps.wholes(first));
  }

  /** Those of a region of some steps; null where none is over rows. */
  static @Nullable RowMembers among(Collection<Step.Compute> steps, ShapeFacts shapes) {
    return steps.stream()
        .map(Step.Compute::node)
        .filter(RowOps::isRowOp)
        .findFirst()
        .map(node -> new RowMembers(shapes, node))
        .orElse(null);
  }

  /** The dimension that rows lie along. */
  Attr dim() {
    return dim;
  }

  /** What is computed of each row, in terms that may read earlier ones. */
  List<Reduction> reductions() {
    return reductions;
  }

  /** Whether a value is sure to have the full shape. */
  boolean isWhole(Value value) {
    return wholes.stream().anyMatch(whole -> shapes.same(value, whole));
  }

  /** How a value lies, if that is sure. */
  Optional<Level> level(Value value) {
    Level inside = levels.get(value);
    if (inside != null) {
      return Optional.of(inside);
    }
    if (isWhole(value)) {
      return Optional.of(Level.WHOLE);
    }
    return isWithin(value) ? Optional.of(Level.WITHIN) : Optional.empty();
  }

  private boolean isWithin(Value value) {
    return wholes.stream().anyMatch(whole -> shapes.within(value, whole));
  }

  /** How an operand of a step is read that comes from outside of the region. */
  static Use use(Node.Apply node, int operand) {
    Value value = node.operands().get(operand);
    if (!RowOps.isRowOp(node)) {
      return new Use(value, InputKind.BROADCAST);
    }
    return switch (RowOps.place(node, operand)) {
      case FULL -> new Use(value, InputKind.BROADCAST);
      case ROW -> new Use(value, keepsDim(node) ? InputKind.BROADCAST : InputKind.ROW);
      case SCALAR -> new Use(value, InputKind.SCALAR);
      case COLUMN -> {
        double absent = node.op().rows().orElseThrow().operands().get(operand).absent();
        yield new Use(value, InputKind.COLUMN, absent);
      }
    };
  }

  /** How an input lies that has elements at the places of the full shape, if it is one. */
  InputKind kind(Use use) {
    if (use.kind() != InputKind.BROADCAST) {
      return (InputKind) use.kind();
    }
    if (isWhole(use.value())) {
      return InputKind.FULL;
    }
    return isWithin(use.value()) ? InputKind.BROADCAST : InputKind.WITHIN;
  }

  /** Adds a step over rows to the values of the region, unless its rows are others. */
  boolean addRowOp(Node.Apply node, RegionValues values) {
    boolean isSure = RowOps.wholes(node).stream().anyMatch(this::isSure);
    if (!accepts(node, values) || !(isSure || mayBeAssumed(node))) {
      return false;
    }
    if (isSure) {
      wholes.addAll(RowOps.wholes(node));
    } else {
      assumed.addAll(node.results());
    }
    List<Scalar> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      operands.add(values.element(node, i, use(node, i)));
    }
    if (RowOps.spreads(node)) {
      values.elements.put(node.results().getFirst(), operands.getFirst());
      levels.put(node.results().getFirst(), Level.WHOLE);
      spread.add(node.results().getFirst());
      return true;
    }
    RowExpression expression = node.op().rows().orElseThrow();
    for (Reduction reduction : expression.reductions()) {
      Scalar term = RegionValues.applied(reduction.term(), node, operands);
      operands.add(reduction(reduction.name(), reduction.fold(), term, values.names));
    }
    for (int i = 0; i < node.results().size(); i++) {
      Value value = node.results().get(i);
      Result result = expression.results().get(i);
      Scalar made = RegionValues.applied(result.expression(), node, operands);
      switch (result.target()) {
        case FULL -> {
          values.elements.put(value, made);
          levels.put(value, Level.WHOLE);
        }
        case ROW -> {
          values.elements.put(value, made);
          levels.put(value, keepsDim(node) ? Level.ROW_KEPT : Level.ROW);
        }
        case COLUMN_SUM -> values.sums.put(value, made);
      }
    }
    return true;
  }

  /**
   * Adds a sum or mean of all elements: what each row's are reduced to is reduced to a number
   * behind the pass. Of numbers of the rows, it is that of these.
   */
  boolean addTotal(Node.Apply node, RegionValues values) {
    Value operand = node.operands().getFirst();
    boolean isMean = node.op() == Reductions.MEAN;
    Level level = levels.get(operand);
    Scalar terms;
    if (level == Level.ROW || level == Level.ROW_KEPT) {
      terms = values.element(node, 0, use(node, 0));
    } else if (level(operand).equals(Optional.of(Level.WHOLE))
        && !values.pending.containsKey(operand)) {
      Scalar element = values.element(node, 0, use(node, 0));
      String name = isMean ? "mean" : "sum";
      terms = reduction(name, isMean ? Fold.MEAN : Fold.SUM, element, values.names);
    } else {
      return false;
    }
    values.totals.put(node.results().getFirst(), new Total(terms, isMean));
    return true;
  }

  /** What names a reduction, which is computed once. */
  private Scalar reduction(String name, Fold fold, Scalar term, Names names) {
    int index = indexOf(fold, term);
    if (index == reductions.size()) {
      reductions.add(new Reduction(names.fresh(name), fold, term));
    }
    return Scalar.operand(RegionValues.FIRST_REDUCTION + index);
  }

  /** The reduction that is computed already, or else the next one. */
  private int indexOf(Fold fold, Scalar term) {
    for (int k = 0; k < reductions.size(); k++) {
      if (reductions.get(k).fold() == fold) {
        List<Integer> roots = ScalarGraph.of(List.of(reductions.get(k).term(), term)).roots();
        if (roots.getFirst().equals(roots.getLast())) {
          return k;
        }
      }
    }
    return reductions.size();
  }

  private boolean accepts(Node.Apply node, RegionValues values) {
    if (!RowOps.dim(node).equals(dim)) {
      return false;
    }
    for (int i = 0; i < node.operands().size(); i++) {
      Value operand = node.operands().get(i);
      if (values.makes(operand) && !fits(RowOps.place(node, i), levels.get(operand), node)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether rows of a step may be longer or more than those of the region: each reduction runs over
   * its own terms then. These must tell how many they are, and their dimension must be the same
   * from the end, from which shapes are aligned.
   */
  private boolean mayBeAssumed(Node.Apply node) {
    boolean fromTheEnd = dim instanceof Attr.Literal(long number) && number < 0;
    return fromTheEnd
        && RowOps.wholes(node).stream().anyMatch(value -> levels.get(value) == Level.WHOLE)
        && !RowOps.spreads(node)
        && RowOps.readsAllTerms(node.op());
  }

  /** Whether a value has the full shape, whatever else is as large as it is taken to be. */
  private boolean isSure(Value value) {
    return isWhole(value) || (levels.get(value) == Level.WHOLE && !assumed.contains(value));
  }

  /** Whether a value that the region makes can be an operand of a step over rows. */
  private static boolean fits(Place place, @Nullable Level level, Node.Apply node) {
    return switch (place) {
      case FULL -> level == Level.WHOLE;
      case ROW -> level == (keepsDim(node) ? Level.ROW_KEPT : Level.ROW);
      case COLUMN, SCALAR -> false;
    };
  }

  private static boolean keepsDim(Node.Apply node) {
    return RowOps.keepsDim(node).orElseThrow();
  }

  /** Adds the result of a pointwise step to those whose level is known, if it is sure. */
  boolean addPointwise(Node.Apply node) {
    List<Optional<Level>> operands = node.operands().stream().map(this::level).toList();
    Value result = node.results().getFirst();
    boolean isWhole = operands.contains(Optional.of(Level.WHOLE)) || isWhole(result);
    Optional<Level> first = operands.getFirst();
    boolean isSure = first.isPresent() && operands.stream().allMatch(first::equals);
    if (isWhole ? operands.contains(Optional.of(Level.ROW)) : !isSure) {
      return false;
    }
    levels.put(result, isWhole ? Level.WHOLE : first.orElseThrow());
    if (node.operands().stream().anyMatch(spread::contains)) {
      spread.add(result);
    }
    if (operands.contains(Optional.empty())
        || node.operands().stream().anyMatch(assumed::contains)) {
      assumed.add(result);
    }
    return true;
  }

  /**
   * Whether a kernel can tell the full shape from what it reads for some outputs, and for each
   * reduction: what is the same along a row tells nothing of its length.
   *
   * @param made the values that are written
   */
  boolean tellsShape(List<Value> made, RegionValues values) {
    if (spread.isEmpty()) {
      return true; // terms and results are made of tensors of the full shape
    }
    return reductions.stream()
            .map(Reduction::term)
            .allMatch(term -> isConstant(term) || tellsShape(term, values))
        && made.stream()
            .filter(value ->
                level(value).equals(Optional.of(Level.WHOLE))
                    || !(isElement(value, values) || values.totals.containsKey(value)))
            .allMatch(value -> tellsShape(values.expression(value), values));
  }

  /** Whether a term is the same everywhere: it counts, over the rows of the other reductions. */
  private static boolean isConstant(Scalar term) {
    return ScalarGraph.of(List.of(term)).operands().isEmpty();
  }

  private static boolean isElement(Value value, RegionValues values) {
    return values.elements.containsKey(value);
  }

  /** Whether an expression reads a tensor of the full shape, or all that one is made of. */
  private boolean tellsShape(Scalar expression, RegionValues values) {
    Set<Integer> read = inputsOf(expression, values);
    return read.stream().anyMatch(i -> isWhole(values.inputs().get(i).value()))
        || levels.keySet().stream()
            .filter(value -> isWhole(value) && !spread.contains(value))
            .map(value -> inputsOf(values.expression(value), values))
            .anyMatch(all -> !all.isEmpty() && read.containsAll(all));
  }

  private static Set<Integer> inputsOf(Scalar expression, RegionValues values) {
    return ScalarGraph.of(List.of(expression)).operands().headSet(values.inputs().size());
  }
}
