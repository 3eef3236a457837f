/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * How the tensors of a call of a kernel over rows lie. What has an element for each place of the
 * full shape, for each row, for each column or one is read as it is; the rest is expanded first,
 * but where something is larger than the full shape, there is no layout. Rows along another
 * dimension than the last are brought there by copies.
 *
 * @param dim the dimension that rows lie along, as it was given
 * @param shapes of the inputs; null where one is absent
 * @param targets the shapes of the sums, in the order of the plan's outputs
 * @param rows what a pass over rows computes; null if nothing
 * @param apart what is pointwise, over a smaller shape; null if nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and seen by RowKernel alone
record RowLayout(
    long dim,
    long[] @Nullable [] shapes,
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
   * @param expanded the shape to expand it to; null if it is read as it is
   * @param turned whether the dimension of the rows has to become the last one
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Read(int index, long @Nullable [] expanded, boolean turned) {}

  /**
   * An output of a pass.
   *
   * @param index in the plan
   * @param shape in which the pass makes it
   * @param turned whether the last dimension has to become that of the rows
   * @param target the shape to sum it to; null if it is complete
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Made(int index, long[] shape, boolean turned, long @Nullable [] target) {}

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
   * @param outputs what is made
   */
  record Lying(Map<Integer, Place> places, List<Integer> outputs) {}

  /** Whether the layout serves a call. */
  boolean fits(
      long otherDim,
      long[] @Nullable [] otherShapes,
      boolean[] otherWanted,
      long[][] otherTargets) {
    return dim == otherDim
        && Arrays.deepEquals(shapes, otherShapes)
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
      boolean[] wanted,
      long[][] targets,
      Function<Lying, RowRuns> runs) {
    Builder builder = new Builder(plan, shapes, targets, runs);
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
      if (full == null || (builder.along(dim, full) < full.length - 1 && sumsOnly(plan))) {
        return new RowLayout(dim, shapes, wanted, targets, null, null);
      }
      for (int output : pointwise) {
        if (Arrays.equals(builder.space(output), full)) {
          overRows.add(output);
        }
      }
      pointwise.removeAll(overRows);
      rows = builder.rows(dim, full, overRows);
    }
    return new RowLayout(
        dim, shapes, wanted, targets, rows, pointwise.isEmpty() ? null : builder.apart(pointwise));
  }

  /** Whether all reductions of a plan can be taken along any dimension as they lie. */
  private static boolean sumsOnly(OpenRowPlan plan) {
    return plan.reductions().stream()
        .allMatch(reduction -> reduction.fold() == Fold.SUM || reduction.fold() == Fold.MEAN);
  }

  private static final class Builder {
    private final OpenRowPlan plan;
    private final long[] @Nullable [] shapes;
    private final List<long @Nullable []> targets = new ArrayList<>();
    private final Function<Lying, RowRuns> runs;

    Builder(
        OpenRowPlan plan,
        long[] @Nullable [] shapes,
        long[][] given,
        Function<Lying, RowRuns> runs) {
      this.plan = plan;
      this.runs = runs;
      this.shapes = shapes;
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

    Rows rows(long dim, long[] full, List<Integer> outputs) {
      int along = along(dim, full);
      long columns = full.length == 0 ? 1 : full[along];
      boolean turns = along < full.length - 1;
      SortedMap<Integer, Place> places = new TreeMap<>();
      List<Read> inputs = new ArrayList<>();
      for (int input : read(outputs)) {
        long[] shape = shapes[input];
        if (shape == null) {
          places.put(input, Place.COLUMN);
          inputs.add(new Read(input, null, false));
          continue;
        }
        Place place = place(input, shape, full, along);
        places.put(input, place);
        boolean isTurned = place == Place.FULL && turns;
        long[] needed = needed(input, place, shape, full, along);
        boolean fits = isTurned ? Arrays.equals(shape, needed) : isAsLong(shape, needed);
        inputs.add(new Read(input, fits ? null : needed, isTurned));
      }
      List<Made> made = new ArrayList<>();
      for (int output : outputs) {
        made.add(made(output, full, along, turns));
      }
      return new Rows(
          runs.apply(new Lying(Map.copyOf(places), List.copyOf(outputs))),
          along,
          columns == 0 ? product(withoutDim(full, along)) : product(full) / columns,
          columns,
          inputs,
          made);
    }

    /** The shape in which a pass reads an input; its own where it has no element for each place. */
    private long[] needed(int input, Place place, long[] shape, long[] full, int along) {
      return switch (place) {
        case FULL -> full;
        case ROW ->
            plan.inputs().get(input).kind() == InputKind.ROW ? withoutDim(full, along) : shape;
        case COLUMN, SCALAR -> shape;
      };
    }

    private Made made(int output, long[] full, int along, boolean turns) {
      return switch (plan.outputs().get(output).kind()) {
        case FULL -> new Made(output, turns ? turned(full, along) : full, turns, null);
        case SUM_TO -> {
          long[] target = targets.get(output);
          yield new Made(
              output,
              turns ? turned(full, along) : full,
              turns,
              Arrays.equals(target, full) ? null : target);
        }
        case ROW -> new Made(output, withoutDim(full, along), false, null);
        case ROW_KEPT -> new Made(output, keptDim(full, along), false, null);
        case COLUMN_SUM -> new Made(output, new long[] {full[along]}, false, null);
      };
    }

    /** The dimension that rows lie along, from the front. */
    private int along(long dim, long[] full) {
      long at = dim < 0 ? dim + Math.max(1, full.length) : dim;
      if (at < 0 || at >= Math.max(1, full.length)) {
        throw new ShapeException(
            "dimension %d is out of range for a tensor of shape %s"
                .formatted(dim, KernelLayout.text(full)));
      }
      return (int) at;
    }

    private Place place(int input, long[] shape, long[] full, int along) {
      return switch (plan.inputs().get(input).kind()) {
        case SCALAR -> Place.SCALAR;
        case COLUMN -> {
          if (shape.length != 1 || full.length == 0 || shape[0] != full[along]) {
            throw new ShapeException(
                "'%s' has shape %s, but must have the elements of dimension %d of %s"
                    .formatted(
                        plan.inputs().get(input).name(),
                        KernelLayout.text(shape),
                        along,
                        KernelLayout.text(full)));
          }
          yield Place.COLUMN;
        }
        case ROW -> product(shape) == 1 ? Place.SCALAR : Place.ROW;
        case FULL, BROADCAST, WITHIN -> {
          if (isAsLong(shape, full)) {
            yield Place.FULL;
          }
          if (product(shape) == 1) {
            yield Place.SCALAR;
          }
          boolean ofColumns = along == full.length - 1 && product(shape) == full[along];
          if (ofColumns && shape[shape.length - 1] == full[along]) {
            yield Place.COLUMN;
          }
          yield isAsLong(shape, keptDim(full, along)) ? Place.ROW : Place.FULL;
        }
      };
    }

    /** Whether two shapes differ in no more than dimensions of size 1 in front. */
    private static boolean isAsLong(long[] shape, long[] other) {
      int more = Math.abs(shape.length - other.length);
      long[] longer = shape.length > other.length ? shape : other;
      long[] shorter = shape.length > other.length ? other : shape;
      for (int d = 0; d < more; d++) {
        if (longer[d] != 1) {
          return false;
        }
      }
      return Arrays.equals(longer, more, longer.length, shorter, 0, shorter.length);
    }

    private static long[] withoutDim(long[] full, int along) {
      if (full.length == 0) {
        return full;
      }
      long[] shape = new long[full.length - 1];
      System.arraycopy(full, 0, shape, 0, along);
      System.arraycopy(full, along + 1, shape, along, shape.length - along);
      return shape;
    }

    private static long[] keptDim(long[] full, int along) {
      long[] shape = full.clone();
      if (shape.length > 0) {
        shape[along] = 1;
      }
      return shape;
    }

    private static long[] turned(long[] full, int along) {
      long[] turned = Arrays.copyOf(withoutDim(full, along), full.length);
      turned[full.length - 1] = full[along];
      return turned;
    }

    private static long product(long[] shape) {
      long product = 1;
      for (long size : shape) {
        product *= size;
      }
      return product;
    }
  }
}
