/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A loop whose turns are known before it starts: {@code for (int i = start; i < end; i++)}, where
 * nothing in the loop assigns i, or anything that start and end are computed from.
 *
 * @param index i, which ends with the loop
 * @param start the first index
 * @param end the index behind the last one, if that is more than {@code start}
 * @param step the assignment that counts
 * @param loop the loop itself
 */
public record CountedLoop(
    Variable index, Code start, Code end, Statement.Assign step, Statement.Loop loop) {

  /** The counted loop that a block ends with, where the statement before it declares the index. */
  public static Optional<CountedLoop> of(Statement.Block block) {
    List<Statement> statements = block.statements();
    int size = statements.size();
    if (size >= 2
        && statements.get(size - 2)
            instanceof
            Statement.Assign(Variable index, Expression.Plain(Code start), var declares, var _)
        && declares
        && start.pure()
        && statements.get(size - 1) instanceof Statement.Loop loop
        && loop.testFirst()) {
      return counted(index, start, loop);
    }
    return Optional.empty();
  }

  private static Optional<CountedLoop> counted(Variable index, Code start, Statement.Loop loop) {
    List<Statement> test = loop.test().statements();
    List<Statement> body = loop.body().statements();
    if (test.size() == 1
        && test.getFirst()
            instanceof Statement.Assign(var _, Expression.Plain(Code go), var _, var _)
        && !body.isEmpty()
        && body.getLast() instanceof Statement.Assign step
        && step.target().equals(index)
        && isNext(step.value(), index)) {
      Set<Variable> fixed = new HashSet<>(start.reads());
      Optional<Code> end = end(index, go);
      end.ifPresent(e -> fixed.addAll(e.reads()));
      fixed.add(index);
      boolean assigned = Assigned.in(loop, step).stream().anyMatch(fixed::contains);
      return end.filter(_ -> !assigned).map(e -> new CountedLoop(index, start, e, step, loop));
    }
    return Optional.empty();
  }

  private static boolean isNext(Expression value, Variable index) {
    return value instanceof Expression.Plain(Code code)
        && code.toString().equals(index.name() + " + 1");
  }

  /** The index behind the last one, from a condition like {@code i < n}. */
  private static Optional<Code> end(Variable index, Code condition) {
    List<Code.Part> parts = condition.parts();
    if (!condition.pure()
        || parts.size() < 3
        || !parts.getFirst().equals(new Code.Use(index))
        || !(parts.get(1) instanceof Code.Text(String comparison))) {
      return Optional.empty();
    }
    Code limit = new Code(parts.subList(2, parts.size()), true);
    boolean wider = // the index would not count down from it without a cast
        index.type().equals("int")
            && (limit.reads().stream().anyMatch(v -> v.type().equals("long") || v.isReal())
                || limit.toString().matches(".*\\d[LlDdFf.].*"));
    if (wider || limit.toString().chars().anyMatch(c -> "&|^?:<>=".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    return switch (comparison) {
      case " < " -> Optional.of(limit);
      case " <= " -> Optional.of(Code.builder().code(limit).text(" + 1").build());
      default -> Optional.empty();
    };
  }
}
