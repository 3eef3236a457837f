/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;

/** The pieces of Java that a statement evaluates, without those of the statements in it. */
public final class Codes {
  private Codes() {}

  public static List<Code> of(Statement statement) {
    return switch (statement) {
      case Statement.Assign assign -> of(assign.value());
      case Statement.Apply apply -> apply.attributes();
      case Statement.Store store -> List.of(store.index());
      case Statement.Effect(Code code, var _) -> List.of(code);
      case Statement.CallFunction call -> List.of(call.about(), call.function(), call.arguments());
      case Statement.Write write -> List.of(write.code());
      case Statement.Block _,
          Statement.Declare _,
          Statement.Hold _,
          Statement.Guarded _,
          Statement.Call _,
          Statement.If _,
          Statement.Loop _ ->
          List.of();
    };
  }

  private static List<Code> of(Expression expression) {
    return switch (expression) {
      case Expression.Plain(Code code) -> List.of(code);
      case Expression.NewArray(Code code) -> List.of(code);
      case Expression.Copy _ -> List.of();
      case Expression.Compute compute -> List.of(compute.value());
      case Expression.Load load -> List.of(load.index());
      case Expression.Part part -> List.of(part.value());
      case Expression.Lift lift -> List.of(lift.value());
    };
  }
}
