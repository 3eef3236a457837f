/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gradsmith.autograd.BackwardPass.Capture;
import org.gradsmith.autograd.BackwardPass.Root;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** Gradients of recorded computations, and whether computations are recorded. */
public final class Autograd {
  private Autograd() {}

  /** As {@link #backward(Tensor, Tensor, boolean, boolean)}; frees the graph. */
  public static void backward(Tensor result, @Nullable Tensor gradient) {
    backward(result, gradient, false, false);
  }

  /**
   * Adds to the {@code grad} of every leaf the gradient of {@code sum(result · gradient)}.
   *
   * @param gradient of the result's shape; null means 1, for a result of one element
   * @param retainGraph whether another backward through the same graph will follow
   * @param createGraph whether the gradients are recorded in turn, for second derivatives; keeps
   *     the graph
   */
  public static void backward(
      Tensor result, @Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
    BackwardPass.intoLeaves(
        List.of(root(result, gradient, "backward")), retainGraph || createGraph, createGraph);
  }

  /**
   * The gradients of one number (or of the sum of {@code result}'s only element) with respect to
   * each input; frees the graph and leaves all {@code grad}s as they are.
   */
  public static List<Tensor> grad(Tensor result, Tensor... inputs) {
    return grad(List.of(result), Arrays.asList(inputs), List.of(), false, false);
  }

  /** As {@link #gradOrNull}, where every input has to take part in the results. */
  public static List<Tensor> grad(
      List<Tensor> results,
      List<Tensor> inputs,
      List<? extends @Nullable Tensor> gradients,
      boolean retainGraph,
      boolean createGraph) {
    List<Tensor> found = new ArrayList<>();
    for (Tensor gradient : gradOrNull(results, inputs, gradients, retainGraph, createGraph)) {
      if (gradient == null) {
        throw new AutogradException(
            "grad: input %d (%s) took no part in computing the results; use gradOrNull to get null for it"
                .formatted(found.size(), inputs.get(found.size()).describe()));
      }
      found.add(gradient);
    }
    return found;
  }

  /**
   * The gradients of the sum over all results of {@code sum(result · gradient)} with respect to
   * each input, a leaf or not; leaves all {@code grad}s as they are.
   *
   * @param gradients one per result, null meaning 1 for a result of one element; empty means all
   *     null
   * @param retainGraph whether another backward through the same graph will follow
   * @param createGraph whether the gradients are recorded in turn, for second derivatives; keeps
   *     the graph
   * @return one gradient per input; null where the input took no part
   */
  public static List<@Nullable Tensor> gradOrNull(
      List<Tensor> results,
      List<Tensor> inputs,
      List<? extends @Nullable Tensor> gradients,
      boolean retainGraph,
      boolean createGraph) {
    if (!gradients.isEmpty() && gradients.size() != results.size()) {
      throw new IllegalArgumentException(
          "grad: %d gradients for %d results; give one per result, or none"
              .formatted(gradients.size(), results.size()));
    }
    List<Root> roots = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      roots.add(root(results.get(i), gradients.isEmpty() ? null : gradients.get(i), "grad"));
    }
    List<Capture> captures = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Edge edge = Edge.of(inputs.get(i));
      if (edge == null) {
        throw new AutogradException(
            "grad: input %d (%s) does not require a gradient; call requiresGrad(true) on it before computing with it"
                .formatted(i, inputs.get(i).describe()));
      }
      captures.add(new Capture(edge, false));
    }
    return Arrays.asList(
        BackwardPass.intoList(roots, captures, retainGraph || createGraph, createGraph));
  }

  private static Root root(Tensor result, @Nullable Tensor gradient, String caller) {
    Edge edge = Edge.of(result);
    if (edge == null) {
      throw new AutogradException(
          "%s: %s does not depend on anything that requires a gradient, or was computed where nothing is recorded (noGrad, detach)"
              .formatted(caller, result.describe()));
    }
    if (gradient != null) {
      return new Root(edge, GradientCheck.like(gradient, result, caller + " was given"));
    }
    if (result.numel() != 1) {
      throw new AutogradException(
          "%s without a gradient starts from one number, but the result is %s; reduce it with sum() or mean(), or pass a gradient of its shape"
              .formatted(caller, result.describe()));
    }
    TensorOptions like = TensorOptions.of(result.dtype()).on(result.device());
    return new Root(edge, Tensor.ones(like, result.shape()));
  }

  /** Whether forward mode computes tangents, on any thread. */
  public static boolean isForwardModeOpen() {
    return ForwardMode.isActive();
  }

  /** Records nothing on this thread until closed: {@code try (var _ = Autograd.noGrad())}. */
  public static GradMode.Scope noGrad() {
    return GradMode.set(false);
  }

  /**
   * Until closed, records nothing on this thread and makes tensors that never take part in a graph:
   * cheaper than {@link #noGrad} since nobody counts the writes to them. Such a tensor may be read
   * by ops that are recorded later, but not kept by them, nor written to outside the mode.
   */
  public static GradMode.Scope inferenceMode() {
    return InferenceMode.set(true);
  }

  /** Records again, inside {@link #noGrad}, until closed. */
  public static GradMode.Scope enableGrad() {
    return GradMode.set(true);
  }

  /**
   * Until closed, errors of backward name the lines of the program, and a gradient that becomes NaN
   * is an error. Slow.
   */
  public static GradMode.Scope detectAnomaly() {
    return AnomalyMode.on();
  }

  /**
   * Calls a function with the gradient of a tensor each time backward has computed it, before
   * anything else uses it.
   *
   * @param hook returns the gradient to go on with, or null for the one it was given
   */
  public static HookHandle registerHook(Tensor tensor, Function<Tensor, @Nullable Tensor> hook) {
    Edge edge = Edge.of(tensor);
    if (edge == null) {
      throw new AutogradException(
          "registerHook: %s does not require a gradient, so the hook would never be called"
              .formatted(tensor.describe()));
    }
    return edge.node().hooksOrNew().add(edge.output(), hook);
  }

  /**
   * Calls a function with a leaf each time backward has added to its {@code grad}: to use the
   * gradient at once and drop it.
   */
  public static HookHandle registerPostAccumulateGradHook(Tensor leaf, Consumer<Tensor> hook) {
    Edge edge = Edge.of(leaf);
    if (edge == null || !(edge.node() instanceof AccumulateGrad accumulator)) {
      throw new AutogradException(
          "registerPostAccumulateGradHook: %s %s; only leaves that require a gradient collect one"
              .formatted(
                  leaf.describe(), edge == null ? "does not require a gradient" : "is not a leaf"));
    }
    return accumulator.afterwards(hook);
  }

  /** The recorded graph that a tensor was computed by, as text: see {@link GraphText}. */
  public static String describe(Tensor result) {
    return GraphText.of(result);
  }

  /** The recorded graph that a tensor was computed by, in Graphviz's language. */
  public static String describeAsDot(Tensor result) {
    return GraphText.dot(result);
  }

  /** The same as a drawing: an SVG document that needs nothing else. */
  public static String describeAsSvg(Tensor result) {
    return GraphText.svg(result);
  }

  /** Makes backward keep the gradient of a tensor that is not a leaf in its {@code grad}, too. */
  public static void retainGrad(Tensor tensor) {
    RetainedGrad.start(tensor);
  }
}
