/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Codes;

/** What a body consists of. */
final class Statements {
  private Statements() {}

  /** The number of statements, at any depth. */
  static int count(Statement statement) {
    return switch (statement) {
      case Statement.Block block -> block.statements().stream().mapToInt(Statements::count).sum();
      case Statement.If choice -> 1 + count(choice.then()) + count(choice.otherwise());
      case Statement.Loop loop -> 1 + count(loop.test()) + count(loop.body());
      case Statement.Guarded guarded -> 1 + count(guarded.body()) + count(guarded.end());
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Apply _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ ->
          1;
    };
  }

  /** A statement and those in it, at any depth, in order. */
  static List<Statement> all(Statement statement) {
    List<Statement> all = new ArrayList<>();
    Activity.walk(statement, all::add);
    return all;
  }

  /** Visits the elements of arrays of numbers that a statement reads or writes. */
  static void elements(Statement statement, BiConsumer<Variable, Code> visit) {
    switch (statement) {
      case Statement.Assign(var _, Expression.Load(Variable array, Code index), var _, var _) ->
          visit.accept(array, index);
      case Statement.Store(Variable array, Code index, var _, var _) -> visit.accept(array, index);
      default -> {}
    }
  }

  /** The variables that pieces of Java in a statement read. */
  static Set<Variable> mentionsInCode(Statement statement) {
    Set<Variable> all = new LinkedHashSet<>();
    Codes.of(statement).forEach(c -> all.addAll(c.reads()));
    return all;
  }

  /** Whether a statement refers to a variable other than in a piece of Java. */
  static boolean holds(Statement statement, Variable variable) {
    return switch (statement) {
      case Statement.If choice -> choice.condition().equals(variable);
      case Statement.Call call ->
          call.arguments().contains(variable)
              || call.receiver().filter(variable::equals).isPresent();
      case Statement.Hold hold -> hold.holder().equals(variable) || hold.number().equals(variable);
      case Statement.Assign assign ->
          switch (assign.value()) {
            case Expression.Copy(Variable source) -> source.equals(variable);
            case Expression.Compute compute -> compute.operands().contains(variable);
            case Expression.Part part -> part.holder().equals(variable);
            default -> false;
          };
      default -> false;
    };
  }

  /** The variables that begin in a statement. */
  static Set<Variable> declared(Statement statement) {
    Set<Variable> declared = new LinkedHashSet<>();
    for (Statement each : all(statement)) {
      switch (each) {
        case Statement.Declare declare -> declared.add(declare.variable());
        case Statement.Assign assign when assign.declares() -> declared.add(assign.target());
        case Statement.Apply apply -> declared.addAll(apply.results());
        case Statement.Call call -> {
          declared.add(call.call());
          call.result().ifPresent(declared::add);
        }
        case Statement.CallFunction call -> {
          declared.add(call.call());
          declared.add(call.result());
        }
        case Statement.Write write -> declared.add(write.call());
        case Statement.Loop loop -> declared.add(loop.go());
        default -> {}
      }
    }
    return declared;
  }

  /** Whether a body neither works on tensors nor does anything but compute. */
  static boolean onNumbers(Statement statement) {
    return switch (statement) {
      case Statement.Block block -> block.statements().stream().allMatch(Statements::onNumbers);
      case Statement.If choice -> onNumbers(choice.then()) && onNumbers(choice.otherwise());
      case Statement.Loop loop -> onNumbers(loop.test()) && onNumbers(loop.body());
      case Statement.Declare declare -> !declare.variable().isTensor();
      case Statement.Assign assign -> !assign.target().isTensor();
      case Statement.Store _, Statement.Hold _, Statement.Call _ -> true;
      case Statement.Guarded _,
          Statement.Apply _,
          Statement.Effect _,
          Statement.CallFunction _,
          Statement.Write _ ->
          false;
    };
  }
}
