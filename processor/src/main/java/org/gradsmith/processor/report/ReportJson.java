/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import static org.gradsmith.processor.report.JsonText.lines;
import static org.gradsmith.processor.report.JsonText.object;
import static org.gradsmith.processor.report.JsonText.quoted;
import static org.gradsmith.processor.report.JsonText.texts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.gradsmith.processor.report.CallTotals.Row;
import org.gradsmith.processor.report.CallTotals.Total;
import org.gradsmith.processor.report.Launch.Sized;
import org.gradsmith.processor.report.MethodReport.Entry;
import org.gradsmith.processor.report.MethodReport.Phase;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;

/**
 * A report as JSON, which programs read: the file that the option asks for, and the resource beside
 * the generated class. Sizes are texts, polynomials such as {@code 4·N·T + 16}.
 */
final class ReportJson {
  /** Version of the format. */
  private static final int FORMAT = 1;

  private ReportJson() {}

  static String of(MethodReport report, Total total) {
    SequencedMap<String, String> members = head(report, total);
    members.put("values", lines(report.entries().stream().map(ReportJson::of).toList()));
    members.put("steps", lines(report.launches().stream().map(ReportJson::of).toList()));
    members.put("phases", lines(report.phases().stream().map(ReportJson::of).toList()));
    return members(members);
  }

  /** What callers have to know, without what is there for people. */
  static String shortOf(MethodReport report, Total total) {
    SequencedMap<String, String> members = head(report, total);
    List.of("values", "steps", "phases").forEach(name -> members.put(name, lines(List.of())));
    return members(members);
  }

  private static String members(SequencedMap<String, String> members) {
    StringBuilder text = new StringBuilder("{\n");
    members.forEach((name, value) -> {
      text.append(text.length() > 2 ? ",\n" : "");
      text.append("  ").append(quoted(name)).append(": ").append(value);
    });
    return text.append("\n}\n").toString();
  }

  private static SequencedMap<String, String> head(MethodReport report, Total total) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("format", Integer.toString(FORMAT));
    members.put("class", quoted(report.className()));
    members.put("method", quoted(report.method()));
    members.put("generated", quoted(report.generated()));
    members.put("place", quoted(report.place()));
    members.put("file", quoted(report.declared().file()));
    members.put("line", Integer.toString(report.declared().line()));
    members.put("form", quoted(report.form()));
    members.put("kernels", Integer.toString(report.kernels()));
    members.put("assumption", quoted(report.assumption()));
    members.put("launches", of(report.counts()));
    members.put("keptBefore", quoted(SizeText.of(SavedBytes.total(report.saved().before()))));
    members.put("keptAfter", quoted(SizeText.of(SavedBytes.total(report.saved().after()))));
    members.put("before", lines(report.saved().before().stream().map(ReportJson::of).toList()));
    members.put("after", lines(report.saved().after().stream().map(ReportJson::of).toList()));
    members.put("calls", lines(total.rows().stream().map(ReportJson::of).toList()));
    members.put("total", total.summary().json());
    return members;
  }

  private static String of(Row row) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("name", quoted(row.label()));
    members.put("callee", quoted(row.callee()));
    members.put("times", Integer.toString(row.times()));
    members.put("inLoop", Boolean.toString(row.isInLoop()));
    members.put("launches", of(row.counts()));
    members.put("keptBefore", size(row.before()));
    members.put("keptAfter", size(row.after()));
    return object(members);
  }

  static String of(KernelCounts counts) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("forwardBefore", Integer.toString(counts.forwardBefore()));
    members.put("forwardAfter", Integer.toString(counts.forwardAfter()));
    members.put("reverseBefore", Integer.toString(counts.reverseBefore()));
    members.put("reverseAfter", Integer.toString(counts.reverseAfter()));
    members.put("calls", Integer.toString(counts.calls()));
    return object(members);
  }

  static String of(Kept kept) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("name", quoted(kept.name()));
    members.put("bytes", size(kept.bytes()));
    members.put("holder", quoted(kept.holder().name().toLowerCase(Locale.ROOT)));
    return object(members);
  }

  private static String of(Entry entry) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("fate", quoted(entry.fate().word()));
    members.put("name", quoted(entry.name()));
    members.put("type", quoted(entry.type()));
    members.put("where", quoted(entry.where()));
    members.put("why", quoted(entry.why()));
    members.put("bytes", entry.bytes().map(ReportJson::size).orElse("null"));
    return object(members);
  }

  private static String of(Launch launch) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("sweep", quoted(launch.isReverse() ? "reverse" : "forward"));
    members.put("kind", quoted(launch.kind().word()));
    members.put("name", quoted(launch.name()));
    members.put("owner", quoted(launch.owner()));
    members.put("file", quoted(launch.span().file()));
    members.put("line", Integer.toString(launch.span().line()));
    members.put("text", quoted(launch.span().text()));
    members.put("bytes", size(launch.bytes()));
    members.put("flops", launch.flops().map(ReportJson::size).orElse("null"));
    members.put("reads", sized(launch.reads()));
    members.put("makes", sized(launch.makes()));
    members.put("ops", list(launch.ops().stream().map(ReportJson::of).toList()));
    return object(members);
  }

  private static String of(Launch.Part part) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("op", quoted(part.op()));
    members.put("file", quoted(part.span().file()));
    members.put("line", Integer.toString(part.span().line()));
    members.put("again", Boolean.toString(part.isAgain()));
    members.put("reads", texts(part.reads()));
    members.put("makes", texts(part.makes()));
    return object(members);
  }

  private static String of(Phase phase) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("name", quoted(phase.name()));
    members.put("text", quoted(phase.text()));
    return object(members);
  }

  private static String sized(List<Sized> tensors) {
    return list(
        tensors.stream()
            .map(t -> {
              SequencedMap<String, String> members = new LinkedHashMap<>();
              members.put("name", quoted(t.name()));
              members.put("bytes", size(t.bytes()));
              return object(members);
            })
            .toList());
  }

  private static String list(List<String> values) {
    return "[" + String.join(", ", values) + "]";
  }

  static String size(Dim size) {
    return quoted(SizeText.of(size));
  }
}
