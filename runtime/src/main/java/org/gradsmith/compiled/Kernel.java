/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * A fused kernel of a generated class. It looks at its full inputs, which have one shape, as
 * (outer, channels, inner) around a dimension given at the call, computes in the dtype that its
 * inputs are promoted to, half types in float32, and records nothing.
 */
public final class Kernel {
  private static final long[][] NO_TARGETS = {};

  private final KernelPlan plan;
  private final KernelRuns runs;
  private final boolean open;
  private final boolean looksAtChannels;

  /** Whether all that it reads has the shape of the full tensor. */
  private final boolean readsOneShape;

  private final BitSet compared;

  /** For each input, the outputs that read it. */
  private final List<BitSet> readers = new ArrayList<>();

  /**
   * How the tensors of the last call lay: most programs give a kernel the same shapes each time.
   */
  private volatile @Nullable KernelLayout last;

  Kernel(KernelPlan plan) {
    this.plan = plan;
    this.runs = new KernelRuns(plan);
    this.open = plan.isOpen();
    this.compared = plan.compared();
    this.looksAtChannels =
        plan.reducesChannels()
            || plan.inputs().stream().anyMatch(input -> input.kind() == InputKind.CHANNEL);
    this.readsOneShape =
        !looksAtChannels
            && plan.inputs().stream().allMatch(input -> input.kind() == InputKind.FULL);
    plan.inputs().forEach(_ -> readers.add(new BitSet()));
    for (int i = 0; i < plan.outputs().size(); i++) {
      for (int input : plan.reads(i)) {
        readers.get(input).set(i);
      }
    }
  }

  /**
   * Reads a kernel from the resource {@code <companion>.kernels} beside a generated class.
   *
   * @param companion the generated class
   * @param name the kernel's name in the resource
   */
  public static Kernel load(Class<?> companion, String name) {
    return new Kernel(KernelResource.find(companion, name));
  }

  /**
   * Runs a kernel of one output.
   *
   * @param dim the dimension along which channels lie; may count from the end
   * @param inputs null only where the plan says optional
   */
  public Tensor apply(long dim, @Nullable Tensor... inputs) {
    return only(applyAll(dim, new boolean[] {true}, inputs));
  }

  /**
   * Runs a kernel whose only output is a sum.
   *
   * @param dim the dimension along which channels lie; may count from the end
   * @param targets the shape to sum to
   * @param inputs null only where the plan says optional
   */
  public Tensor sum(long dim, long[][] targets, @Nullable Tensor... inputs) {
    return only(sumAll(dim, new boolean[] {true}, targets, inputs));
  }

  private Tensor only(@Nullable Tensor[] results) {
    Tensor result = results[0];
    if (result == null) {
      throw new IllegalStateException("kernel '" + plan.name() + "' made nothing");
    }
    return result;
  }

  /**
   * Runs a kernel of several outputs.
   *
   * @param dim the dimension along which channels lie; may count from the end
   * @param wanted which outputs to compute
   * @param inputs null only where the plan says optional, or no wanted output reads it
   * @return the outputs, null where one was not wanted
   */
  public @Nullable Tensor[] applyAll(long dim, boolean[] wanted, @Nullable Tensor... inputs) {
    return sumAll(dim, wanted, NO_TARGETS, inputs);
  }

