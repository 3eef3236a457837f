/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.ArrayUses;
import org.gradsmith.processor.adjoint.Codes;
import org.gradsmith.processor.adjoint.Once;

/**
 * Numbers that are in a variable already are not read again: an element that was just written or
 * read, and a copy of a variable that has the same value still. Java's own compiler knows as much;
 * but the reverse sweep would keep each of them, and add to the adjoint of each.
 */
final class KnownElements {
  /** Where a number is: in an element of an array, or in a variable, which has no index. */
  private record Place(Variable holder, Code index) {
    private static final Code NONE = Code.text("");

    static Place of(Variable variable) {
      return new Place(variable, NONE);
    }

    boolean isElement() {
      return holder.kind() == Variable.Kind.ARRAY;
    }

    boolean depends(Set<Variable> assigned) {
      return assigned.contains(holder) || index.reads().stream().anyMatch(assigned::contains);
    }
  }

  private final Set<Variable> once;
  private final ArrayUses arrays;

  private KnownElements(FlowMethod method) {
    this.once = Once.of(method);
    this.arrays = ArrayUses.of(method, once, _ -> false);
  }

  /** The method with copies of variables in the place of elements that are known. */
  static FlowMethod copied(FlowMethod method) {
    KnownElements elements = new KnownElements(method);
    return method.with(elements.block(method.body(), new HashMap<>()), method.result());
  }

  /**
   * A block in which what is known is not read again.
   *
   * @param known the variables that hold numbers, by where else these are; changed to what is known
   *     behind the block
   */
  private Statement.Block block(Statement.Block block, Map<Place, Variable> known) {
    List<Statement> all = new ArrayList<>();
    block.statements().forEach(s -> all.add(statement(s, known)));
    Set<Variable> ended = Assigned.in(block);
    known.values().removeIf(ended::contains);
    return new Statement.Block(all, block.span());
  }

  private Statement statement(Statement statement, Map<Place, Variable> known) {
    return switch (statement) {
      case Statement.Block block -> block(block, known);
      case Statement.Assign assign -> assign(assign, known);
      case Statement.Store(Variable array, Code index, Variable value, var _) -> {
        known.keySet().removeIf(p -> p.isElement() && mayBeSame(p.holder(), array));
        if (index.pure() && isElementOf(value, array) && once.contains(value)) {
          known.put(new Place(array, index), value);
        }
        yield statement;
      }
      case Statement.If(var condition, var then, var otherwise, var span) -> {
        Statement.Block first = block(then, new HashMap<>(known));
        Statement.Block second = block(otherwise, new HashMap<>(known));
        forget(statement, known);
        yield new Statement.If(condition, first, second, span);
      }
      case Statement.Loop loop -> {
        forget(loop, known);
        Statement.Block test = block(loop.test(), new HashMap<>(known));
        Statement.Block body = block(loop.body(), new HashMap<>(known));
        yield new Statement.Loop(
            test, loop.go(), body, loop.testFirst(), loop.checkpoints(), loop.span());
      }
      case Statement.Guarded guarded -> {
        forget(guarded, known);
        yield guarded;
      }
      case Statement.Declare _,
          Statement.Apply _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ -> {
        forget(statement, known);
        yield statement;
      }
    };
  }

  private Statement assign(Statement.Assign assign, Map<Place, Variable> known) {
    forget(assign, known);
    if (!assign.declares() || !assign.target().isReal() || !once.contains(assign.target())) {
      return assign;
    }
    return switch (assign.value()) {
      case Expression.Load(Variable array, Code index) when index.pure() ->
          known(assign, new Place(array, index), known);
      case Expression.Copy(Variable source) when !once.contains(source) ->
          known(assign, Place.of(source), known);
      default -> assign;
    };
  }

  private static Statement known(Statement.Assign assign, Place place, Map<Place, Variable> known) {
    Variable same = known.putIfAbsent(place, assign.target());
    return same == null || !same.type().equals(assign.target().type())
        ? assign
        : new Statement.Assign(assign.target(), new Expression.Copy(same), true, assign.span());
  }

  private static boolean isElementOf(Variable value, Variable array) {
    return array.type().equals(value.type() + "[]");
  }

  private boolean mayBeSame(Variable one, Variable other) {
    return one.equals(other) || !(arrays.isLocal(one) || arrays.isLocal(other));
  }

  /** Forgets what a statement may change, at any depth. */
  private void forget(Statement statement, Map<Place, Variable> known) {
    Set<Variable> assigned = Assigned.in(statement);
    known.keySet().removeIf(p -> p.depends(assigned));
    Activity.walk(
        statement,
        s -> {
          if (s instanceof Statement.Store store) {
            known.keySet().removeIf(p -> p.isElement() && mayBeSame(p.holder(), store.array()));
          } else if (doesMore(s)) {
            known.keySet().removeIf(p -> p.isElement() && !arrays.isLocal(p.holder()));
          }
        });
  }

  /** Whether a statement may write to arrays that others see. */
  private static boolean doesMore(Statement statement) {
    return switch (statement) {
      case Statement.Assign _ -> Codes.of(statement).stream().anyMatch(c -> !c.pure());
      case Statement.Call _,
          Statement.CallFunction _,
          Statement.Effect _,
          Statement.Write _,
          Statement.Apply _,
          Statement.Guarded _ ->
          true;
      case Statement.Block _,
          Statement.Declare _,
          Statement.Store _,
          Statement.Hold _,
          Statement.If _,
          Statement.Loop _ ->
          false;
    };
  }
}
