/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One sweep over the graph from some results to the leaves, or to asked-for tensors. Nodes run in
 * descending order of their numbers, each after all its users; a worklist instead of recursion, so
 * the graph may be as deep as memory allows.
 */
final class BackwardPass {
  /** A gradient to start from. */
  record Root(Edge edge, Tensor gradient) {}

  /**
   * A gradient to return.
   *
   * @param edge the tensor whose gradient is asked for
   * @param boundary whether the sweep ends there: the gradient is a part of one that another sweep
   *     adds up, shows to hooks and takes further
   */
  record Capture(Edge edge, boolean boundary) {}

  private static final Comparator<Task> LATEST_FIRST =
      Comparator.comparingLong((Task task) -> task.node.sequence()).reversed();

  /** Accumulators first, then by number: every node comes after the nodes its edges lead to. */
  private static final Comparator<Task> LEAVES_FIRST =
      Comparator.comparingLong(
          task -> task.node instanceof AccumulateGrad ? -1 : task.node.sequence());

  private final boolean retainGraph;
  private final boolean createGraph;
  private final IdentityHashMap<Node, Task> tasks = new IdentityHashMap<>();
  private final PriorityQueue<Task> ready = new PriorityQueue<>(LATEST_FIRST);

  private final GradientMemory memory = new GradientMemory();

  private static final class Task {
    private final Node node;
    private final @Nullable Tensor[] gradients;
    private final List<Integer> captures = new ArrayList<>(0);
    private int dependencies;
    private boolean reached;
    private boolean boundary;
    private boolean runs = true;

    Task(Node node) {
      this.node = node;
      this.gradients = new @Nullable Tensor[node.outputs()];
    }

    /** Whether a gradient has arrived. */
    boolean hasGradient() {
      for (Tensor gradient : gradients) {
        if (gradient != null) {
          return true;
        }
      }
      return false;
    }

    /** Whether a gradient that arrives here is used. */
    boolean isWanted() {
      return runs || !captures.isEmpty();
    }
  }

  private BackwardPass(boolean retainGraph, boolean createGraph) {
    this.retainGraph = retainGraph;
    this.createGraph = createGraph;
  }

  /** Adds the gradients of all reachable leaves to their {@code grad}. */
  static void intoLeaves(List<Root> roots, boolean retainGraph, boolean createGraph) {
    new BackwardPass(retainGraph, createGraph).run(roots, List.of(), true);
  }

  /** The asked-for gradients, null where a tensor was not reached; leaves stay as they are. */
  static @Nullable Tensor[] intoList(
      List<Root> roots, List<Capture> captures, boolean retainGraph, boolean createGraph) {
    return new BackwardPass(retainGraph, createGraph).run(roots, captures, false);
  }

  private @Nullable Tensor[] run(List<Root> roots, List<Capture> captures, boolean leaves) {
    for (int i = 0; i < captures.size(); i++) {
      Task task = tasks.computeIfAbsent(captures.get(i).edge.node(), Task::new);
      task.captures.add(i);
      task.boundary |= captures.get(i).boundary;
    }
    List<Task> reached = discover(roots);
    if (!leaves) {
      restrict(reached);
    }
    @Nullable Tensor[] captured = new @Nullable Tensor[captures.size()];
    try (var _ = GradMode.set(createGraph)) {
      for (Root root : roots) {
        add(root.edge, root.gradient);
      }
      for (Task task : reached) {
        if (task.dependencies == 0) {
          ready.add(task);
        }
      }
      for (Task task = ready.poll(); task != null; task = ready.poll()) {
        execute(task, captures, captured);
      }
    }
    return captured;
  }

  /** Finds every reachable node and counts the edges that lead to it. */
  private List<Task> discover(List<Root> roots) {
    List<Task> reached = new ArrayList<>();
    for (Root root : roots) {
      reach(root.edge.node(), reached);
    }
    for (int next = 0; next < reached.size(); next++) {
      Task task = reached.get(next);
      for (int i = 0; i < task.node.edgeCount() && !task.boundary; i++) {
        Edge edge = task.node.edge(i);
        if (edge != null) {
          reach(edge.node(), reached).dependencies++;
        }
      }
    }
    return reached;
  }

  private Task reach(Node node, List<Task> reached) {
    Task task = tasks.computeIfAbsent(node, Task::new);
    if (!task.reached) {
      task.reached = true;
      reached.add(task);
    }
    return task;
  }

  /** Leaves out every node on no path to an asked-for tensor. */
  private void restrict(List<Task> reached) {
    List<Task> ascending = new ArrayList<>(reached);
    ascending.sort(LEAVES_FIRST);
    for (Task task : ascending) {
      task.runs = false;
      for (int i = 0; i < task.node.edgeCount() && !task.boundary && !task.runs; i++) {
        Edge edge = task.node.edge(i);
        task.runs = edge != null && target(edge).isWanted();
      }
    }
  }

