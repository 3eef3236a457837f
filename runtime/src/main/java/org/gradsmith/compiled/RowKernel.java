/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.RowRuns;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * A fused kernel of a generated class that reduces rows, with what makes their terms and what reads
 * them. Rows lie along a dimension given at the call. It computes in the dtype that its inputs are
 * promoted to, half types in float32, and records nothing.
 */
public final class RowKernel {
  private static final long[][] NO_TARGETS = {};
  private static final double[] NO_NUMBERS = {};

  private final OpenRowPlan plan;
  private final BitSet compared;

  /** The passes over rows by how tensors lie in them: sizes make no difference. */
  private final ConcurrentHashMap<RowLayout.Lying, RowRuns> runs = new ConcurrentHashMap<>();

  /**
   * How the tensors of the last call lay: most programs give a kernel the same shapes each time.
   */
  private volatile @Nullable RowLayout last;

  /** How it runs where no pass over rows fits. */
  private final Once<SeparateRows> separate;

  RowKernel(OpenRowPlan plan) {
    this.plan = plan;
    this.separate = Once.of(() -> new SeparateRows(plan));
    this.compared = plan.compared();
  }

  /**
   * Reads a kernel from the resource {@code <companion>.kernels} beside a generated class.
   *
   * @param companion the generated class
   * @param name the kernel's name in the resource
   */
  public static RowKernel load(Class<?> companion, String name) {
    return new RowKernel(KernelResource.findRows(companion, name));
  }

  /**
   * Runs a kernel of one output.
   *
   * @param dim the dimension along which rows lie; may count from the end
   * @param inputs null only where the plan says optional
   * @throws ShapeException if shapes do not fit
   */
  public Tensor apply(long dim, @Nullable Tensor... inputs) {
    return sum(dim, NO_TARGETS, inputs);
  }

  /**
   * Runs a kernel whose only output is a sum.
   *
   * @param dim the dimension along which rows lie; may count from the end
   * @param targets the shape to sum to
   * @param inputs null only where the plan says optional
   * @throws ShapeException if shapes do not fit
   */
  public Tensor sum(long dim, long[][] targets, @Nullable Tensor... inputs) {
    Tensor result = sumAll(dim, new boolean[] {true}, targets, inputs)[0];
    if (result == null) {
      throw new IllegalStateException("kernel '" + plan.name() + "' made nothing");
    }
    return result;
  }

  /**
   * Runs a kernel of several outputs.
   *
   * @param dim the dimension along which rows lie; may count from the end
   * @param wanted which outputs to compute
   * @param inputs null only where the plan says optional, or no wanted output reads it
   * @return the outputs, null where one was not wanted
   * @throws ShapeException if shapes do not fit
   */
  public @Nullable Tensor[] applyAll(long dim, boolean[] wanted, @Nullable Tensor... inputs) {
    return sumAll(dim, wanted, NO_TARGETS, inputs);
  }

  /**
   * Runs a kernel of several outputs, some of which are sums to shapes.
   *
   * @param dim the dimension along which rows lie; may count from the end
   * @param wanted which outputs to compute
   * @param targets the shapes to sum to, in the order of the outputs that are summed
   * @param inputs null only where the plan says optional, or no wanted output reads it
   * @return the outputs, null where one was not wanted
   * @throws ShapeException if shapes do not fit
   */
  public @Nullable Tensor[] sumAll(
      long dim, boolean[] wanted, long[][] targets, @Nullable Tensor... inputs) {
    KernelOperands.checkCounts(
        plan.name(), plan.inputs().size(), plan.outputs().size(), inputs, wanted);
    if (KernelOperands.isNone(wanted)) {
      return new @Nullable Tensor[wanted.length];
    }
    for (int i = 0; i < inputs.length; i++) {
      Tensor given = inputs[i];
      if (given != null) {
        given.storage().checkAlive(plan.name(), plan.inputs().get(i).name());
      } else {
        requireUnread(i, wanted);
      }
    }
    RowLayout layout = layout(dim, wanted, targets, inputs);
    DType promoted = KernelOperands.promoted(plan.name(), inputs);
    DType dtype = KernelOperands.computedIn(promoted, compared, inputs);
    if (layout.isSeparate()) {
      return KernelOperands.rounded(
          separate.get().run(dtype, dim, wanted, targets, inputs), promoted);
    }
    @Nullable Tensor[] results = new @Nullable Tensor[wanted.length];
    List<Tensor> copies = new ArrayList<>(0);
    try {
      if (layout.rows() != null) {
        run(layout.rows(), dtype, inputs, results, copies);
      }
      if (layout.apart() != null) {
        run(layout.apart(), inputs, results);
      }
    } finally {
      Reference.reachabilityFence(inputs);
      Primitives.release(copies.toArray(new Tensor[0]));
    }
    return KernelOperands.rounded(results, promoted);
  }

