/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the sweeps of a method do with its values.
 *
 * @param className binary name of the class that declares it
 * @param method its name
 * @param generated simple name of the generated class
 * @param place the user's file and line
 * @param form how it was compiled, in words
 * @param kernels how many kernels it has
 * @param entries what becomes of values, in the order of the forward sweep
 */
public record MethodReport(
    String className,
    String method,
    String generated,
    String place,
    String form,
    int kernels,
    List<Entry> entries) {
  public MethodReport {
    entries = List.copyOf(entries);
  }

  /** What becomes of a value. */
  public enum Fate {
    SAVED,
    RECOMPUTED,
    RELEASED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One value.
   *
   * @param name as in the generated class
   * @param type its Java type
   * @param where in which form
   * @param why the reason
   */
  public record Entry(Fate fate, String name, String type, String where, String why) {}

  /** The report as text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s.%s (%s), %s: class %s, kernels: %d%n"
            .formatted(className, method, place, form, generated, kernels)
            .replace(System.lineSeparator(), "\n"));
    for (Fate fate : Fate.values()) {
      List<Entry> all = entries.stream().filter(e -> e.fate() == fate).toList();
      text.append('\n').append(fate.word()).append(all.isEmpty() ? ": nothing\n" : ":\n");
      for (Entry entry : all) {
        text.append(
            "  %s (%s), %s: %s\n"
                .formatted(entry.name(), entry.type(), entry.where(), entry.why()));
      }
    }
    return text.toString();
  }

  /** The report as JSON. */
  public String json() {
    String list =
        entries.stream()
            .map(e ->
                "    {\"fate\": %s, \"name\": %s, \"type\": %s, \"where\": %s, \"why\": %s}"
                    .formatted(
                        quoted(e.fate().word()),
                        quoted(e.name()),
                        quoted(e.type()),
                        quoted(e.where()),
                        quoted(e.why())))
            .collect(Collectors.joining(",\n", "[\n", "\n  ]"));
    return """
    {
      "class": %s,
      "method": %s,
      "generated": %s,
      "place": %s,
      "form": %s,
      "kernels": %d,
      "values": %s
    }
    """
        .formatted(
            quoted(className),
            quoted(method),
            quoted(generated),
            quoted(place),
            quoted(form),
            kernels,
            entries.isEmpty() ? "[]" : list);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
