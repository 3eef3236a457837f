/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradsmith.ir.Span;
import org.gradsmith.processor.shape.Dim;

/**
 * What the sweeps of a method do with its values.
 *
 * @param className binary name of the class that declares it
 * @param method its name
 * @param generated simple name of the generated class
 * @param declared where the user declares it
 * @param form how it was compiled, in words
 * @param assumption what sizes in bytes take for granted
 * @param parameters the names of its parameters
 * @param result the name of what it returns; empty for nothing
 * @param kernels how many kernels it has
 * @param entries what becomes of values, in the order of the forward sweep
 * @param counts how many kernels a call launches
 * @param saved what is kept for the reverse sweep, with bytes
 * @param launches what the sweeps run, in order
 * @param calls the places at which it calls other methods
 * @param phases the method behind each phase of the compiler
 */
public record MethodReport(
    String className,
    String method,
    String generated,
    Span declared,
    String form,
    String assumption,
    List<String> parameters,
    String result,
    int kernels,
    List<Entry> entries,
    KernelCounts counts,
    SavedBytes saved,
    List<Launch> launches,
    List<CallSite> calls,
    List<Phase> phases) {
  /** The form of a method without control flow. */
  static final String STRAIGHT = "a straight line";

  /** What sizes always take for granted. */
  static final String FLOAT32 = "operands taken as float32";

  public MethodReport {
    entries = List.copyOf(entries);
    parameters = List.copyOf(parameters);
    launches = List.copyOf(launches);
    calls = List.copyOf(calls);
    phases = List.copyOf(phases);
  }

  /** Canonical name of the generated class. */
  String canonical() {
    return className.substring(0, className.lastIndexOf('.') + 1) + generated;
  }

  /** The user's file and line. */
  public String place() {
    return declared.file() + ":" + declared.line();
  }

  /**
   * The method behind a phase of the compiler.
   *
   * @param text its intermediate representation, for people to read
   */
  public record Phase(String name, String text) {}

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
   * @param bytes of a tensor
   */
  public record Entry(
      Fate fate, String name, String type, String where, String why, Optional<Dim> bytes) {}

  /** The report as text. */
  String text(CallTotals.Total total) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s.%s (%s), %s: class %s, kernels: %d%n"
            .formatted(className, method, place(), form, generated, kernels)
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
    text.append("\nkernels launched by one call");
    text.append(
        counts.calls() == 0 ? ":\n" : ", those of %d calls aside:\n".formatted(counts.calls()));
    text.append(counted("forward", counts.forwardBefore(), counts.forwardAfter()));
    text.append(counted("reverse", counts.reverseBefore(), counts.reverseAfter()));
    text.append("\nbytes kept for the reverse sweep, %s:\n".formatted(assumption));
    addKept(text, "before the minimal cut", saved.before());
    addKept(text, "after it", saved.after());
    return calls.isEmpty() ? text.toString() : text + CallTotalsText.of(total);
  }

  static String counted(String sweep, int before, int after) {
    return "  %s sweep: %d before fusion, %d after\n".formatted(sweep, before, after);
  }

  static void addKept(StringBuilder text, String when, List<SavedBytes.Kept> kept) {
    text.append("  %s: %s\n".formatted(when, SizeText.of(SavedBytes.total(kept))));
    for (SavedBytes.Kept tensor : kept) {
      String holder =
          switch (tensor.holder()) {
            case SWEEP -> "";
            case CALLER -> " (not counted: the caller has it too)";
            case KEPT -> " (not counted: it shows the memory of another kept tensor)";
          };
      text.append("    %s: %s%s\n".formatted(tensor.name(), SizeText.of(tensor.bytes()), holder));
    }
  }

  /** The report as JSON. */
  String json(CallTotals.Total total) {
    return ReportJson.of(this, total);
  }

  /** What callers have to know of it, as JSON that has nothing else. */
  String shortJson(CallTotals.Total total) {
    return ReportJson.shortOf(this, total);
  }
}
