/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * What a method does with its arrays of numbers: which of them nobody else ever sees, and whether
 * it writes to others.
 */
public final class ArrayUses {
  private static final Pattern CALL = Pattern.compile("\\w\\(");

  private final Predicate<String> readers;
  private final Set<Variable> self;
  private final Set<Variable> made = new HashSet<>();
  private final Set<Variable> fields = new HashSet<>();
  private final Set<Variable> escaped = new HashSet<>();
  private final Set<Variable> passed = new HashSet<>();
  private final Set<Variable> written = new HashSet<>();
  private boolean calls;

  private ArrayUses(Optional<Variable> self, Predicate<String> readers) {
    this.self = Set.copyOf(self.stream().toList());
    this.readers = readers;
  }

  /**
   * Looks at a method.
   *
   * @param once the variables that are assigned in one place
   * @param readers the methods, by the names of their classes, that only read what they are given
   */
  public static ArrayUses of(FlowMethod method, Set<Variable> once, Predicate<String> readers) {
    ArrayUses uses = new ArrayUses(method.self(), readers);
    method.result().ifPresent(uses.escaped::add);
    Activity.walk(method.body(), uses::visit);
    uses.made.retainAll(once);
    uses.fields.retainAll(once);
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
  public boolean isLocal(Variable array) {
    return isConfined(array) && !passed.contains(array);
  }

  /**
   * Whether an array comes from a field, and holds what it held before the call: its elements are
   * constants to differentiation.
   */
  boolean isConstant(Variable array) {
    return fields.contains(array)
        && !escaped.contains(array)
        && !passed.contains(array)
        && onlyReads();
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
        } else if (assign.value() instanceof Expression.Plain(Code code)
            && assign.target().kind() == Variable.Kind.ARRAY
            && self.containsAll(code.reads())
            && !isCall(code)) {
          fields.add(assign.target());
        } else if (assign.value() instanceof Expression.Copy(Variable source)) {
          escape(source);
        }
      }
      case Statement.Store store -> written.add(store.array());
      case Statement.Call call -> call(call);
      case Statement.Effect _ -> calls = true;
      case Statement.CallFunction call -> calls |= !call.computesOnly();
      case Statement.Guarded guarded -> calls |= !guarded.resources().isEmpty();
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

  /** Whether a piece of Java calls a method, other than to read a private field. */
  private static boolean isCall(Code code) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < code.parts().size(); i++) {
      boolean handle = i > 0 && code.parts().get(i - 1) instanceof Code.PrivateField;
      switch (code.parts().get(i)) {
        case Code.Text(String written) ->
            text.append(handle ? written.replaceFirst("^\\.get\\(", " ") : written);
        case Code.Use _, Code.Type _, Code.Generated _, Code.PrivateField _ -> text.append('x');
      }
    }
    return CALL.matcher(text).find();
  }

  private void call(Statement.Call call) {
    boolean isReader = readers.test(call.sweep()) || call.sweep().endsWith(Rule.SUFFIX);
    boolean reads = isReader && holdsNoArray(call.result());
    calls |= !isReader;
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
