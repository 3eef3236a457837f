/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Primitives;
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
 * gradients is asked for, so that second derivatives come for free where it uses recorded ops.
 */
public abstract class Function {
  /** What one call keeps between forward and backward. */
  public static final class Context {
    private final String function;
    private final boolean[] needsGrad;
    private final List<Tensor> given = new ArrayList<>();
    private final List<Tensor> passive = new ArrayList<>();
    private volatile @Nullable List<SavedTensor> kept;

    private Context(String function, boolean[] needsGrad) {
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

    /** Whether backward will need a gradient of an input. */
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
      return known.get(index).unpack();
    }

    private boolean isPassive(Tensor result) {
      return !result.dtype().isFloating() || isAmong(passive, result);
    }

    /** Keeps what was saved; results as they now stand in the graph. */
    private void keep(Tensor[] returned, List<Tensor> results) {
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

    @SuppressWarnings("ReferenceEquality") // tensors are compared as objects
    private static boolean isAmong(List<Tensor> tensors, Tensor sought) {
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
    ForwardMode.refuse("Function " + name(), List.of(inputs));
    Batches.refuse("Function " + name(), List.of(inputs));
    boolean[] needsGrad = new boolean[inputs.length];
    boolean recorded = false;
    for (int i = 0; i < inputs.length; i++) {
      needsGrad[i] = GradMode.isEnabled() && inputs[i].requiresGrad();
      recorded |= needsGrad[i];
    }
    Context context = new Context(name(), needsGrad);
    List<Tensor> results = new ArrayList<>();
    try (var _ = GradMode.set(false)) {
      results.addAll(forward(context, List.of(inputs)));
    }
    if (!recorded) {
      return List.copyOf(results);
    }
    Tensor[] returned = results.toArray(new Tensor[0]);
    FunctionNode node = new FunctionNode(this, context, inputs, returned);
    for (int i = 0; i < returned.length; i++) {
      Tensor result = returned[i];
      if (context.isPassive(result)) {
        continue;
      }
      boolean shared = result.requiresGrad() || Context.isAmong(List.of(inputs), result);
      Tensor own = shared ? Primitives.expand(result, result.shape()) : result;
      own.computedBy(node, i);
      results.set(i, own);
    }
    context.keep(returned, results);
    return List.copyOf(results);
  }

  /** One recorded call. */
  private static final class FunctionNode extends Node {
    private final Function function;
    private final Context context;
    private final Form[] inputs;
    private final Form[] results;

    FunctionNode(Function function, Context context, Tensor[] inputs, Tensor[] results) {
      super(function.name(), edges(inputs));
      this.function = function;
      this.context = context;
      this.inputs = Form.of(inputs);
      this.results = Form.of(results);
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
      return results.length;
    }

    @Override
    public void release() {
      context.kept = null;
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      if (context.kept == null) {
        throw Released.by(this);
      }
      List<Tensor> given = new ArrayList<>();
      for (int i = 0; i < gradients.length; i++) {
        Tensor gradient = gradients[i];
        given.add(gradient != null ? gradient : results[i].zeros());
      }
      List<? extends @Nullable Tensor> found = function.backward(context, given);
      if (found.size() != edgeCount()) {
        throw new AutogradException(
            "%s: backward returned %d gradients for %d inputs; return one per input, null where none flows"
                .formatted(this, found.size(), edgeCount()));
      }
      @Nullable Tensor[] result = new @Nullable Tensor[edgeCount()];
      for (int i = 0; i < result.length; i++) {
        Tensor gradient = found.get(i);
        result[i] =
            gradient == null || edge(i) == null
                ? null
                : GradientCheck.like(
                    gradient,
                    inputs[i],
                    "%s: for input %d, backward returned".formatted(name(), i));
      }
      return result;
    }
  }
}
