/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A layered drawing of a directed graph without cycles, as SVG. A box lies one layer below the
 * lowest box that it depends on; within a layer, boxes lie in the order of the mean place of what
 * they depend on (K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical
 * system structures, 1981; one sweep of its barycentre step).
 */
final class GraphSvg {
  private static final int CHARACTER = 7;
  private static final int LINE = 16;
  private static final int PADDING = 8;
  private static final int GAP = 24;
  private static final int LAYER_GAP = 40;

  /**
   * A box of the drawing.
   *
   * @param name what edges call it
   * @param lines its text
   * @param leaf whether it is filled
   * @param from the boxes it depends on, all of which come before it
   */
  record Box(String name, List<String> lines, boolean leaf, List<String> from) {
    int width() {
      int longest = lines.stream().mapToInt(String::length).max().orElse(0);
      return longest * CHARACTER + 2 * PADDING;
    }

    int height() {
      return lines.isEmpty() ? 0 : lines.size() * LINE + 2 * PADDING;
    }
  }

  /** Where an edge passes a layer: a box without text, the same for all edges from one box. */
  private static Box passage(String source, int layer, String from) {
    return new Box(source + " passes " + layer, List.of(), false, List.of(from));
  }

  private record Place(double x, double y, Box box) {
    double middle() {
      return x + box.width() / 2.0;
    }
  }

  private final Map<String, Place> places = new HashMap<>();
  private final Map<Integer, Integer> tallest = new HashMap<>();
  private final Map<String, Integer> layerOf = new HashMap<>();
  private final List<Box> boxes;
  private double width;
  private double height = GAP;

  private GraphSvg(List<Box> boxes) {
    this.boxes = boxes;
    Map<Integer, List<Box>> layers = layers();
    int widest = layers.values().stream().mapToInt(GraphSvg::width).max().orElse(0);
    this.width = widest + 2.0 * GAP;
    for (Map.Entry<Integer, List<Box>> entry : layers.entrySet()) {
      List<Box> layer = entry.getValue();
      layer.sort(Comparator.comparingDouble(this::barycentre));
      double x = GAP + (widest - width(layer)) / 2.0;
      int most = layer.stream().mapToInt(Box::height).max().orElse(0);
      tallest.put(entry.getKey(), most);
      for (Box box : layer) {
        places.put(box.name(), new Place(x, height, box));
        x += box.width() + GAP;
      }
      height += most + LAYER_GAP;
    }
    height += GAP - LAYER_GAP;
  }

  static String of(List<Box> boxes) {
    return new GraphSvg(boxes).text();
  }

  private static int width(List<Box> layer) {
    return layer.stream().mapToInt(Box::width).sum() + (layer.size() - 1) * GAP;
  }

  /** A leaf lies right above the first box that uses it. */
  private Map<Integer, List<Box>> layers() {
    Map<String, Integer> depth = new HashMap<>();
    for (Box box : boxes) {
      int below = 0;
      for (String operand : box.from()) {
        below = Math.max(below, depth.getOrDefault(operand, 0) + 1);
      }
      depth.put(box.name(), below);
    }
    Map<String, Integer> firstUse = new HashMap<>();
    for (Box box : boxes) {
      for (String operand : box.from()) {
        firstUse.merge(operand, depth.getOrDefault(box.name(), 0), Math::min);
      }
    }
    Map<Integer, List<Box>> layers = new TreeMap<>();
    for (Box box : boxes) {
      int own = depth.getOrDefault(box.name(), 0);
      int at = box.from().isEmpty() ? firstUse.getOrDefault(box.name(), own + 1) - 1 : own;
      layers.computeIfAbsent(at, _ -> new ArrayList<>()).add(box);
      layerOf.put(box.name(), at);
    }
    addPassages(layers);
    return layers;
  }

  private void addPassages(Map<Integer, List<Box>> layers) {
    Map<String, Integer> reached = new HashMap<>();
    for (Box box : boxes) {
      for (String operand : box.from()) {
        int source = layer(operand);
        int last = reached.getOrDefault(operand, source);
        for (int at = last + 1; at < layer(box.name()); at++) {
          String from = at == source + 1 ? operand : passage(operand, at - 1, "").name();
          layers.computeIfAbsent(at, _ -> new ArrayList<>()).add(passage(operand, at, from));
          reached.put(operand, at);
        }
      }
    }
  }

  private int layer(String name) {
    return layerOf.getOrDefault(name, 0);
  }

  private double barycentre(Box box) {
    return box.from().stream()
        .map(places::get)
        .mapToDouble(place -> place == null ? 0 : place.middle())
        .average()
        .orElse(width / 2);
  }

  private String text() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s">
          <style>
            text { font: 12px monospace; fill: #222 }
            rect { fill: #fff; stroke: #555 }
            rect.leaf { fill: #e3ecf7 }
            path { fill: none; stroke: #777 }
          </style>
          <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" style="fill: #777"/></marker></defs>
        """
            .formatted(number(width), number(height), number(width), number(height)));
    for (Box box : boxes) {
      edges(svg, box);
    }
    for (Box box : boxes) {
      box(svg, box);
    }
    return svg.append("</svg>\n").toString();
  }

  private void edges(StringBuilder svg, Box box) {
    Place to = place(box.name());
    int count = box.from().size();
    for (int i = 0; i < count; i++) {
      String source = box.from().get(i);
      Place from = place(source);
      StringBuilder path = new StringBuilder();
      double x = from.middle();
      double y = from.y + from.box.height();
      path.append("M").append(number(x)).append(' ').append(number(y));
      for (int at = layer(source) + 1; at < layer(box.name()); at++) {
        Place passed = place(passage(source, at, "").name());
        curve(path, x, y, passed.middle(), passed.y);
        x = passed.middle();
        y = passed.y + tallest.getOrDefault(at, 0);
        path.append(" V").append(number(y));
      }
      curve(path, x, y, to.x + to.box.width() * (i + 1.0) / (count + 1), to.y);
      svg.append("  <path d=\"%s\" marker-end=\"url(#arrow)\"/>\n".formatted(path));
    }
  }

  /** A curve that leaves and arrives vertically. */
  private static void curve(StringBuilder path, double x, double y, double toX, double toY) {
    double bend = (toY - y) / 2;
    path.append(
        " C%s %s %s %s %s %s"
            .formatted(
                number(x),
                number(y + bend),
                number(toX),
                number(toY - bend),
                number(toX),
                number(toY)));
  }

  private void box(StringBuilder svg, Box box) {
    Place at = place(box.name());
    svg.append(
        "  <rect%s x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
            .formatted(
                box.leaf() ? " class=\"leaf\"" : "",
                number(at.x),
                number(at.y),
                box.width(),
                box.height()));
    for (int i = 0; i < box.lines().size(); i++) {
      svg.append(
          "  <text x=\"%s\" y=\"%s\" textLength=\"%d\">%s</text>\n"
              .formatted(
                  number(at.x + PADDING),
                  number(at.y + PADDING + LINE * (i + 0.75)),
                  box.lines().get(i).length() * CHARACTER,
                  escaped(box.lines().get(i))));
    }
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("no box is called " + name);
    }
    return place;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
