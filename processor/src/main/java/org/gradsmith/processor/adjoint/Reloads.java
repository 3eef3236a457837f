/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Which elements of arrays the reverse sweep can read again, since nothing writes to the array from
 * then on: it need not keep them. Of arrays from outside that is known if the method writes to none
 * of them; its callers see to it that they stay as they are (see {@code Sweep.rereadsArrays}).
 */
final class Reloads {
  private final ArrayUses uses;
  private final Set<Variable> stable = new HashSet<>();
  private final Set<Statement> loads = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Statement, Set<Variable>> unstable = new IdentityHashMap<>();
  private boolean passesParameters;

  private Reloads(FlowMethod method, Set<Variable> once, ArrayUses uses) {
    this.uses = uses;
    if (uses.onlyReads()) {
      method.parameters().stream()
          .filter(p -> p.kind() == Variable.Kind.ARRAY && once.contains(p) && !uses.isOpaque(p))
          .forEach(stable::add);
    }
  }

  /** The loads of a method that can be made again. */
  static Reloads of(FlowMethod method, Set<Variable> once, ArrayUses uses) {
    Reloads reloads = new Reloads(method, once, uses);
    reloads.after(method.body(), new HashSet<>());
    return reloads;
  }

  boolean again(Statement load) {
    return loads.contains(load);
  }

  /**
   * The arrays among the arguments of a call that may be written to between the call and its
   * reverse.
   */
  Set<Variable> unstable(Statement.Call call) {
    return unstable.getOrDefault(call, Set.of());
  }

  /** Whether the reverse sweep, or that of a call, reads arrays that the method was given. */
  boolean readsParameters() {
    return passesParameters
        || loads.stream()
            .anyMatch(s ->
                s instanceof Statement.Assign assign
                    && assign.value() instanceof Expression.Load(Variable array, var _)
                    && stable.contains(array));
  }

  private boolean isStable(Variable array, Set<Variable> written) {
    return stable.contains(array) || (uses.isConfined(array) && !written.contains(array));
  }

  /**
   * Visits a statement.
   *
   * @param written what is written behind it; what is written in it is added
   */
  private void after(Statement statement, Set<Variable> written) {
    switch (statement) {
      case Statement.Block block -> {
        for (Statement inner : block.statements().reversed()) {
          after(inner, written);
        }
      }
      case Statement.Assign assign -> {
        if (assign.value() instanceof Expression.Load(Variable array, var _)
            && isStable(array, written)) {
          loads.add(assign);
        }
        if (assign.declares()) {
          written.remove(assign.target()); // what was written is another array
        }
      }
      case Statement.Store store -> written.add(store.array());
      case Statement.If choice -> {
        Set<Variable> otherwise = new HashSet<>(written);
        after(choice.otherwise(), otherwise);
        after(choice.then(), written);
        written.addAll(otherwise);
      }
      case Statement.Guarded guarded -> {
        after(guarded.end(), written);
        after(guarded.body(), written);
      }
      case Statement.Loop loop -> {
        stores(loop, written);
        after(loop.test(), new HashSet<>(written));
        after(loop.body(), new HashSet<>(written));
      }
      case Statement.Call call -> call(call, written);
      case Statement.Declare _,
          Statement.Apply _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.CallFunction _,
          Statement.Write _ -> {}
    }
  }

  private void call(Statement.Call call, Set<Variable> written) {
    Set<Variable> changing = new HashSet<>();
    for (Variable argument : call.arguments()) {
      if (argument.kind() == Variable.Kind.ARRAY) {
        passesParameters |= stable.contains(argument);
        if (!isStable(argument, written)) {
          changing.add(argument);
        }
      }
    }
    unstable.put(call, changing);
  }

  /** Another turn writes what this one writes, to arrays that were there before. */
  private static void stores(Statement.Loop loop, Set<Variable> written) {
    Set<Variable> inside = new HashSet<>();
    Set<Variable> declared = new HashSet<>();
    Activity.walk(
        loop,
        s -> {
          if (s instanceof Statement.Store store) {
            inside.add(store.array());
          } else if (s instanceof Statement.Assign assign && assign.declares()) {
            declared.add(assign.target());
          }
        });
    inside.removeAll(declared);
    written.addAll(inside);
  }
}
