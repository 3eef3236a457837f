/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.gradsmith.autograd.BackwardPass.Capture;
import org.gradsmith.autograd.BackwardPass.Root;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A computation recorded on a tape of its own, to stand as a part of one node of another tape.
 * Inside, the inputs are leaves; whatever else the computation reaches from outside and needs a
 * gradient for (weights, leaves or not) is found as a free edge, which the embedding node appends
 * to its own edges.
 */
public final class NestedTape {
  private final Tensor[] results;
  private final @Nullable Edge[] roots;
  private final @Nullable Edge[] inputs;
  private final List<Edge> freeEdges;

  private NestedTape(
      Tensor[] results, @Nullable Edge[] roots, @Nullable Edge[] inputs, List<Edge> freeEdges) {
    this.results = results;
    this.roots = roots;
    this.inputs = inputs;
    this.freeEdges = freeEdges;
  }

  /** Runs a computation; every input of a floating dtype counts as in need of a gradient. */
  public static NestedTape run(Function<Tensor[], Tensor> body, Tensor... inputs) {
    boolean[] needed = new boolean[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      needed[i] = inputs[i].dtype().isFloating();
    }
    return run(body, needed, inputs);
  }

  /**
   * Runs a computation.
   *
   * @param body gets the inputs cut off from their own graph
   * @param needed which inputs need a gradient
   */
  public static NestedTape run(Function<Tensor[], Tensor> body, boolean[] needed, Tensor[] inputs) {
    return runAll(in -> new Tensor[] {body.apply(in)}, needed, inputs);
  }

  /**
   * Runs a computation of several results.
   *
   * @param body gets the inputs cut off from their own graph
   * @param needed which inputs need a gradient
   */
  public static NestedTape runAll(
      Function<Tensor[], Tensor[]> body, boolean[] needed, Tensor[] inputs) {
    return runAll(body, needed, inputs, false);
  }

  /**
   * As {@link #runAll}, for a caller that lets elements be written to: results that look at the
   * elements of inputs, or of other tensors from outside, are views of those.
   */
  public static NestedTape runWithViews(
      Function<Tensor[], Tensor[]> body, boolean[] needed, Tensor[] inputs) {
    return runAll(body, needed, inputs, true);
  }

  private static NestedTape runAll(
      Function<Tensor[], Tensor[]> body, boolean[] needed, Tensor[] inputs, boolean views) {
    Tensor[] leaves = new Tensor[inputs.length];
    @Nullable Edge[] inputEdges = new @Nullable Edge[inputs.length];
    long[] versions = new long[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      leaves[i] = inputs[i].detach();
      ViewHistory.shareTangents(inputs[i], leaves[i]);
      versions[i] = inputs[i].version();
      if (needed[i]) {
        inputEdges[i] = Edge.of(leaves[i].requiresGrad(true));
      }
    }
    long start = Node.nextSequence();
    Tensor[] made;
    try (var _ = GradMode.set(true)) {
      made = body.apply(leaves);
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].version() != versions[i]) {
        throw new AutogradException(
            "a module called from compiled code wrote to its argument %d (%s) in place; let it work on a copy"
                .formatted(i, inputs[i].describe()));
      }
    }
    SharedElements shared = new SharedElements(made, leaves, start);
    Tensor[] outside = new Tensor[made.length];
    @Nullable Edge[] roots = new @Nullable Edge[made.length];
    for (int i = 0; i < made.length; i++) {
      roots[i] = Edge.of(made[i]);
      outside[i] = made[i].detach();
      ViewHistory.shareTangents(made[i], outside[i]);
      if (views) {
        outside[i] = shared.result(i, outside[i], inputs);
      }
    }
    return new NestedTape(outside, roots, inputEdges, freeEdges(roots, start, inputEdges));
  }

  /**
   * Edges from the nodes made since {@code start} to older ones and to leaves that are not inputs.
   */
  private static List<Edge> freeEdges(@Nullable Edge[] roots, long start, @Nullable Edge[] inputs) {
    Set<Edge> free = new LinkedHashSet<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Edge> own = new LinkedHashSet<>();
    for (Edge input : inputs) {
      if (input != null) {
        own.add(input);
      }
    }
    ArrayDeque<Edge> open = new ArrayDeque<>();
    for (Edge root : roots) {
      if (root != null) {
        open.add(root);
      }
    }
    while (!open.isEmpty()) {
      Edge edge = open.remove();
      if (own.contains(edge)) {
        continue;
      }
      if (edge.node() instanceof AccumulateGrad || edge.node().sequence() < start) {
        free.add(edge);
      } else if (seen.add(edge.node())) {
        for (Edge next : edge.node().edges()) {
          if (next != null) {
            open.add(next);
          }
        }
      }
    }
    return List.copyOf(free);
  }

  /** What the computation returned, cut off from this tape. */
  public Tensor result() {
    return results[0];
  }

  /** What the computation returned, cut off from this tape. */
  public Tensor[] results() {
    return results.clone();
  }

  /** Whether the result depends on an input, or on anything outside, that needs a gradient. */
  public boolean needsGradient() {
    return needsGradient(0);
  }

  /** Whether one of the results depends on something that needs a gradient. */
  public boolean needsGradient(int result) {
    return roots[result] != null;
  }

  /** Where the gradients of tensors from outside go, in the order in which they were reached. */
  public List<Edge> freeEdges() {
    return freeEdges;
  }

  /**
   * The gradients of the inputs, then those of the free edges; null where there is none. May be
   * called more than once; hooks on tensors from outside are left to the tape that embeds this one.
   */
  public @Nullable Tensor[] backward(Tensor gradient) {
    return backwardAll(gradient);
  }

  /**
   * As {@link #backward}, of several results.
   *
   * @param given one per result, null where none came
   */
  public @Nullable Tensor[] backwardAll(@Nullable Tensor... given) {
    @Nullable Tensor[] gradients = new @Nullable Tensor[inputs.length + freeEdges.size()];
    List<Root> starts = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      Edge root = roots[i];
      Tensor gradient = given[i];
      if (root != null && gradient != null) {
        GradientCheck.like(gradient, results[i], "a nested tape was given");
        starts.add(new Root(root, gradient));
      }
    }
    if (starts.isEmpty()) {
      return gradients;
    }
    List<Capture> captures = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      Edge input = inputs[i];
      if (input != null) {
        captures.add(new Capture(input, false));
        places.add(i);
      }
    }
    for (int i = 0; i < freeEdges.size(); i++) {
      captures.add(new Capture(freeEdges.get(i), true));
      places.add(inputs.length + i);
    }
    @Nullable Tensor[] found = BackwardPass.intoList(starts, captures, true, false);
    for (int i = 0; i < found.length; i++) {
      gradients[places.get(i)] = found[i];
    }
    return gradients;
  }
}
