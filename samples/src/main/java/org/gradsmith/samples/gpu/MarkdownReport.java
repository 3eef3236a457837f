/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    line("## " + facts.get("card") + ", driver " + facts.get("driver") + ", " + date);
    line("");
    facts.forEach((name, value) -> line("- " + name + ": " + value));
    line("- PyTorch: " + found.peers().software());
    line("");
  }

  private void agreement() {
    head(
        "kernels",
        "dtype",
        "kernels in layouts",
        "runs",
        "elements compared",
        "a rounding decides",
        "wrong",
        "largest difference from the CPU, of the largest value");
    for (Tally tally : found.tallies()) {
      row(
          tally.family(),
          tally.dtype(),
          Long.toString(tally.kernels()),
          Long.toString(tally.runs()),
          Long.toString(tally.values()),
          Long.toString(tally.undecided()),
          Long.toString(tally.wrong()),
          String.format(Locale.ROOT, "%.2g", tally.largestDifference()));
    }
    line("");
    List<String> messages = found.disagreements();
    messages.forEach(message -> line("- " + message.lines().collect(Collectors.joining(" "))));
    if (!messages.isEmpty()) {
      line("");
    }
    if (!found.without().isEmpty()) {
      line("Not run, for there is no kernel:");
      line("");
      found.without().values().stream()
          .distinct()
          .sorted()
          .forEach(reason -> line("- " + reason + ": " + names(reason)));
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
    List<Rate> copies = found.rates().stream().filter(rate -> rate.pass().equals("copy")).toList();
    if (copies.isEmpty()) {
      return;
    }
    String rates =
        copies.stream()
            .map(copy ->
                rounded(copy.bytesPerSecond() / GIGA) + " GB/s at " + copy.elements() + " elements")
            .collect(Collectors.joining(", "));
    line(
        "Rates count each input read once and each result written once. Copy on the device: "
            + rates
            + ".");
    line("");
    head(
        "workload",
        "pass",
        "elements",
        "us",
        "GB/s",
        "of copy",
        "PyTorch eager, us",
        "torch.compile, us");
    for (Workload work : Workload.ALL) {
      for (Rate copy : copies) {
        for (String pass : List.of("fwd", "bwd", "f+b")) {
          row(work, pass, copy.elements());
        }
      }
    }
    line("");
    found.peers().problems().forEach(problem -> line("- PyTorch: " + problem));
  }

  private void row(Workload work, String pass, long elements) {
    Optional<Rate> ours = find(found.rates(), work, pass, elements);
    if (ours.isEmpty() && pass.equals("bwd")) {
      return;
    }
    row(
        work.name(),
        pass,
        Long.toString(elements),
        micros(ours),
        ours.map(rate -> tenths(rate.bytesPerSecond() / GIGA)).orElse(""),
        ours.map(rate -> rounded(100 * rate.bytesPerSecond() / found.copyBytesPerSecond()) + " %")
            .orElse(""),
        micros(find(found.peers().eager(), work, pass, elements)),
        micros(find(found.peers().compiled(), work, pass, elements)));
  }

  private static String micros(Optional<Rate> rate) {
    return rate.map(some -> tenths(some.seconds() * MICRO)).orElse("");
  }

  private static Optional<Rate> find(List<Rate> rates, Workload work, String pass, long elements) {
    return rates.stream()
        .filter(rate ->
            rate.work().equals(work.name())
                && rate.pass().equals(pass)
                && rate.elements() == elements)
        .findFirst();
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private void head(String... cells) {
    row(cells);
    line("|" + "---|".repeat(cells.length));
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
