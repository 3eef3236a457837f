/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Locale;
import org.gradsmith.processor.report.CallTotals.Row;
import org.gradsmith.processor.report.CallTotals.Total;

/** What a method costs with all that it calls, for people to read. */
final class CallTotalsText {
  private CallTotalsText() {}

  static String of(Total total) {
    StringBuilder text =
        new StringBuilder("\nmethods that it calls, each with all that it calls itself:\n");
    for (Row row : total.rows()) {
      text.append("  ").append(of(row)).append('\n');
    }
    KernelCounts counts = total.summary().counts();
    text.append("\nkernels launched by one call, those of what it calls among them");
    text.append(counts.calls() == 0 ? ":\n" : unknown(counts.calls()));
    text.append(MethodReport.counted("forward", counts.forwardBefore(), counts.forwardAfter()));
    text.append(MethodReport.counted("reverse", counts.reverseBefore(), counts.reverseAfter()));
    text.append("\nbytes kept for the reverse sweep, those of what it calls among them:\n");
    SavedBytes saved = total.summary().saved();
    MethodReport.addKept(text, "before the minimal cut", counted(saved.before()));
    MethodReport.addKept(text, "after it", counted(saved.after()));
    return text.toString();
  }

  private static String unknown(int calls) {
    return ", but for %d calls that nothing is known of:\n".formatted(calls);
  }

  private static List<SavedBytes.Kept> counted(List<SavedBytes.Kept> kept) {
    return kept.stream().filter(k -> k.holder() == SavedBytes.Holder.SWEEP).toList();
  }

  private static String of(Row row) {
    String name =
        (row.times() > 1 ? row.times() + " times " : "")
            + row.label()
            + (row.isInLoop() ? ", in each turn of a loop" : "");
    if (row.callee().isEmpty()) {
      return name + ": nothing is known of it";
    }
    KernelCounts counts = row.counts();
    return String.format(
        Locale.ROOT,
        "%s (%s): kernels forward %d -> %d, reverse %d -> %d; bytes kept %s -> %s",
        name,
        row.callee(),
        counts.forwardBefore(),
        counts.forwardAfter(),
        counts.reverseBefore(),
        counts.reverseAfter(),
        SizeText.of(row.before()),
        SizeText.of(row.after()));
  }
}
