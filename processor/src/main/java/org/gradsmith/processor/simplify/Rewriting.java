/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;

/** Replaces statements by others, from the inside out. */
abstract class Rewriting {
  /** What stands in the place of a statement whose inner statements have been rewritten. */
  abstract List<Statement> replaced(Statement statement);

  FlowMethod of(FlowMethod method) {
    return method.with(of(method.body()), method.result());
  }

  Statement.Block of(Statement.Block block) {
    List<Statement> all = new ArrayList<>();
    block.statements().forEach(s -> all.addAll(replaced(inside(s))));
    return new Statement.Block(all, block.span());
  }

  private Statement inside(Statement statement) {
    return switch (statement) {
      case Statement.Block block -> of(block);
      case Statement.If(var condition, var then, var otherwise, var span) ->
          new Statement.If(condition, of(then), of(otherwise), span);
      case Statement.Loop(
              var test,
              var go,
              var body,
              boolean testFirst,
              var checkpoints,
              var span) ->
          new Statement.Loop(of(test), go, of(body), testFirst, checkpoints, span);
      case Statement.Guarded(var resources, var body, var end, var span) ->
          new Statement.Guarded(resources, of(body), of(end), span);
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Apply _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ ->
          statement;
    };
  }
}
