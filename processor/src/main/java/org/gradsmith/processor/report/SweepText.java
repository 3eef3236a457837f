/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Line;
import org.gradsmith.processor.adjoint.Sweeps;

/** The sweeps of a method with control flow for people to read. */
final class SweepText {
  private final Outline outline = new Outline();
  private Span at = Span.NONE;

  private SweepText() {}

  static String of(Sweeps sweeps) {
    SweepText text = new SweepText();
    text.outline.line(0, "forward sweep");
    text.block(sweeps.forward());
    text.outline.line(0, "reverse sweep");
    text.block(sweeps.backward());
    return text.outline.toString();
  }

  private void block(List<Line> lines) {
    outline.block(() -> lines.forEach(this::add));
  }

  private void line(String content) {
    outline.line(at.line(), content);
  }

  private void add(Line line) {
    switch (line) {
      case Line.At(Span span) -> at = span;
      case Line.Let(Variable target, Code value, boolean declares) ->
          line((declares ? FlowText.simple(target.type()) + " " : "") + target + " = " + value);
      case Line.Field(Variable target, Code value) -> line(target + " = " + value);
      case Line.Add(Variable bar, Code value) -> line(bar + " += " + value);
      case Line.AddElement(Variable array, Code index, Code value) ->
          line("adjoint of %s[%s] += %s".formatted(array, index, value));
      case Line.Do(Code code) -> line(code.toString());
      case Line.Keep keep ->
          line(
              "keep %s %s"
                  .formatted(keep.variable(), keep.stacked() ? "on a stack" : "in a field"));
      case Line.Restore restore -> line("bring back " + restore.variable());
      case Line.Group(List<Line> lines) -> block(lines);
      case Line.Guarded guarded -> {
        line("try");
        block(guarded.body());
        line("finally");
        block(guarded.end());
      }
      case Line.Choose(Code condition, List<Line> then, List<Line> otherwise) -> {
        line("if " + condition);
        block(then);
        if (!otherwise.isEmpty()) {
          line("else");
          block(otherwise);
        }
      }
      case Line.Turns turns -> {
        line(turns.testFirst() ? "loop, tested first" : "loop, tested last");
        block(turns.test());
        line("while " + turns.go());
        block(turns.body());
      }
      case Line.Repeat(Variable turns, List<Line> body) -> {
        line("repeat %s times".formatted(turns));
        block(body);
      }
      case Line.CountDown(Variable index, Code start, Code end, List<Line> body) -> {
        line("for %s from below %s down to %s".formatted(index, end, start));
        block(body);
      }
      case Line.Forgotten(String _, List<Line> lines) -> {
        line("without keeping anything");
        block(lines);
      }
      case Line.Rerun rerun -> {
        line("run turns again, from a kept state up to %s".formatted(rerun.turnsLeft()));
        block(rerun.before());
        block(rerun.keep());
        block(rerun.body());
        block(rerun.between());
        block(rerun.reverse());
      }
    }
  }
}
