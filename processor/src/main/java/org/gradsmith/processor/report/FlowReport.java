/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Line;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.report.MethodReport.Entry;
import org.gradsmith.processor.report.MethodReport.Fate;

/** Reads a report off the sweeps of a method with control flow. */
public final class FlowReport {
  private final Map<Variable, Code> made = new HashMap<>();
  private final Map<Variable, Integer> readers = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private Span at = Span.NONE;

  private FlowReport() {}

  /** The report of a method. */
  public static MethodReport of(Sweeps sweeps) {
    FlowReport report = new FlowReport();
    report.reads(sweeps.backward());
    report.forward(sweeps.forward());
    report.reverse(sweeps.backward());
    FlowMethod method = sweeps.method();
    List<Entry> all = new ArrayList<>(report.entries.values());
    if (method.isRecomputed()) {
      all.add(
          new Entry(
              Fate.SAVED,
              "arguments",
              "Object[]",
              "in the record of the call, arrays as copies",
              "@Checkpoint: the call runs again before it is reversed, and only then keeps the rest"));
    }
    return of(method, all);
  }

  /** A report with these entries. */
  public static MethodReport of(FlowMethod method, List<Entry> entries) {
    return new MethodReport(
        method.className(),
        method.name(),
        method.sweep(),
        method.span().file() + ":" + method.span().line(),
        method.isRecomputed() ? "control flow, run again in reverse" : "control flow",
        0,
        entries);
  }

  /** The first line of the reverse sweep that reads each variable. */
  private void reads(List<Line> lines) {
    for (Line line : lines) {
      switch (line) {
        case Line.At(Span span) -> at = span;
        case Line.Restore _ -> {}
        case Line.Group(List<Line> inner) -> reads(inner);
        case Line.Guarded guarded -> reads(Line.joined(guarded.body(), guarded.end()));
        case Line.Choose(Code condition, List<Line> then, List<Line> otherwise) -> {
          condition.reads().forEach(this::read);
          reads(then);
          reads(otherwise);
        }
        case Line.Repeat(Variable turns, List<Line> body) -> {
          read(turns);
          reads(body);
        }
        case Line.CountDown countDown -> reads(countDown.body());
        default -> Line.mentions(List.of(line)).forEach(this::read);
      }
    }
  }

  private void read(Variable variable) {
    readers.putIfAbsent(variable, at.line());
  }

  private void forward(List<Line> lines) {
    for (Line line : lines) {
      switch (line) {
        case Line.Let(Variable target, Code value, boolean declares) -> {
          if (declares) {
            made.put(target, value);
          }
          if (value.toString().matches(".*Checkpoints\\.(sqrt|binomial)\\(.*")) {
            entry(
                Fate.SAVED,
                target,
                "states of some turns of a loop",
                "@Checkpoint: the turns between run again");
          }
        }
        case Line.Keep(Variable variable, boolean stacked, int _) ->
            entry(
                Fate.SAVED,
                variable,
                stacked ? "on a stack, once for each time" : "in a field",
                why(variable));
        case Line.Group(List<Line> inner) -> forward(inner);
        case Line.Guarded guarded -> forward(Line.joined(guarded.body(), guarded.end()));
        case Line.Choose(Code _, List<Line> then, List<Line> otherwise) -> {
          forward(then);
          forward(otherwise);
        }
        case Line.Turns turns -> forward(Line.joined(turns.test(), turns.body()));
        case Line.Forgotten(String _, List<Line> _) -> {} // what it keeps is dropped at once
        default -> {}
      }
    }
  }

  private String why(Variable variable) {
    Integer line = readers.get(variable);
    return line == null
        ? "the reverse sweep sets it back"
        : "the reverse of line " + line + " reads it";
  }

  private void reverse(List<Line> lines) {
    for (Line line : lines) {
      switch (line) {
        case Line.Let(Variable target, Code value, boolean declares)
            when declares && value.equals(made.get(target)) ->
            entry(
                Fate.RECOMPUTED,
                target,
                "as " + value,
                "it costs less than keeping it, and its operands are at hand");
        case Line.Do(Code code) when code.toString().startsWith("flow.release(") ->
            code.reads()
                .forEach(array ->
                    entry(
                        Fate.RELEASED,
                        array,
                        "its adjoints",
                        "nothing behind its declaration, in reverse, asks for them"));
        case Line.Group(List<Line> inner) -> reverse(inner);
        case Line.Guarded guarded -> reverse(Line.joined(guarded.body(), guarded.end()));
        case Line.Choose(Code _, List<Line> then, List<Line> otherwise) -> {
          reverse(then);
          reverse(otherwise);
        }
        case Line.Repeat(Variable _, List<Line> body) -> reverse(body);
        case Line.CountDown countDown -> reverse(countDown.body());
        default -> {}
      }
    }
  }

  private void entry(Fate fate, Variable variable, String where, String why) {
    String type = variable.type().substring(variable.type().lastIndexOf('.') + 1);
    entries.putIfAbsent(
        fate + " " + variable.name(), new Entry(fate, variable.name(), type, where, why));
  }
}
