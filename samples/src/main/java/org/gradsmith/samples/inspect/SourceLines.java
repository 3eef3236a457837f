/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradsmith.samples.inspect.CompiledMethod.Step;

/**
 * The annotated methods' source with what each line runs beside it. Where the source was not found,
 * the lines that the reports quote stand for it.
 */
final class SourceLines {
  private static final Pattern NUMBERED = Pattern.compile("\\s*(\\d+) ?(.*)");
  private static final Pattern PLACE = Pattern.compile("([\\w$]+\\.java):(\\d+)");

  private final Inspection inspection;
  private final boolean isFound;
  private final TreeMap<Integer, String> lines = new TreeMap<>();
  private final Map<Integer, List<String>> links = new TreeMap<>();

  SourceLines(Inspection inspection) {
    this.inspection = inspection;
    for (String line : inspection.methods().lines()) {
      Matcher numbered = NUMBERED.matcher(line);
      if (numbered.matches()) {
        lines.put(Integer.parseInt(numbered.group(1)), numbered.group(2));
      }
    }
    this.isFound = !lines.isEmpty();
    for (int m = 0; m < inspection.reports().size(); m++) {
      CompiledMethod method = inspection.reports().get(m);
      for (int i = 0; i < method.steps().size(); i++) {
        Step step = method.steps().get(i);
        if (!isFound && step.line() > 0 && isHere(step.file())) {
          lines.putIfAbsent(step.line(), step.text());
        }
        if (!step.kind().equals("gradient")) {
          addLinks(step, stepId(m, i));
        }
      }
    }
  }

  private void addLinks(Step step, String id) {
    String label = (step.isReverse() ? "\u2190 " : "\u2192 ") + step.name();
    String link = Markup.link(id, label);
    step.ops().stream()
        .map(CompiledMethod.Part::line)
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(line -> links.computeIfAbsent(line, _ -> new ArrayList<>()).add(link));
    if (step.ops().isEmpty()) {
      links.computeIfAbsent(step.line(), _ -> new ArrayList<>()).add(link);
    }
  }

  /** Identifies a step in the page. */
  static String stepId(int method, int step) {
    return Markup.id("m" + method, "step", Integer.toString(step));
  }

  private static String lineId(int line) {
    return "src-" + line;
  }

  private boolean isHere(String file) {
    return inspection.methods().file().equals(file);
  }

  /** A link to a line of the source, or the place as it stands where the page does not have it. */
  String link(String file, int line) {
    String place = file + ":" + line;
    return isHere(file) && lines.containsKey(line)
        ? Markup.link(lineId(line), place)
        : Markup.text(place);
  }

  /** A text in which places of the source are links. */
  String linked(String text) {
    StringBuilder linked = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    int end = 0;
    while (place.find()) {
      linked.append(Markup.text(text.substring(end, place.start())));
      linked.append(link(place.group(1), Integer.parseInt(place.group(2))));
      end = place.end();
    }
    return linked.append(Markup.text(text.substring(end))).toString();
  }

  /** The section of the page. */
  String section() {
    StringBuilder section = new StringBuilder();
    section.append("<section id=\"source\"><h2>Source</h2>\n");
    section.append("<p>").append(Markup.text(inspection.methods().place()));
    section.append(isFound ? ". " : "; these are the lines that run something. ");
    section.append("Beside each line what it runs: \u2192 forward, \u2190 in reverse.</p>\n");
    section.append("<div class=\"source\">\n");
    int before = -1;
    for (Map.Entry<Integer, String> line : lines.entrySet()) {
      boolean gap = before >= 0 && line.getKey() > before + 1;
      section.append(
          "<div class=\"line%s\" id=\"%s\"><span class=\"number\">%d</span><code>%s</code><span class=\"runs\">%s</span></div>\n"
              .formatted(
                  gap ? " gap" : "",
                  lineId(line.getKey()),
                  line.getKey(),
                  Markup.text(line.getValue()),
                  String.join(" ", links.getOrDefault(line.getKey(), List.of()))));
      before = line.getKey();
    }
    return section.append("</div></section>\n").toString();
  }
}
