/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import static org.gradsmith.processor.report.JsonText.lines;
import static org.gradsmith.processor.report.JsonText.object;
import static org.gradsmith.processor.report.JsonText.quoted;
import static org.gradsmith.processor.report.JsonText.texts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.gradsmith.processor.report.SavedBytes.Holder;
import org.gradsmith.processor.report.SavedBytes.Kept;

/**
 * What a call of a method costs together with the methods that it calls, as far as these are known.
 *
 * @param parameters names of its parameters, as what is kept names them
 * @param result the name of what it returns
 * @param counts launches; the calls among them are those that are not known
 * @param saved what is kept for the reverse sweep
 */
record MethodSummary(
    List<String> parameters, String result, KernelCounts counts, SavedBytes saved) {
  MethodSummary {
    parameters = List.copyOf(parameters);
  }

  /** The summary as a value in JSON. */
  String json() {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("parameters", texts(parameters));
    members.put("result", quoted(result));
    members.put("launches", ReportJson.of(counts));
    members.put("keptBefore", ReportJson.size(SavedBytes.total(saved.before())));
    members.put("keptAfter", ReportJson.size(SavedBytes.total(saved.after())));
    members.put("before", lines(saved.before().stream().map(ReportJson::of).toList()));
    members.put("after", lines(saved.after().stream().map(ReportJson::of).toList()));
    return object(members);
  }

  /** The summary in the text of a report; empty if there is none that can be read. */
  static Optional<MethodSummary> read(String report) {
    try {
      return JsonReader.read(report) instanceof Map<?, ?> root
              && root.get("total") instanceof Map<?, ?> total
              && total.get("launches") instanceof Map<?, ?> launches
          ? Optional.of(read(total, launches))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // what is known of callees is an extra; the compilation goes on
    }
  }

  private static MethodSummary read(Map<?, ?> total, Map<?, ?> launches) {
    return new MethodSummary(
        list(total, "parameters").stream().map(String::valueOf).toList(),
        String.valueOf(total.get("result")),
        new KernelCounts(
            number(launches, "forwardBefore"),
            number(launches, "forwardAfter"),
            number(launches, "reverseBefore"),
            number(launches, "reverseAfter"),
            number(launches, "calls")),
        new SavedBytes(
            list(total, "before").stream().map(MethodSummary::kept).toList(),
            list(total, "after").stream().map(MethodSummary::kept).toList()));
  }

  private static Kept kept(Object entry) {
    if (entry instanceof Map<?, ?> kept) {
      return new Kept(
          String.valueOf(kept.get("name")),
          SizeText.read(String.valueOf(kept.get("bytes"))),
          Holder.valueOf(String.valueOf(kept.get("holder")).toUpperCase(Locale.ROOT)));
    }
    throw new IllegalArgumentException("no tensor: " + entry);
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return object.get(name) instanceof List<?> list ? list : List.of();
  }

  private static int number(Map<?, ?> object, String name) {
    return object.get(name) instanceof Long value ? Math.toIntExact(value) : 0;
  }
}