  /** An input may be absent if it is optional, or no wanted output reads it. */
  private void requireUnread(int absent, boolean[] wanted) {
    OpenRowPlan.Input input = plan.inputs().get(absent);
    for (int i = 0; i < wanted.length && !input.optional(); i++) {
      if (wanted[i] && plan.reads(i).contains(absent)) {
        throw new NullPointerException("'%s' is null".formatted(input.name()));
      }
    }
  }

  private RowLayout layout(
      long dim, boolean[] wanted, long[][] targets, @Nullable Tensor[] inputs) {
    long[] @Nullable [] shapes = KernelOperands.shapes(inputs);
    long[] @Nullable [] distinct = KernelOperands.distinct(inputs, shapes);
    RowLayout known = last;
    if (known == null || !known.fits(dim, shapes, distinct, wanted, targets)) {
      known = RowLayout.of(plan, dim, shapes, distinct, wanted.clone(), targets, this::runs);
      last = known;
    }
    return known;
  }

  private RowRuns runs(RowLayout.Lying lying) {
    return runs.computeIfAbsent(
        lying,
        key -> new RowRuns(plan.part(new TreeMap<>(key.places()), new TreeMap<>(key.outputs()))));
  }

  private static void run(
      RowLayout.Rows rows,
      DType dtype,
      @Nullable Tensor[] inputs,
      @Nullable Tensor[] results,
      List<Tensor> copies) {
    List<@Nullable StridedArray> arrays = new ArrayList<>(rows.inputs().size());
    TensorOptions options = TensorOptions.of(dtype);
    for (RowLayout.Read read : rows.inputs()) {
      Tensor input = inputs[read.index()];
      if (input == null) {
        arrays.add(null);
        continue;
      }
      options = options.on(input.device());
      long[] expanded = read.expanded();
      Tensor elements =
          expanded != null
              ? input.detach().expand(expanded)
              : read.distinct() ? KernelOperands.distinct(input) : input;
      Tensor turned = read.turned() ? elements.detach().movedim(rows.dim(), -1) : elements;
      arrays.add(KernelOperands.packed(turned, dtype, copies));
    }
    List<Tensor> made = new ArrayList<>(rows.outputs().size());
    List<@Nullable StridedArray> outputs = new ArrayList<>(rows.outputs().size());
    for (RowLayout.Made output : rows.outputs()) {
      Tensor result = Tensor.empty(options, output.shape());
      made.add(result);
      outputs.add(result.array());
    }
    rows.runs().run(dtype, rows.count(), rows.columns(), outputs, arrays, NO_NUMBERS);
    for (int i = 0; i < made.size(); i++) {
      RowLayout.Made output = rows.outputs().get(i);
      Tensor result = made.get(i);
      if (output.turned()) {
        copies.add(result);
        result = result.movedim(-1, rows.dim()).copy();
      }
      if (output.rest() != null) {
        copies.add(result);
        result = output.rest().apply(result);
      }
      results[output.index()] = result;
    }
  }

  private static void run(
      RowLayout.Apart apart, @Nullable Tensor[] inputs, @Nullable Tensor[] results) {
    @Nullable Tensor[] read = new @Nullable Tensor[apart.inputs().length];
    for (int i = 0; i < read.length; i++) {
      read[i] = inputs[apart.inputs()[i]];
    }
    boolean[] all = new boolean[apart.outputs().length];
    Arrays.fill(all, true);
    @Nullable Tensor[] made = apart.kernel().sumAll(0, all, apart.targets(), read);
    for (int i = 0; i < made.length; i++) {
      results[apart.outputs()[i]] = made[i];
    }
  }
}
