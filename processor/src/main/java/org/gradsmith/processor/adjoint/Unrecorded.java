/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;

/**
 * A method line by line as it is, without a record: what is written of a method that computes
 * tangents.
 *
 * @param method the method
 * @param lines its body
 * @param primitives names of the primitives that it calls
 */
public record Unrecorded(FlowMethod method, List<Line> lines, Set<String> primitives) {
  public Unrecorded {
    lines = List.copyOf(lines);
    primitives = Set.copyOf(primitives);
  }

  /** The lines of a method. */
  public static Unrecorded of(FlowMethod method) {
    Walk walk = new Walk(new Names(method), new TreeSet<>());
    List<Line> lines = walk.block(method.body());
    return new Unrecorded(method, lines, walk.primitives);
  }

  private record Walk(Names names, Set<String> primitives) {
    private List<Line> block(Statement.Block block) {
      List<Line> lines = new ArrayList<>();
      Span last = Span.NONE;
      for (Statement statement : block.statements()) {
        if (!(statement instanceof Statement.Declare) && !statement.span().equals(last)) {
          last = statement.span();
          lines.add(new Line.At(last));
        }
        lines.addAll(statement(statement));
      }
      return lines;
    }

    private List<Line> statement(Statement statement) {
      return switch (statement) {
        case Statement.Block block -> List.of(new Line.Group(block(block)));
        case Statement.Declare(var variable, var _) ->
            List.of(new Line.Let(variable, PrimalText.zero(variable), true));
        case Statement.Assign(var target, var value, boolean declares, var _) ->
            List.of(new Line.Let(target, PrimalText.value(value), declares));
        case Statement.Apply apply ->
            PrimalText.apply(
                apply, i -> apply.attributes().get(i), PrimalText.all(apply, names), primitives);
        case Statement.Store store -> List.of(PrimalText.store(store));
        case Statement.Hold _ -> List.of();
        case Statement.Effect(Code code, var _) -> List.of(new Line.Do(code));
        case Statement.Call call -> PrimalText.call(call);
        case Statement.CallFunction call -> List.of(function(call));
        case Statement.Write write -> List.of(new Line.Do(write.code()));
        case Statement.Guarded(var resources, var body, var end, var _) ->
            List.of(new Line.Guarded(resources, block(body), block(end)));
        case Statement.If choice
            when choice.then().statements().isEmpty()
                && choice.otherwise().statements().isEmpty() ->
            List.of();
        case Statement.If choice ->
            List.of(
                new Line.Choose(
                    Code.of(choice.condition()), block(choice.then()), block(choice.otherwise())));
        case Statement.Loop loop ->
            List.of(
                new Line.Turns(
                    block(loop.test()), loop.go(), block(loop.body()), loop.testFirst()));
      };
    }

    private static Line function(Statement.CallFunction call) {
      return new Line.Let(
          call.result(),
          Code.builder()
              .text("flow.direction().call(")
              .code(call.function())
              .text(call.arguments().parts().isEmpty() ? "" : ", ")
              .code(call.arguments())
              .text(")")
              .impure()
              .build(),
          true);
    }
  }
}