  /**
   * Runs a kernel of several outputs, some of which are sums to shapes.
   *
   * @param dim the dimension along which channels lie; may count from the end
   * @param wanted which outputs to compute
   * @param targets the shapes to sum to, in the order of the outputs that are summed
   * @param inputs null only where the plan says optional, or no wanted output reads it
   * @return the outputs, null where one was not wanted
   */
  public @Nullable Tensor[] sumAll(
      long dim, boolean[] wanted, long[][] targets, @Nullable Tensor... inputs) {
    KernelOperands.checkCounts(
        plan.name(), plan.inputs().size(), plan.outputs().size(), inputs, wanted);
    if (KernelOperands.isNone(wanted)) {
      return new @Nullable Tensor[wanted.length];
    }
    if (open) {
      return runOpen(wanted, targets, inputs);
    }
    Tensor full = fullInput(inputs);
    KernelLayout.Extent extent = extent(full.shape(), dim);
    for (int i = 0; i < inputs.length; i++) {
      check(i, inputs[i], full, extent, dim, wanted);
    }
    if (readsOneShape && repeat(inputs)) {
      return runOpen(wanted, targets, inputs);
    }
    DType promoted = KernelOperands.promoted(plan.name(), inputs);
    DType dtype = KernelOperands.computedIn(promoted, compared, inputs);
    TensorOptions options = TensorOptions.of(dtype).on(full.device());
    @Nullable Tensor[] results = new @Nullable Tensor[wanted.length];
    @Nullable StridedArray[] outputs = new @Nullable StridedArray[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      boolean isFull = plan.outputs().get(i).kind() == OutputKind.FULL;
      long[] shape = isFull ? full.shape() : new long[] {extent.channels()};
      Tensor result = wanted[i] ? Tensor.empty(options, shape) : null;
      results[i] = result;
      outputs[i] = result == null ? null : result.array();
    }
    List<Tensor> copies = new ArrayList<>(0);
    try {
      @Nullable StridedArray[] arrays = new @Nullable StridedArray[inputs.length];
      for (int i = 0; i < arrays.length; i++) {
        Tensor input = inputs[i];
        arrays[i] = input == null ? null : KernelOperands.packed(input, dtype, copies);
      }
      runs.run(dtype, extent.outer(), extent.channels(), extent.inner(), outputs, arrays);
    } finally {
      Reference.reachabilityFence(inputs);
      Primitives.release(copies.toArray(new Tensor[0]));
    }
    return KernelOperands.rounded(results, promoted);
  }

