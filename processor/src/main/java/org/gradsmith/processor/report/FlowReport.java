/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Line;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.report.FlowPhases.Piece;
import org.gradsmith.processor.report.MethodReport.Entry;
import org.gradsmith.processor.report.MethodReport.Fate;
import org.gradsmith.processor.report.MethodReport.Phase;
import org.gradsmith.processor.report.SavedBytes.Holder;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;

/** Reads a report off the sweeps of a method with control flow. */
public final class FlowReport {
  /** Stands for how often the place in the text is reached at which something is kept. */
  static final Dim TIMES = Dim.named("times");

  private final Map<Variable, Code> made = new HashMap<>();
  private final Map<Variable, Integer> readers = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Variable, Variable> packed = new HashMap<>();
  private final Map<Variable, String> runs = new HashMap<>();
  private final Set<String> stacked = new HashSet<>();
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final FlowPhases phases;
  private final FlowSizes flow;
  private final TensorSizes sizes;
  private Span at = Span.NONE;

  private FlowReport(FlowPhases phases) {
    this.phases = phases;
    this.flow = new FlowSizes(phases.simplified(), phases.declared());
    this.sizes = flow.sizes();
  }

  /** The report of a method. */
  public static MethodReport of(FlowPhases phases) {
    Sweeps sweeps = phases.sweeps();
    FlowMethod method = phases.simplified();
    FlowReport report = new FlowReport(phases);
    report.reads(sweeps.backward());
    report.forward(sweeps.forward());
    report.reverse(sweeps.backward());
    List<Entry> all = new ArrayList<>(report.entries.values());
    if (method.isRecomputed()) {
      all.add(
          new Entry(
              Fate.SAVED,
              "arguments",
              "Object[]",
              "in the record of the call, arrays as copies",
              "@Checkpoint: the call runs again before it is reversed, and only then keeps the rest",
              Optional.empty()));
    }
    FlowLaunches found = FlowLaunches.of(phases, report.flow);
    List<Launch> launches = found.all();
    KernelCounts counts = found.outside();
    SavedBytes saved =
        new SavedBytes(List.copyOf(report.kept.values()), List.copyOf(report.kept.values()));
    for (Piece piece : phases.pieces()) {
      StraightPhases line = report.flow.known(piece);
      TensorSizes sizes = line.sizes();
      counts = counts.plus(KernelCounts.of(line.differentiated(), line.fused(), sizes));
      SavedBytes own =
          SavedBytes.of(line.differentiated(), line.fused(), sizes).ofPiece(report.flow::isGiven);
      saved = saved.plus(report.stacked.contains(piece.name()) ? own.times(TIMES) : own);
    }
    long kernels = launches.stream().filter(l -> l.kind() == Launch.Kind.KERNEL).count();
    FlowCalls calls = FlowCalls.of(phases, report.flow);
    saved = saved.plus(calls.ofRows());
    boolean isAssumed = phases.pieces().stream().anyMatch(report.flow::isAssumed);
    return new MethodReport(
        method.className(),
        method.name(),
        method.sweep(),
        method.span(),
        method.isRecomputed() ? "control flow, run again in reverse" : "control flow",
        MethodReport.FLOAT32
            + (isAssumed ? ", those of rows that run together as of one shape" : ""),
        method.parameters().stream().map(Variable::name).toList(),
        method.result().map(Variable::name).orElse(""),
        (int) kernels,
        all,
        counts,
        saved,
        launches,
        calls.all(),
        texts(phases, report));
  }

  private static List<Phase> texts(FlowPhases phases, FlowReport report) {
    List<Phase> texts = new ArrayList<>();
    texts.add(new Phase("lowered", FlowText.of(phases.lowered())));
    texts.add(new Phase("simplified", FlowText.of(phases.simplified())));
    texts.add(new Phase("outlined", FlowText.of(phases.sweeps().method())));
    texts.add(new Phase("differentiated", SweepText.of(phases.sweeps())));
    for (Piece piece : phases.pieces()) {
      StraightPhases line = report.flow.known(piece);
      texts.add(
          new Phase(piece.name() + " differentiated", StraightText.of(line.differentiated())));
      texts.add(new Phase(piece.name() + " fused", StraightText.of(line.fused())));
    }
    return texts;
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
        case Line.Field(Variable target, Code value) -> {
          packed(target, value);
          phases.piece(value).ifPresent(piece -> runs.put(target, piece.name()));
        }
        case Line.Let(Variable target, Code value, boolean declares) -> {
          packed(target, value);
          phases.piece(value).ifPresent(piece -> runs.put(target, piece.name()));
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
        case Line.Keep(Variable variable, boolean stacked, int _) -> kept(variable, stacked);
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

  /**
   * Notes that a variable holds a tensor that is saved: it is made by {@code save(tensor, ...)}.
   */
  private void packed(Variable holder, Code value) {
    if (value.toString().startsWith("save(")) {
      value.reads().stream()
          .filter(Variable::isTensor)
          .findFirst()
          .ifPresent(tensor -> {
            packed.put(holder, tensor);
            keep(tensor, "in a field", why(holder), Dim.of(1));
          });
    }
  }

  private void kept(Variable variable, boolean stacked) {
    Variable tensor = packed.get(variable);
    String run = runs.get(variable);
    if (run != null && stacked) {
      this.stacked.add(run);
    }
    String where = stacked ? "on a stack, once for each time" : "in a field";
    if (tensor != null || variable.isTensor()) {
      keep(tensor == null ? variable : tensor, where, why(variable), stacked ? TIMES : Dim.of(1));
    } else {
      entry(Fate.SAVED, variable, where, why(variable));
    }
  }

  /** A tensor is kept; what is said of it last counts: on a stack, after it was packed. */
  private void keep(Variable tensor, String where, String why, Dim times) {
    Dim bytes = sizes.bytes(Value.tensor(tensor.name())).times(times);
    String name = flow.original(tensor.name());
    Holder holder = flow.isGiven(name) ? Holder.CALLER : Holder.SWEEP;
    kept.put(name, new Kept(name, bytes, holder));
    entries.put(
        Fate.SAVED + " " + tensor.name(),
        new Entry(Fate.SAVED, tensor.name(), "Tensor", where, why, Optional.of(bytes)));
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
        fate + " " + variable.name(),
        new Entry(fate, variable.name(), type, where, why, Optional.empty()));
  }
}
