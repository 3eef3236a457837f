/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** The sweeps of a call of a differentiated method: those of the callee. */
final class CallLines {
  private final Names names;
  private final Set<Variable> active;

  CallLines(Names names, Set<Variable> active) {
    this.names = names;
    this.active = active;
  }

  /**
   * The sweeps of a call.
   *
   * @param changing arrays among the arguments that something may write to before it is reversed
   */
  Reverse.Both of(Statement.Call call, Set<Variable> changing) {
    List<Line> forward = PrimalText.call(call, changing);
    call.result()
        .filter(Variable::isTensor)
        .ifPresent(result ->
            forward.add(
                new Line.Let(
                    names.slot(result),
                    Code.builder().text("flow.slot(").use(result).text(")").impure().build(),
                    true)));
    return new Reverse.Both(forward, reverse(call));
  }

  private List<Line> reverse(Statement.Call call) {
    List<Line> lines = new ArrayList<>();
    Code.Builder back = Code.builder().use(call.call()).text(".reverse(");
    if (call.result().filter(active::contains).isPresent()) {
      back.use(names.bar(call.result().get()));
    } else {
      back.text("0");
    }
    lines.add(new Line.Do(back.text(")").build()));
    for (int i = 0; i < call.arguments().size(); i++) {
      Variable argument = call.arguments().get(i);
      if (active.contains(argument)) {
        lines.add(
            new Line.Add(
                names.bar(argument),
                Code.builder().use(call.call()).text(".argumentBar(" + i + ")").build()));
      }
    }
    return lines;
  }
}