  private static boolean repeat(@Nullable Tensor[] inputs) {
    for (Tensor input : inputs) {
      if (input != null && KernelOperands.repeats(input)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Tensor[] runOpen(
      boolean[] wanted, long[][] targets, @Nullable Tensor[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      Input input = plan.inputs().get(i);
      Tensor given = inputs[i];
      if (given != null) {
        given.storage().checkAlive(plan.name(), input.name());
      } else {
        requireUnread(i, wanted);
      }
    }
    DType promoted = KernelOperands.promoted(plan.name(), inputs);
    DType dtype = KernelOperands.computedIn(promoted, compared, inputs);
    @Nullable Tensor[] results = new @Nullable Tensor[wanted.length];
    List<Tensor> copies = new ArrayList<>(0);
    try {
      for (KernelLayout.Part part : layout(wanted, targets, inputs).parts()) {
        run(part, dtype, inputs, results, copies);
      }
    } finally {
      Reference.reachabilityFence(inputs);
      Primitives.release(copies.toArray(new Tensor[0]));
    }
    return KernelOperands.rounded(results, promoted);
  }

  private KernelLayout layout(boolean[] wanted, long[][] targets, @Nullable Tensor[] inputs) {
    long[] @Nullable [] shapes = KernelOperands.shapes(inputs);
    long[] @Nullable [] distinct = KernelOperands.distinct(inputs, shapes);
    KernelLayout known = last;
    if (known == null || !known.fits(shapes, distinct, wanted, targets)) {
      known = KernelLayout.of(plan, shapes, distinct, wanted.clone(), targets);
      last = known;
    }
    return known;
  }

  private static void run(
      KernelLayout.Part part,
      DType dtype,
      @Nullable Tensor[] inputs,
      @Nullable Tensor[] results,
      List<Tensor> copies) {
    @Nullable StridedArray[] arrays = new @Nullable StridedArray[part.inputs().length];
    TensorOptions options = TensorOptions.of(dtype);
    for (int i = 0; i < arrays.length; i++) {
      Tensor input = inputs[part.inputs()[i]];
      if (input != null) {
        options = options.on(input.device());
        arrays[i] = KernelOperands.packed(read(part, i, input), dtype, copies);
      }
    }
    @Nullable StridedArray[] outputs = new @Nullable StridedArray[part.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      KernelLayout.Made made = part.outputs().get(i);
      Tensor result = Tensor.empty(options, made.shape());
      results[made.index()] = result;
      outputs[i] = result.array();
    }
    KernelLayout.Extent extent = part.extent();
    part.runs().run(dtype, extent.outer(), extent.channels(), extent.inner(), outputs, arrays);
    for (KernelLayout.Made made : part.outputs()) {
      Tensor terms = results[made.index()];
      if (terms != null && made.rest() != null) {
        results[made.index()] = made.rest().apply(terms);
        copies.add(terms);
      }
    }
  }

  private static Tensor read(KernelLayout.Part part, int index, Tensor input) {
    if (part.expanded()[index]) {
      return input.detach().expand(part.space());
    }
    return KernelOperands.repeats(input) ? KernelOperands.distinct(input) : input;
  }

  private Tensor fullInput(@Nullable Tensor[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      if (input != null && plan.inputs().get(i).kind() == InputKind.FULL) {
        return input;
      }
    }
    throw new IllegalArgumentException(
        "kernel '" + plan.name() + "' got no full input, so its size is not known");
  }

  /** An input may be absent if it is optional, or no wanted output reads it. */
  private void requireUnread(int absent, boolean[] wanted) {
    Input input = plan.inputs().get(absent);
    BitSet reading = readers.get(absent);
    for (int i = reading.nextSetBit(0);
        i >= 0 && !input.optional();
        i = reading.nextSetBit(i + 1)) {
      if (wanted[i]) {
        throw new NullPointerException("'%s' is null".formatted(input.name()));
      }
    }
  }

  private void check(
      int index,
      @Nullable Tensor given,
      Tensor full,
      KernelLayout.Extent extent,
      long dim,
      boolean[] wanted) {
    if (given == null) {
      requireUnread(index, wanted);
      return;
    }
    Input input = plan.inputs().get(index);
    given.storage().checkAlive(plan.name(), input.name());
    boolean fits =
        switch (input.kind()) {
          case FULL -> Arrays.equals(given.shape(), full.shape());
          case CHANNEL -> given.dim() == 1 && given.numel() == extent.channels();
          case SCALAR -> given.numel() == 1;
          case BROADCAST -> true;
        };
    if (!fits) {
      String due =
          switch (input.kind()) {
            case FULL -> "the shape " + KernelLayout.text(full.shape()) + " of the others";
            case CHANNEL ->
                "the %d elements of dimension %d of %s"
                    .formatted(extent.channels(), dim, KernelLayout.text(full.shape()));
            case SCALAR -> "one element";
            case BROADCAST -> "a shape that broadcasts";
          };
      throw new ShapeException(
          "'%s' has shape %s, but must have %s"
              .formatted(input.name(), KernelLayout.text(given.shape()), due));
    }
  }

  /** The full tensor around one dimension; around none where nothing lies along channels. */
  private KernelLayout.Extent extent(long[] shape, long dim) {
    if (!looksAtChannels) {
      return new KernelLayout.Extent(1, 1, product(shape, 0, shape.length));
    }
    long at = dim < 0 ? dim + shape.length : dim;
    if (at < 0 || at >= shape.length) {
      throw new ShapeException(
          "dimension %d is out of range for a tensor of shape %s"
              .formatted(dim, KernelLayout.text(shape)));
    }
    int place = (int) at;
    return new KernelLayout.Extent(
        product(shape, 0, place), shape[place], product(shape, place + 1, shape.length));
  }

  private static long product(long[] shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape[i];
    }
    return product;
  }
}
