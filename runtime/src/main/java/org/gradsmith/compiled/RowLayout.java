/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How the tensors of a call of a kernel over rows lie. What has an element for each place of the
 * full shape, for each row, for each column or one is read as it is; the rest is expanded first,
 * but where something is larger than the full shape, there is no layout. Rows along another
 * dimension than the last are brought there by copies.
 *
 * @param dim the dimension that rows lie along, as it was given
 * @param shapes of the inputs; null where one is absent
 * @param distinct the same without repetitions
 * @param targets the shapes of the sums, in the order of the plan's outputs
 * @param rows what a pass over rows computes; null if nothing
 * @param apart what is pointwise, over a smaller shape; null if nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and seen by RowKernel alone
record RowLayout(
    long dim,
    long[] @Nullable [] shapes,
    long[] @Nullable [] distinct,
    boolean[] wanted,
    long[][] targets,
    @Nullable Rows rows,
    @Nullable Apart apart) {

  /**
   * A pass over rows.
   *
   * @param dim the dimension that they lie along, from the front
   * @param count how many there are
   * @param columns how many elements each has
   */
  record Rows(
      RowRuns runs, int dim, long count, long columns, List<Read> inputs, List<Made> outputs) {}

  /**
   * An input of a pass.
   *
   * @param index in the plan
   * @param distinct whether it is read without its repetitions
   * @param expanded the shape to expand it to; null if it is read as it is
   * @param turned whether the dimension of the rows has to become the last one
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Read(int index, boolean distinct, long @Nullable [] expanded, boolean turned) {}

  /**
   * An output of a pass.
   *
   * @param index in the plan
   * @param shape in which the pass makes it
   * @param turned whether the last dimension has to become that of the rows
   * @param rest what is left to do behind the pass; null if it is complete
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Made(int index, long[] shape, boolean turned, @Nullable UnaryOperator<Tensor> rest) {}

  /**
   * Outputs that do not depend on rows.
   *
   * @param inputs those of the kernel, as the plan numbers them
   * @param outputs those of the kernel, as the plan numbers them
   * @param targets the shapes of those that are sums
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Apart(Kernel kernel, int[] inputs, int[] outputs, long[][] targets) {}

  /**
   * Whether no pass over rows fits: something is larger than the full shape, or rows would be
   * turned for sums that need no turning.
   */
  boolean isSeparate() {
    return rows == null && apart == null;
  }

  /**
   * How tensors lie in a pass.
   *
   * @param places where the inputs lie that are read
   * @param outputs what is made of the outputs that are wanted
   */
  record Lying(Map<Integer, Place> places, Map<Integer, Target> outputs) {}

  /** Whether the layout serves a call. */
  boolean fits(
      long otherDim,
      long[] @Nullable [] otherShapes,
      long[] @Nullable [] otherDistinct,
      boolean[] otherWanted,
      long[][] otherTargets) {
    return dim == otherDim
        && Arrays.deepEquals(shapes, otherShapes)
        && Arrays.deepEquals(distinct, otherDistinct)
        && Arrays.equals(wanted, otherWanted)
        && Arrays.deepEquals(targets, otherTargets);
  }

  /**
   * The layout of a call.
   *
   * @param runs gives the pass for tensors that lie so
   * @throws ShapeException if shapes do not fit
   */
  static RowLayout of(
      OpenRowPlan plan,
      long dim,
      long[] @Nullable [] shapes,
      long[] @Nullable [] distinct,
      boolean[] wanted,
      long[][] targets,
      Function<Lying, RowRuns> runs) {
    Builder builder = new Builder(plan, shapes, distinct, targets, runs);
    List<Integer> overRows = new ArrayList<>();
    List<Integer> pointwise = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i]) {
        (plan.isOverRows(i) ? overRows : pointwise).add(i);
      }
    }
    Rows rows = null;
    if (!overRows.isEmpty()) {
      long[] full = builder.full(overRows);
      if (full == null || (RowShape.of(full, dim).isTurned() && sumsOnly(plan))) {
        return new RowLayout(dim, shapes, distinct, wanted, targets, null, null);
      }
      for (int output : pointwise) {
        if (Arrays.equals(builder.space(output), full)) {
          overRows.add(output);
        }
      }
      pointwise.removeAll(overRows);
      rows = builder.rows(RowShape.of(full, dim), overRows);
    }
    Apart apart = pointwise.isEmpty() ? null : builder.apart(pointwise);
    return new RowLayout(dim, shapes, distinct, wanted, targets, rows, apart);
  }

  /** Whether all reductions of a plan can be taken along any dimension as they lie. */
  private static boolean sumsOnly(OpenRowPlan plan) {
    return plan.reductions().stream()
        .allMatch(reduction -> reduction.fold() == Fold.SUM || reduction.fold() == Fold.MEAN);
  }

  private static final class Builder {
    private final OpenRowPlan plan;
    private final long[] @Nullable [] shapes;
    private final long[] @Nullable [] distinct;
    private final List<long @Nullable []> targets = new ArrayList<>();
    private final Function<Lying, RowRuns> runs;

    Builder(
        OpenRowPlan plan,
        long[] @Nullable [] shapes,
        long[] @Nullable [] distinct,
        long[][] given,
        Function<Lying, RowRuns> runs) {
      this.plan = plan;
      this.runs = runs;
      this.shapes = shapes;
      this.distinct = distinct;
      int used = 0;
      for (OpenRowPlan.Output output : plan.outputs()) {
        targets.add(output.kind() == OutputKind.SUM_TO ? given[used++] : null);
      }
    }

    private SortedSet<Integer> read(List<Integer> outputs) {
      SortedSet<Integer> read = new TreeSet<>();
      outputs.forEach(output -> read.addAll(plan.reads(output)));
      return read;
    }

    /** The shape to which the inputs of a pointwise output broadcast. */
    long[] space(int output) {
      long[] space = {};
      for (int input : plan.reads(output)) {
        space = broadcast(space, input);
      }
      return space;
    }

    private long[] broadcast(long[] space, int input) {
      long[] shape = shapes[input];
      return shape == null
          ? space
          : KernelLayout.broadcast(space, shape, plan.inputs().get(input).name());
    }

    /** The full shape of outputs over rows; null if one of their inputs is larger. */
    long @Nullable [] full(List<Integer> outputs) {
      SortedSet<Integer> read = read(outputs);
      long[] full = null;
      long[] made = {};
      for (int input : read) {
        long[] shape = shapes[input];
        InputKind kind = plan.inputs().get(input).kind();
        if (kind == InputKind.FULL && shape != null) {
          full = full == null ? shape : full;
          if (!Arrays.equals(shape, full)) {
            throw new ShapeException(
                "'%s' has shape %s, but must have the shape %s of the others"
                    .formatted(
                        plan.inputs().get(input).name(),
                        KernelLayout.text(shape),
                        KernelLayout.text(full)));
          }
        } else if (kind == InputKind.BROADCAST) {
          made = broadcast(made, input);
        }
      }
      full = full == null ? made : full;
      for (int input : read) {
        boolean broadcasts = plan.inputs().get(input).kind().isElementwise();
        if (broadcasts && !Arrays.equals(broadcast(full, input), full)) {
          return null;
        }
      }
      return full;
    }

    Apart apart(List<Integer> outputs) {
      List<long[]> sums = new ArrayList<>();
      for (int output : outputs) {
        long[] target = targets.get(output);
        if (target != null) {
          sums.add(target);
        }
      }
      return new Apart(
          new Kernel(plan.pointwise(outputs)),
          read(outputs).stream().mapToInt(Integer::intValue).toArray(),
          outputs.stream().mapToInt(Integer::intValue).toArray(),
          sums.toArray(new long[0][]));
    }

    Rows rows(RowShape shape, List<Integer> outputs) {
      SortedMap<Integer, Place> places = new TreeMap<>();
      List<Read> inputs = new ArrayList<>();
      for (int input : read(outputs)) {
        long[] whole = shapes[input];
        boolean isColumn = plan.inputs().get(input).kind() == InputKind.COLUMN;
        long[] part = isColumn ? whole : distinct[input];
        if (whole == null || part == null) {
          places.put(input, Place.COLUMN);
          inputs.add(new Read(input, false, null, false));
          continue;
        }
        Place place = place(input, part, shape);
        places.put(input, place);
        boolean isTurned = place == Place.FULL && shape.isTurned();
        long[] needed = needed(input, place, part, shape);
        boolean fits = isTurned ? Arrays.equals(part, needed) : RowShape.isAsLong(part, needed);
        boolean repeats = !Arrays.equals(whole, part);
        inputs.add(new Read(input, fits && repeats, fits ? null : needed, isTurned));
      }
      SortedMap<Integer, Target> made = new TreeMap<>();
      List<Made> results = new ArrayList<>();
      for (int output : new TreeSet<>(outputs)) { // as the pass has them
        made.put(output, target(output, shape));
        results.add(made(output, shape));
      }
      return new Rows(
          runs.apply(new Lying(Map.copyOf(places), Map.copyOf(made))),
          shape.along(),
          shape.rows(),
          shape.columns(),
          inputs,
          results);
    }

    /** The shape in which a pass reads an input; its own where it has no element for each place. */
    private long[] needed(int input, Place place, long[] part, RowShape shape) {
      return switch (place) {
        case FULL -> shape.full();
        case ROW -> plan.inputs().get(input).kind() == InputKind.ROW ? shape.withoutDim() : part;
        case COLUMN, SCALAR -> part;
      };
    }

    /** What a pass makes of an output: a sum to a shape is a sum of each row or column first. */
    private Target target(int output, RowShape shape) {
      long[] target = targets.get(output);
      if (target == null) {
        return plan.outputs().get(output).kind().target();
      }
      if (shape.isOfColumns(target)) {
        return Target.COLUMN_SUM;
      }
      return shape.isOfRows(target) ? Target.ROW : Target.FULL;
    }

    private Made made(int output, RowShape shape) {
      return switch (plan.outputs().get(output).kind()) {
        case FULL -> new Made(output, shape.turned(), shape.isTurned(), null);
        case SUM_TO -> summed(output, Objects.requireNonNull(targets.get(output)), shape);
        case SUM -> new Made(output, shape.withoutDim(), false, Primitives::sum);
        case MEAN -> new Made(output, shape.withoutDim(), false, Primitives::mean);
        case ROW -> new Made(output, shape.withoutDim(), false, null);
        case ROW_KEPT -> new Made(output, shape.keptDim(), false, null);
        case COLUMN_SUM -> new Made(output, new long[] {shape.columns()}, false, null);
      };
    }

    private Made summed(int output, long[] target, RowShape shape) {
      UnaryOperator<Tensor> rest = terms -> Primitives.sumTo(terms, target);
      return switch (target(output, shape)) {
        case COLUMN_SUM -> new Made(output, target, false, null);
        case ROW ->
            RowShape.product(target) == shape.rows()
                ? new Made(output, target, false, null)
                : new Made(output, shape.keptDim(), false, rest);
        case FULL -> {
          boolean isFull = Arrays.equals(target, shape.full());
          yield new Made(output, shape.turned(), shape.isTurned(), isFull ? null : rest);
        }
      };
    }

    private Place place(int input, long[] part, RowShape shape) {
      return switch (plan.inputs().get(input).kind()) {
        case SCALAR -> Place.SCALAR;
        case COLUMN -> {
          if (part.length != 1 || shape.full().length == 0 || part[0] != shape.columns()) {
            throw new ShapeException(
                "'%s' has shape %s, but must have the elements of dimension %d of %s"
                    .formatted(
                        plan.inputs().get(input).name(),
                        KernelLayout.text(part),
                        shape.along(),
                        KernelLayout.text(shape.full())));
          }
          yield Place.COLUMN;
        }
        case ROW -> RowShape.product(part) == 1 ? Place.SCALAR : Place.ROW;
        case FULL, BROADCAST, WITHIN -> {
          if (RowShape.isAsLong(part, shape.full())) {
            yield Place.FULL;
          }
          if (RowShape.product(part) == 1) {
            yield Place.SCALAR;
          }
          if (shape.isColumn(part)) {
            yield Place.COLUMN;
          }
          yield RowShape.isAsLong(part, shape.keptDim()) ? Place.ROW : Place.FULL;
        }
      };
    }
  }
}
