/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Places for the nodes of a directed graph without cycles, in layers: a node lies below all nodes
 * with an edge to it. Within a layer the order is that of the mean place of the neighbours (K.
 * Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures,
 * 1981). An edge over several layers passes those between at places of its own.
 */
final class LayeredLayout {
  private static final double GAP = 18;
  private static final double LAYER_GAP = 26;
  private static final double PASSAGE = 4;
  private static final int ROUNDS = 6;

  /** Something with a size. */
  record Node(String id, double width, double height) {}

  /** A line from one node to another. */
  record Edge(String from, String to) {}

  /** Where a node lies. */
  record Place(double x, double y, double width, double height) {
    double middle() {
      return x + width / 2;
    }
  }

  /** An edge and the places that it passes, from its first node to its last. */
  record Route(Edge edge, List<Place> through) {}

  private static final class Cell {
    private final Node node;
    private final List<Cell> above = new ArrayList<>();
    private final List<Cell> below = new ArrayList<>();
    private int layer;
    private double x;
    private double y;

    Cell(Node node) {
      this.node = node;
    }

    double middle() {
      return x + node.width() / 2;
    }

    Place place() {
      return new Place(x, y, node.width(), node.height());
    }
  }

  private final Map<String, Cell> cells = new HashMap<>();
  private final TreeMap<Integer, List<Cell>> layers = new TreeMap<>();
  private final Map<Edge, List<Cell>> routes = new HashMap<>();
  private final List<Edge> edges;

  private LayeredLayout(List<Node> nodes, List<Edge> edges) {
    this.edges = edges.stream().distinct().toList();
    nodes.forEach(node -> cells.put(node.id(), new Cell(node)));
    findLayers(nodes);
    nodes.forEach(node -> put(cell(node.id())));
    this.edges.forEach(this::route);
    for (int round = 0; round < ROUNDS; round++) {
      arrange(round % 2 == 0);
    }
    stack();
  }

  /**
   * Lays a graph out.
   *
   * @param nodes each behind those that have an edge to it
   */
  static LayeredLayout of(List<Node> nodes, List<Edge> edges) {
    return new LayeredLayout(nodes, edges);
  }

  /** Where a node lies. */
  Place place(String id) {
    return cell(id).place();
  }

  /** The edges, each once, in their order. */
  List<Route> routes() {
    return edges.stream()
        .map(edge ->
            new Route(
                edge, routes.getOrDefault(edge, List.of()).stream().map(Cell::place).toList()))
        .toList();
  }

  double width() {
    return most(cell -> cell.x + cell.node.width());
  }

  double height() {
    return most(cell -> cell.y + cell.node.height());
  }

  private double most(ToDoubleFunction<Cell> of) {
    return layers.values().stream().flatMap(List::stream).mapToDouble(of).max().orElse(0);
  }

  private Cell cell(String id) {
    Cell cell = cells.get(id);
    if (cell == null) {
      throw new IllegalArgumentException("no node is called " + id);
    }
    return cell;
  }

  private void put(Cell cell) {
    layers.computeIfAbsent(cell.layer, _ -> new ArrayList<>()).add(cell);
  }

  /** A node that no edge leads to lies right above the first one that it leads to. */
  private void findLayers(List<Node> nodes) {
    for (Node node : nodes) {
      edges.stream()
          .filter(edge -> edge.from().equals(node.id()))
          .forEach(edge -> {
            Cell to = cell(edge.to());
            to.layer = Math.max(to.layer, cell(node.id()).layer + 1);
          });
    }
    for (Node node : nodes) {
      if (edges.stream().noneMatch(edge -> edge.to().equals(node.id()))) {
        edges.stream()
            .filter(edge -> edge.from().equals(node.id()))
            .mapToInt(edge -> cell(edge.to()).layer - 1)
            .min()
            .ifPresent(layer -> cell(node.id()).layer = layer);
      }
    }
  }

  private void route(Edge edge) {
    Cell to = cell(edge.to());
    List<Cell> route = new ArrayList<>(List.of(cell(edge.from())));
    for (int layer = route.getFirst().layer + 1; layer < to.layer; layer++) {
      String id = edge.from() + " passes " + layer;
      Cell before = route.getLast();
      Cell passage = cells.get(id);
      if (passage == null) {
        passage = new Cell(new Node(id, PASSAGE, 0));
        passage.layer = layer;
        cells.put(id, passage);
        put(passage);
        connect(before, passage);
      }
      route.add(passage);
    }
    connect(route.getLast(), to);
    route.add(to);
    routes.put(edge, route);
  }

  private static void connect(Cell above, Cell below) {
    above.below.add(below);
    below.above.add(above);
  }

  private void arrange(boolean down) {
    for (List<Cell> layer : down ? layers.values() : layers.descendingMap().values()) {
      Map<Cell, Double> wanted = new HashMap<>();
      for (Cell cell : layer) {
        double middle =
            (down ? cell.above : cell.below)
                .stream().mapToDouble(Cell::middle).average().orElse(cell.middle());
        wanted.put(cell, middle);
      }
      layer.sort(Comparator.comparingDouble(cell -> wanted.getOrDefault(cell, 0.0)));
      double free = Double.NEGATIVE_INFINITY;
      double off = 0;
      for (Cell cell : layer) {
        double middle = wanted.getOrDefault(cell, 0.0);
        cell.x = Math.max(free, middle - cell.node.width() / 2);
        free = cell.x + cell.node.width() + GAP;
        off += middle - cell.middle();
      }
      for (Cell cell : layer) {
        cell.x += off / layer.size();
      }
    }
  }

  /** Puts layers under one another and everything to the right of 0. */
  private void stack() {
    double left =
        layers.values().stream().flatMap(List::stream).mapToDouble(c -> c.x).min().orElse(0);
    double y = 0;
    for (List<Cell> layer : layers.values()) {
      double tallest = layer.stream().mapToDouble(c -> c.node.height()).max().orElse(0);
      for (Cell cell : layer) {
        cell.x -= left;
        cell.y = y + (tallest - cell.node.height()) / 2;
      }
      y += tallest + LAYER_GAP;
    }
  }
}
