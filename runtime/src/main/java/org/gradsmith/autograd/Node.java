/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.gradsmith.memory.MemoryReport;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A step of the autograd graph: turns the gradients of its results into gradients of its operands.
 * Nodes are numbered in the order of their creation, so an edge always leads to a smaller number
 * (but for the accumulators of leaves, which have no edges of their own).
 */
public abstract class Node {
  private static final AtomicLong CREATED = new AtomicLong();

  private final String name;
  private final long sequence;
  private final @Nullable Edge[] edges;
  private final @Nullable String line;
  private volatile @Nullable TensorHooks hooks;
  private volatile @Nullable NodeHooks nodeHooks;

  /**
   * A node.
   *
   * @param name what messages call it: the name of its op
   * @param edges where the gradient of each operand goes; null where none is needed
   */
  protected Node(String name, @Nullable Edge[] edges) {
    this(name, CREATED.getAndIncrement(), edges);
  }

  @SuppressWarnings("this-escape") // nobody gets the node before it is unreachable
  Node(String name, long sequence, @Nullable Edge[] edges) {
    this.name = name;
    this.sequence = sequence;
    this.edges = edges;
    this.line = AnomalyMode.isOn() ? UserLine.find() : null;
    MemoryReport.node(this, name);
  }

  /** The number the next node will get. */
  static long nextSequence() {
    return CREATED.get();
  }

  /**
   * The gradients of the operands, one per edge; null where there is none. The engine calls it with
   * recording on if a graph of the gradients is wanted.
   *
   * @param gradients gradients of the results, at least one of them not null
   * @param wanted per edge, whether its gradient will be used; others may stay null
   */
  public abstract @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted);

  /** Drops what the node kept for {@link #backward}. */
  public void release() {}

  /**
   * Whether {@link #backward} returns nothing but new tensors and those it was given, and nobody
   * holds either afterwards. The engine then gives their memory back once they are used.
   */
  protected boolean isPure() {
    return false;
  }

  /** How many results the node has. */
  public int outputs() {
    return 1;
  }

  /** What messages call the node. */
  public final String name() {
    return name;
  }

  /** The node's place in the order of creation. */
  public final long sequence() {
    return sequence;
  }

  /** Where the gradient of each operand goes; null where none is needed. */
  public final List<@Nullable Edge> edges() {
    List<@Nullable Edge> copy = new ArrayList<>(edges.length);
    for (Edge edge : edges) {
      copy.add(edge);
    }
    return Collections.unmodifiableList(copy);
  }

  /** The user's line that made the node; null outside the anomaly mode. */
  public final @Nullable String line() {
    return line;
  }

  /**
   * Calls a function with the gradients of the operands each time this node has run backward; the
   * function may return others to go on with.
   */
  public final HookHandle registerHook(NodeHook hook) {
    return nodeHooksOrNew().add(hook);
  }

  /**
   * Calls a function with the gradients of the results each time before this node runs backward;
   * the function may return others to go on with.
   */
  public final HookHandle registerPreHook(NodePreHook hook) {
    return nodeHooksOrNew().add(hook);
  }

  /** What the node's results look like, for the picture of the graph; empty if it does not know. */
  String resultText() {
    return "";
  }

  final @Nullable NodeHooks nodeHooks() {
    return nodeHooks;
  }

  private synchronized NodeHooks nodeHooksOrNew() {
    NodeHooks known = nodeHooks;
    if (known == null) {
      known = new NodeHooks();
      nodeHooks = known;
    }
    return known;
  }

  final int edgeCount() {
    return edges.length;
  }

  final @Nullable Edge edge(int index) {
    return edges[index];
  }

  final @Nullable TensorHooks hooks() {
    return hooks;
  }

  /** The hooks on this node's results, made now if there were none. */
  final synchronized TensorHooks hooksOrNew() {
    TensorHooks known = hooks;
    if (known == null) {
      known = new TensorHooks();
      hooks = known;
    }
    return known;
  }

  @Override
  public final String toString() {
    return "'" + name + "'" + (line == null ? "" : " at " + line);
  }
}
