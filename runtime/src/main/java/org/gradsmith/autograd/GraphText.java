/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.gradsmith.tensor.Tensor;

/**
 * Pictures of a recorded graph: its leaves, then its nodes in the order in which they ran forward,
 * with shapes, and with lines where the anomaly mode was on.
 *
 * <pre>
 * a = leaf Tensor float32 [2]
 * %0 = exp(a)  float32 [2]  at Model.java:12
 * %1 = sum(%0)  float32 []  at Model.java:13
 * </pre>
 */
final class GraphText {
  private final List<Node> nodes = new ArrayList<>();
  private final IdentityHashMap<Node, String> names = new IdentityHashMap<>();

  private GraphText(Tensor result) {
    Edge root = Edge.of(result);
    if (root == null) {
      return;
    }
    IdentityHashMap<Node, Node> seen = new IdentityHashMap<>();
    ArrayDeque<Node> open = new ArrayDeque<>();
    seen.put(root.node(), root.node());
    open.add(root.node());
    while (!open.isEmpty()) {
      Node node = open.remove();
      nodes.add(node);
      for (Edge edge : node.edges()) {
        if (edge != null && seen.put(edge.node(), edge.node()) == null) {
          open.add(edge.node());
        }
      }
    }
    nameAll(seen.keySet());
  }

  private void nameAll(Collection<Node> all) {
    int leaves = 0;
    for (Node node : nodes) {
      if (node instanceof AccumulateGrad) {
        names.put(node, letters(leaves++));
      }
    }
    nodes.sort(
        Comparator.comparing((Node node) -> !(node instanceof AccumulateGrad))
            .thenComparing((a, b) ->
                a instanceof AccumulateGrad ? 0 : Long.compare(a.sequence(), b.sequence())));
    int computed = 0;
    for (Node node : nodes) {
      if (!(node instanceof AccumulateGrad)) {
        names.put(node, "%" + computed++);
      }
    }
    if (names.size() != all.size()) {
      throw new IllegalStateException("a node has no name");
    }
  }

  private static String letters(int index) {
    String last = String.valueOf((char) ('a' + index % 26));
    return index < 26 ? last : letters(index / 26 - 1) + last;
  }

  /** A line per leaf and per node. */
  static String of(Tensor result) {
    GraphText graph = new GraphText(result);
    if (graph.nodes.isEmpty()) {
      return result.describe()
          + " is not part of a graph: nothing it depends on requires a gradient\n";
    }
    StringBuilder text = new StringBuilder();
    for (Node node : graph.nodes) {
      text.append(graph.name(node)).append(" = ").append(graph.label(node)).append('\n');
    }
    return text.toString();
  }

  /** A directed graph; an arrow leads from an operand to what was computed from it. */
  static String dot(Tensor result) {
    GraphText graph = new GraphText(result);
    StringBuilder text = new StringBuilder("digraph autograd {\n  node [shape=box];\n");
    for (Node node : graph.nodes) {
      text.append(
          "  \"%s\" [label=\"%s\"%s];%n"
              .formatted(
                  graph.name(node),
                  graph.label(node).replace("\\", "\\\\").replace("\"", "\\\""),
                  node instanceof AccumulateGrad ? ", style=filled" : ""));
      for (Edge edge : node.edges()) {
        if (edge != null) {
          text.append("  \"%s\" -> \"%s\";%n".formatted(graph.name(edge.node()), graph.name(node)));
        }
      }
    }
    return text.append("}\n").toString();
  }

  /** The same as a drawing. */
  static String svg(Tensor result) {
    GraphText graph = new GraphText(result);
    List<GraphSvg.Box> boxes = new ArrayList<>();
    for (Node node : graph.nodes) {
      List<String> lines = new ArrayList<>();
      List<String> from = new ArrayList<>();
      if (node instanceof AccumulateGrad leaf) {
        lines.add(graph.name(node) + " = leaf");
        lines.add(leaf.describe());
      } else {
        lines.add(graph.name(node) + " = " + node.name());
        lines.add(node.resultText());
      }
      String line = node.line();
      if (line != null) {
        lines.add("at " + line);
      }
      for (Edge edge : node.edges()) {
        if (edge != null) {
          from.add(graph.name(edge.node()));
        }
      }
      lines.removeIf(String::isEmpty);
      boxes.add(new GraphSvg.Box(graph.name(node), lines, node instanceof AccumulateGrad, from));
    }
    return GraphSvg.of(boxes);
  }

  private String name(Node node) {
    return names.getOrDefault(node, "?");
  }

  private String label(Node node) {
    if (node instanceof AccumulateGrad leaf) {
      return "leaf " + leaf.describe();
    }
    List<String> operands = new ArrayList<>();
    for (Edge edge : node.edges()) {
      operands.add(
          edge == null
              ? "-"
              : name(edge.node()) + (edge.node().outputs() > 1 ? "." + edge.output() : ""));
    }
    String line = node.line();
    String results = node.resultText();
    return "%s(%s)%s%s"
        .formatted(
            node.name(),
            String.join(", ", operands),
            results.isEmpty() ? "" : "  " + results,
            line == null ? "" : "  at " + line);
  }
}