  private Task target(Edge edge) {
    return tasks.computeIfAbsent(edge.node(), Task::new);
  }

  private void execute(Task task, List<Capture> captures, @Nullable Tensor[] captured) {
    if (!task.boundary && task.isWanted()) {
      applyHooks(task);
    }
    for (int index : task.captures) {
      Tensor gradient = task.gradients[captures.get(index).edge.output()];
      memory.giveAway(gradient);
      captured[index] = gradient;
    }
    if (task.runs) {
      distribute(task.node, runNode(task));
    }
    Arrays.fill(task.gradients, null);
  }

  private void applyHooks(Task task) {
    TensorHooks hooks = task.node.hooks();
    if (hooks == null || hooks.isEmpty()) {
      return;
    }
    for (int i = 0; i < task.gradients.length; i++) {
      Tensor gradient = task.gradients[i];
      if (gradient != null) {
        memory.giveAway(gradient);
        task.gradients[i] = hooks.apply(i, gradient);
      }
    }
  }

  /** The gradients that a node computes; all null if none arrived (a symbolic zero). */
  private @Nullable Tensor[] runNode(Task task) {
    Node node = task.node;
    if (!task.hasGradient()) {
      return new @Nullable Tensor[node.edgeCount()];
    }
    if (node instanceof AccumulateGrad leaf) {
      @Nullable Tensor[] none = new @Nullable Tensor[0];
      NodeHooks leafHooks = node.nodeHooks();
      if (leafHooks != null) {
        showTo(leafHooks, node, task.gradients);
      }
      accumulate(leaf, task.gradients[0]);
      if (leafHooks != null) {
        leafHooks.after(node, none, task.gradients);
      }
      memory.used(task.gradients, none);
      return none;
    }
    boolean[] wanted = new boolean[node.edgeCount()];
    for (int i = 0; i < wanted.length; i++) {
      Edge edge = node.edge(i);
      wanted[i] = edge != null && target(edge).isWanted();
    }
    NodeHooks hooks = node.nodeHooks();
    if (hooks != null) {
      showTo(hooks, node, task.gradients);
    }
    @Nullable Tensor[] results = backward(node, task.gradients, wanted);
    if (results.length != node.edgeCount()) {
      throw new AutogradException(
          "%s returned %d gradients for %d operands"
              .formatted(node, results.length, node.edgeCount()));
    }
    if (AnomalyMode.isOn()) {
      NotANumber.refuse(node, results);
    }
    if (!retainGraph) {
      node.release();
    }
    if (hooks != null) {
      hooks.after(node, results, task.gradients);
    }
    if (node.isPure() && !createGraph && hooks == null) {
      memory.made(results, task.gradients);
      memory.used(task.gradients, results);
    } else {
      for (Tensor given : task.gradients) {
        memory.giveAway(given);
      }
    }
    return results;
  }

  /** Runs a node; in the anomaly mode a failure tells where the node comes from. */
  private static @Nullable Tensor[] backward(
      Node node, @Nullable Tensor[] gradients, boolean[] wanted) {
    if (!AnomalyMode.isOn()) {
      return node.backward(gradients, wanted);
    }
    try {
      return node.backward(gradients, wanted);
    } catch (RuntimeException e) {
      e.addSuppressed(
          new AutogradException(
              "while backward went through %s; the forward path: %s"
                  .formatted(node, ForwardPath.to(node))));
      throw e;
    }
  }

  private void showTo(NodeHooks hooks, Node node, @Nullable Tensor[] gradients) {
    for (Tensor gradient : gradients) {
      memory.giveAway(gradient);
    }
    hooks.before(node, gradients);
  }

  /** A leaf takes the gradient itself where nobody else holds it, else a copy. */
  private void accumulate(AccumulateGrad leaf, @Nullable Tensor gradient) {
    if (gradient != null) {
      boolean whole =
          gradient.isContiguous()
              && gradient.storage().byteSize() == gradient.numel() * gradient.dtype().byteSize();
      leaf.accumulate(gradient, whole && leaf.takes() && memory.giveAway(gradient));
    }
  }

  private void distribute(Node node, @Nullable Tensor[] gradients) {
    for (int i = 0; i < node.edgeCount(); i++) {
      Edge edge = node.edge(i);
      if (edge != null) {
        Tensor gradient = gradients[i];
        if (gradient != null) {
          add(edge, gradient);
        }
        Task target = target(edge);
        if (--target.dependencies == 0) {
          ready.add(target);
        }
      }
    }
  }

  private void add(Edge edge, Tensor gradient) {
    Task task = target(edge);
    if (!task.isWanted()) {
      return;
    }
    Tensor before = task.gradients[edge.output()];
    if (before == null) {
      task.gradients[edge.output()] = gradient;
      return;
    }
    Tensor sum = Recorder.apply(Pointwise.ADD, new Object[0], before, gradient);
    task.gradients[edge.output()] = sum;
    if (!createGraph) {
      memory.added(sum, before, gradient);
    }
  }
}
