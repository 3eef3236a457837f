/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * What a method does with its arrays of numbers: which of them nobody else ever sees, and whether
 * it writes to others.
 */
final class ArrayUses {
  private final Predicate<String> readers;
  private final Set<Variable> made = new HashSet<>();
  private final Set<Variable> escaped = new HashSet<>();
  private final Set<Variable> passed = new HashSet<>();
  private final Set<Variable> written = new HashSet<>();
  private boolean calls;

  private ArrayUses(Predicate<String> readers) {
    this.readers = readers;
  }

  /**
   * Looks at a method.
   *
   * @param once the variables that are assigned in one place
   * @param readers the methods, by the names of their classes, that only read what they are given
   */
  static ArrayUses of(FlowMethod method, Set<Variable> once, Predicate<String> readers) {
    ArrayUses uses = new ArrayUses(readers);
    method.result().ifPresent(uses.escaped::add);
    Activity.walk(method.body(), uses::visit);
    uses.made.retainAll(once);
    return uses;
  }

  /** Whether the method only reads the arrays that it is given, and keeps none of them. */
  static boolean isReader(FlowMethod method, Predicate<String> readers) {
    return of(method, Once.of(method), readers).onlyReads();
  }

  /** Whether it only reads arrays that are not its own. */
  boolean onlyReads() {
    return !calls && made.containsAll(written) && written.stream().noneMatch(escaped::contains);
  }

  /** Whether an array is made by this call and seen by nobody else but methods that read it. */
  boolean isConfined(Variable array) {
    return made.contains(array) && !escaped.contains(array);
  }

  /** Whether an array is made by this call and seen by no other method. */
  boolean isLocal(Variable array) {
    return isConfined(array) && !passed.contains(array);
  }

  /** Whether something other than its elements and its length is asked of an array. */
  boolean isOpaque(Variable array) {
    return escaped.contains(array);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Assign assign -> {
        if (assign.value() instanceof Expression.NewArray) {
          made.add(assign.target());
        } else if (assign.value() instanceof Expression.Copy(Variable source)) {
          escape(source);
        }
      }
      case Statement.Store store -> written.add(store.array());
      case Statement.Call call -> call(call);
      case Statement.Effect _, Statement.CallFunction _ -> calls = true;
      default -> {}
    }
    for (Code code : Codes.of(statement)) {
      calls |= !code.pure() && isCall(code) && !isAllocation(statement);
      escapes(code.parts());
    }
  }

  private static boolean isAllocation(Statement statement) {
    return statement instanceof Statement.Assign assign
        && assign.value() instanceof Expression.NewArray;
  }

  private static boolean isCall(Code code) {
    return code.parts().stream()
        .anyMatch(p -> p instanceof Code.Text(String text) && text.contains("("));
  }

  private void call(Statement.Call call) {
    boolean reads = readers.test(call.sweep()) && holdsNoArray(call.result());
    calls |= !readers.test(call.sweep());
    for (Variable argument : call.arguments()) {
      if (argument.kind() == Variable.Kind.ARRAY) {
        if (reads) {
          passed.add(argument);
        } else {
          escaped.add(argument);
        }
      }
    }
  }

  private static boolean holdsNoArray(Optional<Variable> result) {
    return result.isEmpty() || result.get().isReal() || result.get().isTensor();
  }

  private void escape(Variable variable) {
    if (variable.kind() == Variable.Kind.ARRAY) {
      escaped.add(variable);
    }
  }

  /** Arrays of which a piece of Java uses more than the length and elements. */
  private void escapes(List<Code.Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Code.Use(Variable used)
          && used.kind() == Variable.Kind.ARRAY
          && !(i + 1 < parts.size()
              && parts.get(i + 1) instanceof Code.Text(String next)
              && (next.startsWith(".length") || next.startsWith("[")))) {
        escaped.add(used);
      }
    }
  }
}
