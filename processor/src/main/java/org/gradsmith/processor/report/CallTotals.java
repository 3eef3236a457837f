/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.gradsmith.processor.report.SavedBytes.Holder;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;

/** Adds up what methods cost together with the methods that they call. */
final class CallTotals {
  private final Map<String, MethodReport> reports;
  private final Function<String, Optional<MethodSummary>> others;
  private final Map<String, Total> totals = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();

  /**
   * @param reports those of this compilation, by canonical name of the generated class
   * @param others what is known of methods that were compiled before, likewise
   */
  CallTotals(Map<String, MethodReport> reports, Function<String, Optional<MethodSummary>> others) {
    this.reports = reports;
    this.others = others;
  }

  /**
   * What a method costs with all that it calls.
   *
   * @param rows the methods that it calls itself, those of one label and one callee as one
   */
  record Total(MethodSummary summary, List<Row> rows) {
    Total {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A method that is called.
   *
   * @param callee simple name of the generated class; empty if nobody knows which it is
   * @param times in how many places it is called
   * @param isInLoop whether a loop calls it
   * @param counts the launches of all places together
   * @param before bytes that all places keep before the minimal cut, as the caller counts them
   * @param after those that they keep after it
   */
  record Row(
      String label,
      String callee,
      int times,
      boolean isInLoop,
      KernelCounts counts,
      Dim before,
      Dim after) {
    Row plus(Row other) {
      return new Row(
          label,
          callee,
          times + other.times,
          isInLoop || other.isInLoop,
          counts.plus(other.counts),
          before.plus(other.before),
          after.plus(other.after));
    }
  }

  Total of(String generated, MethodReport report) {
    Total known = totals.get(generated);
    if (known != null) {
      return known;
    }
    open.add(generated);
    KernelCounts counts = report.counts().withCalls(0);
    Sum before = new Sum(report.saved().before());
    Sum after = new Sum(report.saved().after());
    Map<String, Row> rows = new LinkedHashMap<>();
    for (CallSite call : report.calls()) {
      Row row = row(call, before, after);
      counts = counts.plus(row.counts());
      rows.merge(call.label() + " " + row.callee(), row, Row::plus);
    }
    open.remove(generated);
    Total total =
        new Total(
            new MethodSummary(
                report.parameters(),
                report.result(),
                counts,
                new SavedBytes(before.all(), after.all())),
            List.copyOf(rows.values()));
    totals.put(generated, total);
    return total;
  }

  private Row row(CallSite call, Sum before, Sum after) {
    for (String callee : call.callees()) {
      Optional<MethodSummary> summary = summary(callee);
      if (summary.isPresent()) {
        SavedBytes saved = summary.get().saved();
        return new Row(
            call.label(),
            callee.substring(callee.lastIndexOf('.') + 1),
            1,
            call.isInLoop(),
            summary.get().counts(),
            before.add(call, summary.get(), saved.before()),
            after.add(call, summary.get(), saved.after()));
      }
    }
    return new Row(
        call.label(), "", 1, call.isInLoop(), KernelCounts.NONE.withCalls(1), Dim.of(0), Dim.of(0));
  }

  /** A method that is on its way calls itself: what that costs depends on how often it does. */
  private Optional<MethodSummary> summary(String callee) {
    MethodReport report = reports.get(callee);
    if (report == null) {
      return others.apply(callee);
    }
    return open.contains(callee) ? Optional.empty() : Optional.of(of(callee, report).summary());
  }

  /** What is kept, each tensor once. */
  private static final class Sum {
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    Sum(List<Kept> own) {
      own.forEach(k -> kept.put(k.name(), k));
    }

    List<Kept> all() {
      return List.copyOf(kept.values());
    }

    /** Adds what a callee keeps; returns how many bytes that are which nobody had before. */
    Dim add(CallSite call, MethodSummary callee, List<Kept> more) {
      List<Kept> added = new ArrayList<>();
      for (Kept entry : more) {
        Kept seen = seen(call, callee, entry);
        Kept counted =
            call.isInLoop()
                ? new Kept(seen.name(), seen.bytes().times(FlowReport.TIMES), seen.holder())
                : seen;
        if (kept.putIfAbsent(counted.name(), counted) == null) {
          added.add(counted);
        }
      }
      return SavedBytes.total(added);
    }

    /** A tensor that the callee keeps as the caller sees it. */
    private static Kept seen(CallSite call, MethodSummary callee, Kept entry) {
      int parameter = callee.parameters().indexOf(entry.name());
      Optional<String> own =
          parameter >= 0 && parameter < call.arguments().size()
              ? call.arguments().get(parameter)
              : call.result().filter(_ -> entry.name().equals(callee.result()));
      if (own.isPresent() && entry.holder() == Holder.CALLER) {
        return call.tensors().apply(own.get());
      }
      return new Kept(
          call.place() + "." + entry.name(),
          call.sizes().apply(callee.parameters(), entry.bytes()),
          entry.holder());
    }
  }
}
