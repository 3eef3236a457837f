/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.flow.Checkpointing;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * The sweeps of a loop that keeps the state of some turns. Forward, each turn is recorded as in any
 * loop, since what takes part in it is found out by that, and forgotten. In reverse, for each turn
 * from the last to the first, the loop goes to a kept state, runs up to the turn, and reverses
 * that.
 */
final class CheckpointLines {
  private static final String CHECKPOINTS = "org.gradsmith.compiled.flow.Checkpoints";

  private final Names names;
  private final Statement.Loop loop;
  private final LoopState state;
  private final Variable checkpoints;
  private final Variable turns;
  private final String mark;

  CheckpointLines(Names names, Statement.Loop loop) {
    this.names = names;
    this.loop = loop;
    this.state = LoopState.of(loop.body());
    this.checkpoints = names.of(loop, "checkpoints", "checkpoints", CHECKPOINTS);
    this.turns = names.of(loop, "turns", "turns", "int");
    String name = names.of(loop, "mark", "mark", "long").name();
    this.mark = Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /**
   * The sweeps of the loop.
   *
   * @param test asks for another turn; there is nothing in it to reverse
   */
  Reverse.Both of(List<Line> test, Reverse.Both body) {
    Checkpointing how = loop.checkpoints().orElseThrow();
    Code made =
        Code.builder()
            .type(CHECKPOINTS)
            .text(how.isBinomial() ? ".binomial(" + how.snapshots() + ")" : ".sqrt()")
            .impure()
            .build();
    Code next = Code.builder().use(turns).text(" + 1").build();
    List<Line> turn =
        List.of(
            keep(turns),
            new Line.Forgotten(mark, body.forward()),
            new Line.Let(turns, next, false));
    List<Line> forward =
        List.of(
            new Line.Let(checkpoints, made, true),
            new Line.Let(turns, Code.text("0"), true),
            new Line.Turns(test, loop.go(), turn, true));
    List<Line> reverse =
        List.of(
            call("begin(", values()),
            new Line.Repeat(turns, reversed(body)),
            call("end(", List.of()));
    return new Reverse.Both(forward, reverse);
  }

  private List<Line> reversed(Reverse.Both body) {
    String left = turns.name() + "Left";
    Variable turn = names.of(loop, "turn", "turn", "int");
    List<Line> before = new ArrayList<>();
    List<Line> between = new ArrayList<>();
    List<Code> handed = handed();
    if (!handed.isEmpty()) {
      List<Code> from = new ArrayList<>(List.of(Code.text("flow")));
      from.addAll(handed);
      before.add(call("take(", from));
      between.add(call("give(", handed));
    }
    before.add(
        new Line.Let(
            turn,
            Code.builder().use(checkpoints).text(".seek(" + left + " - 1)").impure().build(),
            true));
    List<Variable> kept = kept();
    for (int i = 0; i < kept.size(); i++) {
      if (isAssigned(kept.get(i))) {
        before.add(new Line.Let(kept.get(i), value(kept.get(i), i), false));
      }
    }
    return List.of(
        new Line.Rerun(
            mark,
            before,
            turn,
            left,
            List.of(keep(turn)),
            body.forward(),
            between,
            body.reverse()));
  }

  private Code value(Variable variable, int index) {
    String cast =
        switch (variable.type()) {
          case "double", "float", "long", "int", "short", "byte", "char", "boolean" ->
              "(" + variable.type() + ") ";
          default -> "";
        };
    Code.Builder code = Code.builder().text(cast).use(checkpoints);
    return code.text(cast.isEmpty() ? ".value(" : ".<Object>value(")
        .text(index + ")")
        .impure()
        .build();
  }

  /** Keeps the state, if the schedule wants that of this turn. */
  private Line keep(Variable turn) {
    List<Code> arguments = new ArrayList<>();
    arguments.add(Code.of(turn));
    arguments.addAll(values());
    Code wanted =
        Code.builder().use(checkpoints).text(".wants(").use(turn).text(")").impure().build();
    return new Line.Choose(wanted, List.of(call("keep(", arguments)), List.of());
  }

  /** The state of a turn: what turns assign, with the slots of tensors, and what they change. */
  private List<Variable> kept() {
    List<Variable> all = new ArrayList<>();
    for (Variable variable : state.all()) {
      all.add(variable);
      if (variable.isTensor()) {
        all.add(names.slot(variable));
      }
    }
    return all;
  }

  private boolean isAssigned(Variable kept) {
    return state.assigned().stream()
        .anyMatch(v -> v.equals(kept) || (v.isTensor() && names.slot(v).equals(kept)));
  }

  private List<Code> values() {
    return kept().stream().map(Code::of).toList();
  }

  /** What has adjoints that are found by identity. */
  private List<Code> handed() {
    return state.assigned().stream()
        .filter(v -> !v.isReal() && !isPrimitive(v))
        .map(Code::of)
        .toList();
  }

  private static boolean isPrimitive(Variable variable) {
    return variable.type().matches("[a-z]+");
  }

  private Line call(String method, List<Code> arguments) {
    Code.Builder code = Code.builder().use(checkpoints).text("." + method);
    for (int i = 0; i < arguments.size(); i++) {
      code.text(i == 0 ? "" : ", ").code(arguments.get(i));
    }
    return new Line.Do(code.text(")").impure().build());
  }
}
