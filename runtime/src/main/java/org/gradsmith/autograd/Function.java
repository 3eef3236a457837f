/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An op of your own: how it is computed, and how the gradients of its results become those of its
 * inputs.
 *
 * <pre>{@code
 * final class Cube extends Function {
 *   @Override protected List<Tensor> forward(Context context, List<Tensor> inputs) {
 *     context.save(inputs.getFirst());
 *     return List.of(inputs.getFirst().pow(3));
 *   }
 *
 *   @Override protected List<Tensor> backward(Context context, List<Tensor> gradients) {
 *     return List.of(context.saved(0).pow(2).mul(3).mul(gradients.getFirst()));
 *   }
 * }
 * Tensor y = new Cube().apply(x).getFirst();
 * }</pre>
 *
 * <p>Nothing is recorded while {@code forward} runs. {@code backward} is recorded if a graph of the
 * gradients is asked for, so that second derivatives come for free where it uses recorded ops. So
 * do forward derivatives: {@code backward} is linear in the gradients, and its own gradient with
 * respect to them, weighted by the tangents of the inputs, is the tangent of the result.
 */
public abstract class Function {
  /** What one call keeps between forward and backward. */
  public static final class Context {
    private static final long ALL_LEVELS = Long.MAX_VALUE;

    private final String function;
    private final boolean[] needsGrad;
    private final List<Tensor> given = new ArrayList<>();
    private final List<Tensor> passive = new ArrayList<>();
    private volatile @Nullable List<SavedTensor> kept;
    private long level = ALL_LEVELS;

    Context(String function, boolean[] needsGrad) {
      this.function = function;
      this.needsGrad = needsGrad;
    }

    /** In forward: keeps inputs or results for backward. */
    public void save(Tensor... tensors) {
      given.addAll(Arrays.asList(tensors));
    }

    /** In forward: says that no gradient flows through a result. */
    public void markNonDifferentiable(Tensor result) {
      passive.add(result);
    }

    /** Whether backward will need a gradient of an input, or a tangent of it flows forward. */
    public boolean needsGrad(int input) {
      return needsGrad[input];
    }

    /** In backward: tensor {@code index} of those saved, which nobody has written to since. */
    public Tensor saved(int index) {
      List<SavedTensor> known = kept;
      if (known == null) {
        throw new IllegalStateException(
            "%s: saved tensors are read in backward only".formatted(function));
      }
      if (index < 0 || index >= known.size()) {
        throw new IllegalArgumentException(
            "%s: backward asks for saved tensor %d, but forward saved %d"
                .formatted(function, index, known.size()));
      }
      return ForwardMode.without(known.get(index).unpack(), level);
    }

    /** What is saved counts without the tangents of a level and of those further in. */
    void below(long forwardLevel) {
      level = forwardLevel;
    }

    /** What is saved counts with all its tangents. */
    void withAllTangents() {
      level = ALL_LEVELS;
    }

    boolean isPassive(Tensor result) {
      return !result.dtype().isFloating() || isAmong(passive, result);
    }

    /** Keeps what was saved; results as they now stand in the graph. */
    void keep(Tensor[] returned, List<Tensor> results) {
      List<SavedTensor> now = new ArrayList<>();
      for (Tensor tensor : given) {
        Tensor saved = tensor;
        for (int i = 0; i < returned.length; i++) {
          saved = isAmong(List.of(returned[i]), tensor) ? results.get(i) : saved;
        }
        now.add(SavedTensor.of(saved, function, "saved tensor " + now.size()));
      }
      given.clear();
      kept = now;
    }

    boolean isReleased() {
      return kept == null;
    }

    void release() {
      kept = null;
    }

    @SuppressWarnings("ReferenceEquality") // tensors are compared as objects
    static boolean isAmong(List<Tensor> tensors, Tensor sought) {
      return tensors.stream().anyMatch(tensor -> tensor == sought);
    }
  }

  /** Computes the results; nothing is recorded meanwhile. */
  protected abstract List<Tensor> forward(Context context, List<Tensor> inputs);

  /**
   * Computes the gradients of the inputs.
   *
   * @param gradients those of the results; zeros where none arrived
   * @return one per input, of its shape and dtype; null where none flows
   */
  protected abstract List<? extends @Nullable Tensor> backward(
      Context context, List<Tensor> gradients);

  /** What messages and pictures of the graph call the function; its class by default. */
  protected String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? "Function" : simple;
  }

  /** Computes the results and records the call where gradients will be needed. */
  public final List<Tensor> apply(Tensor... inputs) {
    Batches.refuse("Function " + name(), List.of(inputs));
    boolean[] needsGrad = new boolean[inputs.length];
    boolean recorded = false;
    for (int i = 0; i < inputs.length; i++) {
      needsGrad[i] = GradMode.isEnabled() && inputs[i].requiresGrad();
      recorded |= needsGrad[i];
    }
    FunctionRecord record = new FunctionRecord(this, needsGrad, inputs);
    if (!recorded && !record.hasTangents()) {
      return record.returned();
    }
    record.own();
    if (recorded) {
      FunctionNode node = new FunctionNode(record, inputs);
      for (int i = 0; i < record.count(); i++) {
        if (!record.isPassive(i)) {
          record.result(i).computedBy(node, i);
        }
      }
    }
    record.keep();
    return record.results();
  }

  /** One recorded call. */
  private static final class FunctionNode extends Node {
    private final FunctionRecord record;

    FunctionNode(FunctionRecord record, Tensor[] inputs) {
      super(record.name(), edges(inputs));
      this.record = record;
    }

    private static @Nullable Edge[] edges(Tensor[] inputs) {
      @Nullable Edge[] edges = new @Nullable Edge[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        edges[i] = Edge.of(inputs[i]);
      }
      return edges;
    }

    @Override
    public int outputs() {
      return record.count();
    }

    @Override
    public void release() {
      record.release();
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      if (record.isReleased()) {
        throw Released.by(this);
      }
      return record.backward(gradients, toString());
    }
  }
}
