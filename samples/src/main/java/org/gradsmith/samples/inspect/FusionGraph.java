/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.samples.inspect.CompiledMethod.Part;
import org.gradsmith.samples.inspect.CompiledMethod.Sized;
import org.gradsmith.samples.inspect.CompiledMethod.Step;
import org.gradsmith.samples.inspect.LayeredLayout.Edge;
import org.gradsmith.samples.inspect.LayeredLayout.Node;
import org.gradsmith.samples.inspect.LayeredLayout.Place;

/**
 * A sweep drawn as SVG: ops are small boxes, and lie in the larger box of what runs them, a kernel
 * or a row of the table; a line between two of these passes the name and the bytes of the tensor it
 * stands for. Each box links to the line of the source.
 */
final class FusionGraph {
  private static final double CHARACTER = 6.7;
  private static final double LINE = 16;
  private static final double PAD = 8;

  /** What runs something, with its ops laid out inside. */
  private record Box(Step step, int index, LayeredLayout ops, Node node) {}

  private final List<Box> boxes = new ArrayList<>();
  private final Map<String, Sized> tensors = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, String> nodeOf = new HashMap<>();
  private final StringBuilder svg = new StringBuilder();

  private FusionGraph(List<Step> steps, List<Integer> indices) {
    for (int i = 0; i < steps.size(); i++) {
      add(steps.get(i), indices.get(i));
    }
  }

  /**
   * The drawing of a sweep.
   *
   * @param steps what the method runs
   * @param reverse which of its sweeps
   * @param title what readers of screens are told
   * @param method identifies the method in the page
   */
  static String of(List<Step> steps, boolean reverse, String title, String method) {
    List<Step> own = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).isReverse() == reverse) {
        own.add(steps.get(i));
        indices.add(i);
      }
    }
    return new FusionGraph(own, indices).draw(title, method);
  }

  private void add(Step step, int index) {
    String id = "step " + index;
    for (Sized tensor : step.reads()) {
      String node = nodeOf.computeIfAbsent(tensor.name(), _ -> tensor(tensor, index));
      edges.add(new Edge(node, id));
    }
    LayeredLayout inside = ops(step.ops());
    double title = title(step).length() * CHARACTER;
    double width = Math.max(title, inside.width()) + 2 * PAD;
    double height = step.ops().isEmpty() ? LINE + PAD : inside.height() + LINE + 2.5 * PAD;
    Node node = new Node(id, width, height);
    boxes.add(new Box(step, index, inside, node));
    nodes.add(node);
    for (Sized tensor : step.makes()) {
      String made = tensor(tensor, index);
      nodeOf.put(tensor.name(), made);
      edges.add(new Edge(id, made));
    }
  }

  private String tensor(Sized tensor, int index) {
    String id = "tensor " + tensor.name() + " " + index;
    tensors.put(id, tensor);
    nodes.add(new Node(id, label(tensor).length() * CHARACTER, LINE));
    return id;
  }

  private static String label(Sized tensor) {
    return tensor.name() + " " + tensor.bytes() + " B";
  }

  private static String title(Step step) {
    return switch (step.kind()) {
      case "gradient" -> "gradient of " + step.name();
      case "call" -> (step.isReverse() ? "reverse of " : "call ") + step.name();
      default -> step.kind() + (step.ops().size() > 1 ? " " + step.name() : "");
    };
  }

  private static LayeredLayout ops(List<Part> ops) {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Map<String, String> makers = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      String id = "op " + i;
      nodes.add(new Node(id, ops.get(i).op().length() * CHARACTER + PAD, LINE + 2));
      for (String read : ops.get(i).reads()) {
        Optional.ofNullable(makers.get(read)).ifPresent(maker -> edges.add(new Edge(maker, id)));
      }
      ops.get(i).makes().forEach(made -> makers.put(made, id));
    }
    return LayeredLayout.of(nodes, edges);
  }

  private String draw(String title, String method) {
    LayeredLayout layout = LayeredLayout.of(nodes, edges);
    double width = layout.width() + 2 * PAD;
    double height = layout.height() + 2 * PAD;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" width="%s" height="%s" viewBox="-%s -%s %s %s">
        <title>%s</title>
        """
            .formatted(
                number(width),
                number(height),
                number(PAD),
                number(PAD),
                number(width),
                number(height),
                Markup.text(title)));
    layout.routes().forEach(route -> line(route.through(), "flow"));
    for (Box box : boxes) {
      draw(box, layout.place(box.node().id()), method);
    }
    tensors.forEach((id, tensor) -> {
      Place place = layout.place(id);
      rectangle(place, "tensor", LINE / 2);
      text(place.middle(), place.y() + LINE * 0.75, label(tensor), "tensor");
    });
    return svg.append("</svg>\n").toString();
  }

  private void draw(Box box, Place place, String method) {
    Step step = box.step();
    svg.append(
        "<a href=\"#%s\">".formatted(Markup.id(method, "step", Integer.toString(box.index()))));
    svg.append("<title>%s</title>".formatted(Markup.text(step.file() + ":" + step.line())));
    rectangle(place, step.kind(), 5);
    text(place.x() + PAD, place.y() + LINE, title(step), "title");
    svg.append(
        "<g transform=\"translate(%s %s)\">"
            .formatted(
                number(place.x() + (place.width() - box.ops().width()) / 2),
                number(place.y() + LINE + PAD)));
    box.ops().routes().forEach(route -> line(route.through(), "inner"));
    for (int i = 0; i < step.ops().size(); i++) {
      Part op = step.ops().get(i);
      Place at = box.ops().place("op " + i);
      rectangle(at, op.isAgain() ? "opn again" : "opn", 3);
      text(at.x() + PAD / 2, at.y() + LINE * 0.8, op.op(), "opn");
    }
    svg.append("</g></a>\n");
  }

  private void line(List<Place> through, String style) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i + 1 < through.size(); i++) {
      Place from = through.get(i);
      Place to = through.get(i + 1);
      double bottom = from.y() + from.height();
      double bend = (to.y() - bottom) / 2;
      path.append(i == 0 ? "M%s %s".formatted(number(from.middle()), number(bottom)) : "");
      path.append(i == 0 ? "" : " L%s %s".formatted(number(from.middle()), number(bottom)));
      path.append(
          " C%s %s %s %s %s %s"
              .formatted(
                  number(from.middle()),
                  number(bottom + bend),
                  number(to.middle()),
                  number(to.y() - bend),
                  number(to.middle()),
                  number(to.y())));
    }
    svg.append("<path class=\"%s\" d=\"%s\"/>\n".formatted(style, path));
  }

  private void rectangle(Place place, String style, double round) {
    svg.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>"
            .formatted(
                style,
                number(place.x()),
                number(place.y()),
                number(place.width()),
                number(place.height()),
                number(round)));
  }

  private void text(double x, double y, String content, String style) {
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(style, number(x), number(y), Markup.text(content)));
  }

  private static String number(double value) {
    double tenths = Math.rint(value * 10) / 10;
    return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
  }
}
