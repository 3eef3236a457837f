/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cheapest set of nodes through which all paths from the sources to the sinks go (Edmonds and
 * Karp, 1972, with each node as an edge of its cost). Of several, the one nearest to the sinks.
 *
 * @param <N> a node
 */
final class MinCut<N> {
  private static final int UNBOUNDED = Integer.MAX_VALUE / 2;

  /** The two ends of a node. */
  private record End(Object node, boolean leaving) {}

  private static final End SOURCE = new End("source", true);
  private static final End SINK = new End("sink", false);

  private final Map<End, Map<End, Integer>> residual = new HashMap<>();
  private final Set<N> nodes = new LinkedHashSet<>();

  /** Adds a node. */
  void node(N node, int cost) {
    nodes.add(node);
    edge(new End(node, false), new End(node, true), cost);
  }

  void source(N node) {
    edge(SOURCE, new End(node, false), UNBOUNDED);
  }

  void sink(N node) {
    edge(new End(node, true), SINK, UNBOUNDED);
  }

  void path(N from, N to) {
    edge(new End(from, true), new End(to, false), UNBOUNDED);
  }

  private void edge(End from, End to, int capacity) {
    residual.computeIfAbsent(from, _ -> new HashMap<>()).merge(to, capacity, Math::max);
    residual.computeIfAbsent(to, _ -> new HashMap<>()).putIfAbsent(from, 0);
  }

  /** The nodes of the cut. */
  Set<N> cut() {
    for (List<End> path = path(); !path.isEmpty(); path = path()) {
      int flow = UNBOUNDED;
      for (int i = 1; i < path.size(); i++) {
        flow = Math.min(flow, capacity(path.get(i - 1), path.get(i)));
      }
      for (int i = 1; i < path.size(); i++) {
        push(path.get(i - 1), path.get(i), -flow);
        push(path.get(i), path.get(i - 1), flow);
      }
    }
    Set<End> reachSink = new HashSet<>(Set.of(SINK));
    Deque<End> open = new ArrayDeque<>(reachSink);
    while (!open.isEmpty()) {
      End to = open.remove();
      for (End from : residual.getOrDefault(to, Map.of()).keySet()) {
        if (capacity(from, to) > 0 && reachSink.add(from)) {
          open.add(from);
        }
      }
    }
    Set<N> cut = new LinkedHashSet<>();
    for (N node : nodes) {
      if (reachSink.contains(new End(node, true)) && !reachSink.contains(new End(node, false))) {
        cut.add(node);
      }
    }
    return cut;
  }

  /** A shortest path with capacity left; empty if there is none. */
  private List<End> path() {
    Map<End, End> before = new HashMap<>();
    Deque<End> open = new ArrayDeque<>(List.of(SOURCE));
    while (!open.isEmpty() && !before.containsKey(SINK)) {
      End from = open.remove();
      residual
          .getOrDefault(from, Map.of())
          .forEach((to, capacity) -> {
            if (capacity > 0 && !to.equals(SOURCE) && before.putIfAbsent(to, from) == null) {
              open.add(to);
            }
          });
    }
    List<End> path = new ArrayList<>();
    if (before.containsKey(SINK)) {
      for (End end = SINK; !end.equals(SOURCE); end = before.getOrDefault(end, SOURCE)) {
        path.addFirst(end);
      }
      path.addFirst(SOURCE);
    }
    return path;
  }

  private int capacity(End from, End to) {
    return residual.getOrDefault(from, Map.of()).getOrDefault(to, 0);
  }

  private void push(End from, End to, int flow) {
    residual.computeIfAbsent(from, _ -> new HashMap<>()).merge(to, flow, Integer::sum);
  }
}
