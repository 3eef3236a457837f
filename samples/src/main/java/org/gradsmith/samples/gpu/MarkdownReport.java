/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.gradsmith.samples.gpu.Bandwidth.Rate;

/** A verification as a section of {@code docs/gpu-results.md}. */
final class MarkdownReport {
  private static final double GIGA = 1e9;
  private static final double MICRO = 1e6;

  private final Verification found;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Verification found) {
    this.found = found;
  }

  /**
   * Writes it.
   *
   * @param date the day, for the heading
   */
  static String write(Verification found, String date) {
    MarkdownReport report = new MarkdownReport(found);
    report.heading(date);
    report.agreement();
    report.speed();
    return report.text.toString();
  }

  private void heading(String date) {
    Map<String, String> facts = found.environment().facts();
    line("## %s, driver %s, %s", facts.get("card"), facts.get("driver"), date);
    line("");
    facts.forEach((name, value) -> line("- %s: %s", name, value));
    line("- PyTorch: %s", found.peers().software());
    line("");
  }

  private void agreement() {
    line("| kernels | dtype | kernels in layouts | runs | elements compared | a rounding decides | wrong | largest difference from the CPU, of the largest value |");
    line("|---|---|---|---|---|---|---|---|");
    for (Tally tally : found.tallies()) {
      line(
          "| %s | %s | %d | %d | %d | %d | %d | %.2g |",
          tally.family(),
          tally.dtype(),
          tally.kernels(),
          tally.runs(),
          tally.values(),
          tally.undecided(),
          tally.wrong(),
          tally.largestDifference());
    }
    line("");
    found.tallies().stream()
        .flatMap(tally -> tally.messages().stream())
        .forEach(message -> line("- %s", message.lines().collect(Collectors.joining(" "))));
    if (!found.without().isEmpty()) {
      line("Not run, for there is no kernel:");
      line("");
      found.without().values().stream()
          .distinct()
          .sorted()
          .forEach(reason -> line("- %s: %s", reason, names(reason)));
      line("");
    }
  }

  private String names(String reason) {
    return found.without().entrySet().stream()
        .filter(entry -> entry.getValue().equals(reason))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private void speed() {
    if (found.rates().isEmpty()) {
      return;
    }
    line(
        "Rates count each input read once and each result written once. Copy on the device: %s.",
        found.rates().stream()
            .filter(rate -> rate.pass().equals("copy"))
            .map(rate ->
                format("%.0f GB/s at %d elements", rate.bytesPerSecond() / GIGA, rate.elements()))
            .collect(Collectors.joining(", ")));
    line("");
    line("| workload | pass | elements | us | GB/s | of copy | PyTorch eager, us | torch.compile, us |");
    line("|---|---|---|---|---|---|---|---|");
    for (Workload work : Workload.ALL) {
      for (Rate copy : found.rates()) {
        if (copy.pass().equals("copy")) {
          for (String pass : List.of("fwd", "bwd", "f+b")) {
            row(work, pass, copy.elements());
          }
        }
      }
    }
    line("");
    found.peers().problems().forEach(problem -> line("- PyTorch: %s", problem));
  }

  private void row(Workload work, String pass, long elements) {
    Optional<Rate> ours = find(found.rates(), work, pass, elements);
    Optional<Rate> eager = find(found.peers().eager(), work, pass, elements);
    Optional<Rate> compiled = find(found.peers().compiled(), work, pass, elements);
    if (ours.isEmpty() && pass.equals("bwd")) {
      return;
    }
    String time =
        ours.isEmpty() && !work.hasKernels()
            ? "no kernel yet"
            : cell(ours, rate -> rate.seconds() * MICRO);
    line(
        "| %s | %s | %d | %s | %s | %s | %s | %s |",
        work.name(),
        pass,
        elements,
        time,
        cell(ours, rate -> rate.bytesPerSecond() / GIGA),
        ours.map(rate ->
                format("%.0f %%", 100 * rate.bytesPerSecond() / found.copyBytesPerSecond()))
            .orElse(""),
        cell(eager, rate -> rate.seconds() * MICRO),
        cell(compiled, rate -> rate.seconds() * MICRO));
  }

  private static String cell(Optional<Rate> rate, ToDoubleFunction<Rate> value) {
    return rate.map(some -> format("%.1f", value.applyAsDouble(some))).orElse("");
  }

  private static Optional<Rate> find(
      List<Rate> rates, Workload work, String pass, long elements) {
    return rates.stream()
        .filter(rate ->
            rate.work().equals(work.name())
                && rate.pass().equals(pass)
                && rate.elements() == elements)
        .findFirst();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : format(format, values)).append('\n');
  }
}
