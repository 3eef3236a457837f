/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a value was computed from a leaf: the shortest way, for messages of the anomaly mode. */
final class ForwardPath {
  private static final int TOLD = 12;

  private ForwardPath() {}

  /**
   * The nodes from a leaf to {@code node}, each with its line: {@code leaf float32 [2] -> 'exp' at
   * A.java:3 -> 'mul' at A.java:4}.
   */
  @SuppressWarnings("ReferenceEquality") // nodes are what they are
  static String to(Node node) {
    IdentityHashMap<Node, Node> user = new IdentityHashMap<>();
    ArrayDeque<Node> open = new ArrayDeque<>();
    open.add(node);
    Node end = node;
    while (!open.isEmpty()) {
      end = open.remove();
      if (end.edgeCount() == 0) {
        break; // the nearest leaf
      }
      for (int i = 0; i < end.edgeCount(); i++) {
        Edge edge = end.edge(i);
        if (edge != null && edge.node() != node && user.putIfAbsent(edge.node(), end) == null) {
          open.add(edge.node());
        }
      }
    }
    List<String> steps = new ArrayList<>();
    for (@Nullable Node step = end; step != null; step = user.get(step)) {
      steps.add(step instanceof AccumulateGrad leaf ? "leaf " + leaf.describe() : step.toString());
    }
    if (steps.size() > TOLD) {
      int left = steps.size() - TOLD;
      List<String> shown = new ArrayList<>(steps.subList(0, TOLD / 2));
      shown.add("(%d more)".formatted(left));
      shown.addAll(steps.subList(steps.size() - TOLD / 2, steps.size()));
      steps = shown;
    }
    return String.join(" -> ", steps);
  }
}
