/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradsmith.samples.inspect.CompiledMethod.Call;
import org.gradsmith.samples.inspect.CompiledMethod.Kept;
import org.gradsmith.samples.inspect.CompiledMethod.Launches;
import org.gradsmith.samples.inspect.CompiledMethod.Phase;
import org.gradsmith.samples.inspect.CompiledMethod.Sized;
import org.gradsmith.samples.inspect.CompiledMethod.Step;
import org.gradsmith.samples.inspect.Inspection.Listing;

/** The processor's report on a method, for a terminal. */
final class ReportText {
  private final List<String> lines = new ArrayList<>();

  private ReportText() {}

  /** The lines of a report. */
  static List<String> of(CompiledMethod method) {
    ReportText text = new ReportText();
    text.add(
        String.format(
            Locale.ROOT,
            "--- %s, %s: class %s ---",
            method.name(),
            method.form(),
            method.generated()));
    Launches launches = method.launches();
    text.add(
        String.format(
            Locale.ROOT,
            "kernels, forward: %d before fusion, %d after; reverse: %d before, %d after; calls: %d",
            launches.forwardBefore(),
            launches.forwardAfter(),
            launches.reverseBefore(),
            launches.reverseAfter(),
            launches.calls()));
    text.add(
        String.format(
            Locale.ROOT,
            "bytes kept: %s before fusion, %s after (%s)",
            method.keptBefore(),
            method.keptAfter(),
            method.assumption()));
    text.add(String.format(Locale.ROOT, "  before: %s", kept(method.before())));
    text.add(String.format(Locale.ROOT, "  after: %s", kept(method.after())));
    if (!method.calls().isEmpty()) {
      text.addTotal(method);
    }
    for (boolean reverse : new boolean[] {false, true}) {
      text.add("");
      text.add(
          String.format(
              Locale.ROOT, "--- %s sweep: what runs ---", reverse ? "reverse" : "forward"));
      method.steps().stream().filter(s -> s.isReverse() == reverse).forEach(text::add);
    }
    text.add("");
    text.add("--- saved or computed again ---");
    method
        .values()
        .forEach(f ->
            text.add(
                String.format(
                    Locale.ROOT,
                    "%s %s%s: %s",
                    f.fate(),
                    f.name(),
                    f.bytes().map(b -> " (" + b + " bytes)").orElse(""),
                    f.why())));
    for (Phase phase : method.phases()) {
      text.add("");
      text.add(String.format(Locale.ROOT, "--- intermediate representation, %s ---", phase.name()));
      phase.text().lines().forEach(text.lines::add);
    }
    return text.lines;
  }

  private void addTotal(CompiledMethod method) {
    add("");
    add("--- with what it calls ---");
    for (Call call : method.calls()) {
      Launches launches = call.launches();
      add(
          call.callee().isEmpty()
              ? call.label() + ": nothing is known of it"
              : String.format(
                  Locale.ROOT,
                  "%s (%s): kernels forward %d -> %d, reverse %d -> %d; bytes kept %s -> %s",
                  call.label(),
                  call.callee(),
                  launches.forwardBefore(),
                  launches.forwardAfter(),
                  launches.reverseBefore(),
                  launches.reverseAfter(),
                  call.keptBefore(),
                  call.keptAfter()));
    }
    Launches launches = method.total().launches();
    add(
        String.format(
            Locale.ROOT,
            "all together, forward: %d before fusion, %d after; reverse: %d before, %d after; unknown calls: %d",
            launches.forwardBefore(),
            launches.forwardAfter(),
            launches.reverseBefore(),
            launches.reverseAfter(),
            launches.calls()));
    add(
        String.format(
            Locale.ROOT,
            "bytes kept: %s before fusion, %s after",
            method.total().keptBefore(),
            method.total().keptAfter()));
    add(String.format(Locale.ROOT, "  before: %s", kept(method.total().before())));
    add(String.format(Locale.ROOT, "  after: %s", kept(method.total().after())));
  }

  /** What CUDA's tools tell of a text of CUDA C. */
  static List<String> statistics(Listing cuda) throws IOException {
    ReportText text = new ReportText();
    GpuStatistics found = GpuStatistics.of(String.join("\n", cuda.lines()) + "\n");
    text.add(String.format(Locale.ROOT, "--- %s on a GPU ---", cuda.file()));
    text.add(found.note());
    for (GpuStatistics.Kernel kernel : found.kernels()) {
      text.add(
          String.format(
              Locale.ROOT,
              "%s: %d registers, %d bytes spilled, %d bytes of shared memory%s",
              kernel.name(),
              kernel.registers(),
              kernel.spills(),
              kernel.shared(),
              kernel.instructions().map(n -> ", " + n + " instructions").orElse("")));
    }
    return text.lines;
  }

  private void add(Step step) {
    String moved =
        step.isLaunch()
            ? "; moves %s bytes, operations: %s"
                .formatted(step.bytes(), step.flops().orElse("not predicted"))
            : "";
    add(
        String.format(
            Locale.ROOT,
            "%4d  %s %s: %s -> %s%s",
            step.line(),
            step.kind(),
            step.name(),
            names(step.reads()),
            names(step.makes()),
            moved));
    if (step.kind().equals("kernel")) {
      add(
          String.format(
              Locale.ROOT,
              "        ops: %s",
              step.ops().stream()
                  .map(op -> op.op() + (op.isAgain() ? " (again)" : ""))
                  .collect(Collectors.joining(", "))));
    }
  }

  private static String names(List<Sized> tensors) {
    return tensors.isEmpty()
        ? "nothing"
        : tensors.stream().map(Sized::name).collect(Collectors.joining(", "));
  }

  private static String kept(List<Kept> kept) {
    return kept.isEmpty()
        ? "nothing"
        : kept.stream()
            .map(k ->
                "%s (%s%s)"
                    .formatted(
                        k.name(), k.bytes(), k.holder().equals("sweep") ? "" : ", not counted"))
            .collect(Collectors.joining(", "));
  }

  private void add(String line) {
    lines.add(line);
  }
}
