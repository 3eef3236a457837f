/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/**
 * What a method adds to in place, as in {@code a[i] += x}: the old value's adjoint is the new
 * value's, so the reverse sweep only gives it to {@code x}, and leaves the adjoint where it is.
 *
 * <p>Of an element, these are three statements: the element is read, something is added, the sum is
 * written to the same place; nobody else reads either of the two numbers.
 */
final class Increments {
  private final Set<Statement> parts = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Variable> olds = new HashSet<>();
  private final Set<Variable> active;
  private final Set<Variable> once;
  private final Reads reads;

  private Increments(FlowMethod method, Set<Variable> active, Set<Variable> once) {
    this.active = active;
    this.once = once;
    this.reads = Reads.of(method);
  }

  /** What a method adds to in place. */
  static Increments of(FlowMethod method, Set<Variable> active, Set<Variable> once) {
    Increments increments = new Increments(method, active, once);
    increments.block(method.body());
    Activity.walk(
        method.body(),
        s -> {
          if (s instanceof Statement.Block block) {
            increments.block(block);
          }
        });
    return increments;
  }

  /** Whether a statement reads an element, or writes it, for something to be added. */
  boolean isPart(Statement statement) {
    return parts.contains(statement);
  }

  /** Whether an operand's adjoint is already that of the sum which is assigned. */
  boolean isOld(Variable operand, Statement.Assign assign) {
    return olds.contains(operand) || (operand.equals(assign.target()) && isSum(assign, operand));
  }

  /** Whether an assignment adds something to its variable. */
  static boolean isSum(Statement.Assign assign) {
    return !assign.declares() && isSum(assign, assign.target());
  }

  /** Whether a number is computed as another one plus something that does not depend on it. */
  private static boolean isSum(Statement.Assign assign, Variable old) {
    if (!(assign.value() instanceof Expression.Compute compute)
        || Collections.frequency(compute.operands(), old) != 1
        || !assign.target().type().equals(old.type())) {
      return false;
    }
    Scalar cotangent = new Scalar.Operand(compute.operands().size() + 1);
    Optional<Scalar> gradient = compute.gradients().get(compute.operands().indexOf(old));
    return gradient.filter(cotangent::equals).isPresent();
  }

  private void block(Statement.Block block) {
    List<Statement> statements = block.statements();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Statement.Store store
          && store.index().pure()
          && active.contains(store.value())
          && isPrivate(store.value())) {
        store(store, statements.subList(0, i));
      }
    }
  }

  private boolean isPrivate(Variable number) {
    return once.contains(number) && reads.isReadOnce(number);
  }

  /**
   * Looks for the sum that is stored, and for the element that it begins with.
   *
   * @param before the statements before the store
   */
  private void store(Statement.Store store, List<Statement> before) {
    Optional<Statement.Assign> sum = Optional.empty();
    for (Statement statement : before.reversed()) {
      if (!(statement instanceof Statement.Assign assign)
          || store.index().reads().contains(assign.target())
          || store.array().equals(assign.target())
          || !isHarmless(assign.value())) {
        return;
      }
      if (assign.target().equals(store.value())) {
        sum = Optional.of(assign);
      } else if (sum.isPresent() && isElement(assign, store) && isSum(sum.get(), assign.target())) {
        parts.add(assign);
        parts.add(store);
        olds.add(assign.target());
        return;
      }
    }
  }

  private boolean isElement(Statement.Assign assign, Statement.Store store) {
    return assign.value() instanceof Expression.Load(Variable array, Code index)
        && array.equals(store.array())
        && index.equals(store.index())
        && active.contains(assign.target())
        && isPrivate(assign.target());
  }

  private static boolean isHarmless(Expression value) {
    return switch (value) {
      case Expression.Plain(Code code) -> code.pure();
      case Expression.Copy _, Expression.Compute _, Expression.Load _, Expression.Part _ -> true;
      case Expression.NewArray _, Expression.Lift _ -> false;
    };
  }
}
