/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.samples.inspect.CompiledMethod.Call;
import org.gradsmith.samples.inspect.CompiledMethod.Fate;
import org.gradsmith.samples.inspect.CompiledMethod.Kept;
import org.gradsmith.samples.inspect.CompiledMethod.Launches;
import org.gradsmith.samples.inspect.CompiledMethod.Sized;
import org.gradsmith.samples.inspect.CompiledMethod.Step;

/** What the page shows of one method: counts, both graphs, what runs, what is kept, the phases. */
final class MethodSection {
  private final CompiledMethod method;
  private final int index;
  private final SourceLines source;
  private final Set<String> kernels;

  /**
   * The section of a method.
   *
   * @param kernels identifiers of the kernels in the page's CUDA
   */
  MethodSection(CompiledMethod method, int index, SourceLines source, Set<String> kernels) {
    this.method = method;
    this.index = index;
    this.source = source;
    this.kernels = kernels;
  }

  /** The markup. */
  String section() {
    StringBuilder section = new StringBuilder();
    section.append(
        "<section id=\"m%d\"><h2>%s</h2>\n<p>%s, %s; class <code>%s</code>. Bytes: %s.</p>\n"
            .formatted(
                index,
                Markup.text(method.name()),
                Markup.text(method.form()),
                source.link(method.file(), method.line()),
                Markup.text(method.generated()),
                Markup.text(method.assumption())));
    section.append(counts("", method.launches(), method.keptBefore(), method.keptAfter()));
    section.append(calls());
    section.append("<h3>Forward sweep</h3>\n").append(graph(false)).append(steps(false));
    section.append("<h3>Reverse sweep</h3>\n").append(graph(true)).append(steps(true));
    section.append("<h3>Saved or computed again</h3>\n").append(kept()).append(fates());
    section.append("<h3>Intermediate representation behind each phase</h3>\n");
    method
        .phases()
        .forEach(p -> section.append(Markup.details(p.name(), Markup.verbatim(p.text()))));
    return section.append("</section>\n").toString();
  }

  /** The methods that it calls, and the sum of all. */
  private String calls() {
    if (method.calls().isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    for (Call call : method.calls()) {
      Launches launches = call.launches();
      rows.add(
          call.callee().isEmpty()
              ? List.of(Markup.text(call.label()), "nothing is known of it", "", "", "", "")
              : List.of(
                  Markup.text(call.label()),
                  "<code>" + Markup.text(call.callee()) + "</code>",
                  arrow(launches.forwardBefore(), launches.forwardAfter()),
                  arrow(launches.reverseBefore(), launches.reverseAfter()),
                  Markup.text(call.keptBefore()),
                  Markup.text(call.keptAfter())));
    }
    List<String> heads =
        List.of(
            "calls",
            "class",
            "kernels, forward",
            "kernels, reverse",
            "bytes kept before",
            "bytes kept after");
    return "<h3>With what it calls</h3>\n"
        + Markup.table(heads, rows)
        + counts(
            "all together",
            method.total().launches(),
            method.total().keptBefore(),
            method.total().keptAfter())
        + Markup.details(
            "All that is kept before the minimal cut: " + method.total().keptBefore() + " bytes",
            kept(method.total().before()))
        + Markup.details(
            "All that is kept after it: " + method.total().keptAfter() + " bytes",
            kept(method.total().after()));
  }

  private static String arrow(int before, int after) {
    return before + " → " + after;
  }

  private static String counts(
      String title, Launches launches, String keptBefore, String keptAfter) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("kernels, forward", launches.forwardBefore(), launches.forwardAfter()));
    rows.add(row("kernels, reverse", launches.reverseBefore(), launches.reverseAfter()));
    rows.add(
        List.of(
            "bytes kept for the reverse sweep", Markup.text(keptBefore), Markup.text(keptAfter)));
    String calls =
        launches.calls() == 0
            ? ""
            : (title.isEmpty()
                    ? "<p>Kernels of what it calls, in %d places, are not among these.</p>\n"
                    : "<p>Nothing is known of the kernels of %d calls.</p>\n")
                .formatted(launches.calls());
    return Markup.table(List.of(title, "before fusion", "after"), rows) + calls;
  }

  private static List<String> row(String what, int before, int after) {
    return List.of(what, Integer.toString(before), Integer.toString(after));
  }

  private String graph(boolean reverse) {
    if (method.steps().stream().noneMatch(step -> step.isReverse() == reverse)) {
      return "<p>Nothing runs that the report lists.</p>\n";
    }
    String title = "What the %s sweep of %s runs".formatted(sweep(reverse), method.name());
    return "<div class=\"wide\">"
        + FusionGraph.of(method.steps(), reverse, title, "m" + index)
        + "</div>\n";
  }

  private static String sweep(boolean reverse) {
    return reverse ? "reverse" : "forward";
  }

  private String steps(boolean reverse) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < method.steps().size(); i++) {
      Step step = method.steps().get(i);
      if (step.isReverse() == reverse) {
        rows.add(
            List.of(
                "<span id=\"%s\">%d</span>".formatted(SourceLines.stepId(index, i), i + 1),
                Markup.text(step.kind()) + " " + name(step),
                source.link(step.file(), step.line()),
                tensors(step.reads()),
                tensors(step.makes()),
                Markup.text(step.isLaunch() ? step.bytes() : ""),
                Markup.text(step.isLaunch() ? step.flops().orElse("not predicted") : "")));
      }
    }
    return Markup.table(
        List.of("", "runs", "line", "reads", "writes", "bytes moved", "operations"), rows);
  }

  private String name(Step step) {
    String id = Markup.id("cu", step.owner(), step.name());
    return kernels.contains(id) ? Markup.link(id, step.name()) : Markup.text(step.name());
  }

  private static String tensors(List<Sized> tensors) {
    return tensors.stream().map(t -> Markup.text(t.name())).collect(Collectors.joining(", "));
  }

  private String kept() {
    return Markup.details(
            "Kept before the minimal cut: " + method.keptBefore() + " bytes", kept(method.before()))
        + Markup.details("Kept after it: " + method.keptAfter() + " bytes", kept(method.after()));
  }

  private static String kept(List<Kept> all) {
    return Markup.table(
        List.of("tensor", "bytes", "also held by"),
        all.stream()
            .map(k ->
                List.of(
                    Markup.text(k.name()),
                    Markup.text(k.bytes()),
                    switch (k.holder()) {
                      case "caller" -> "the caller";
                      case "kept" -> "another kept tensor";
                      default -> "nobody";
                    }))
            .toList());
  }

  private String fates() {
    List<List<String>> rows = new ArrayList<>();
    for (Fate fate : method.values()) {
      rows.add(
          List.of(
              Markup.text(fate.fate()),
              Markup.text(fate.name()),
              Markup.text(fate.bytes().orElse("")),
              Markup.text(fate.where()),
              Markup.text(fate.why())));
    }
    return rows.isEmpty()
        ? "<p>No value is saved, computed again or released by this method itself.</p>\n"
        : Markup.table(List.of("fate", "value", "bytes", "where", "why"), rows);
  }
}
