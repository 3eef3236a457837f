/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Variables that the sweeps need beside the method's own; the same ones however often they are
 * asked for.
 */
final class Names {
  private static final String COMPILED = "org.gradsmith.compiled.flow.";

  /** Names that the generated class uses itself. */
  private static final Set<String> RESERVED =
      Set.of(
          "self",
          "flow",
          "resultBar",
          "doubles",
          "ints",
          "longs",
          "objects",
          "arguments",
          "argument",
          "in");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Variable> known = new HashMap<>();
  private final Set<Variable> made = new HashSet<>();
  private final IdentityHashMap<Statement, Integer> numbers = new IdentityHashMap<>();
  private final Map<Variable, Variable> shadowed = new HashMap<>();
  private int counted;

  Names(FlowMethod method) {
    taken.addAll(RESERVED);
    method.parameters().forEach(v -> taken.add(v.name()));
    Activity.walk(
        method.body(),
        statement -> {
          switch (statement) {
            case Statement.Declare(Variable variable, var _) -> taken.add(variable.name());
            case Statement.Assign assign -> taken.add(assign.target().name());
            case Statement.Apply apply -> apply.results().forEach(v -> taken.add(v.name()));
            case Statement.Call call -> {
              taken.add(call.call().name());
              made.add(call.call());
              call.result().ifPresent(v -> taken.add(v.name()));
            }
            case Statement.CallFunction call -> {
              taken.add(call.call().name());
              made.add(call.call());
              taken.add(call.result().name());
            }
            case Statement.Write write -> taken.add(write.call().name());
            default -> {}
          }
        });
  }

  /** A name that nothing has. */
  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private Variable variable(String key, String wanted, Variable.Kind kind, String type) {
    return known.computeIfAbsent(
        key,
        _ -> {
          Variable variable = new Variable(fresh(wanted), kind, type);
          made.add(variable);
          return variable;
        });
  }

  /** Whether a variable is one of the sweeps' own, or the record of a call. */
  boolean isMade(Variable variable) {
    return made.contains(variable);
  }

  /** A number that nothing has. */
  int number() {
    return counted++;
  }

  /** The adjoint of a number. */
  Variable bar(Variable variable) {
    return variable(
        "bar " + variable.name(), variable.name() + "Bar", Variable.Kind.PASSIVE, variable.type());
  }

  /** The tangent of a number or an array of numbers, which has adjoints in turn. */
  Variable dot(Variable variable) {
    return variable(
        "dot " + variable.name(), variable.name() + "Dot", variable.kind(), unboxed(variable));
  }

  /** The type of the elements of an array that holds a number, and of its tangent. */
  static String unboxed(Variable variable) {
    return switch (variable.type()) {
      case "java.lang.Double" -> "double";
      case "java.lang.Float" -> "float";
      default -> variable.type();
    };
  }

  /** Another variable of the method, by what it is for. */
  Variable extra(String key, String wanted, Variable.Kind kind, String type) {
    return variable("extra " + key, wanted, kind, type);
  }

  /** The adjoint of a tensor, taken out of its slot. */
  Variable taken(Variable variable) {
    return variable(
        "taken " + variable.name(),
        variable.name() + "Bar",
        Variable.Kind.PASSIVE,
        "org.gradsmith.tensor.Tensor");
  }

  /** The slot of a tensor. */
  Variable slot(Variable variable) {
    return variable(
        "slot " + variable.name(),
        variable.name() + "Slot",
        Variable.Kind.PASSIVE,
        COMPILED + "Slot");
  }

  /** The shadow of an array. */
  Variable shadow(Variable array) {
    Variable shadow =
        variable(
            "shadow " + array.name(), array.name() + "Bar", Variable.Kind.PASSIVE, array.type());
    shadowed.put(shadow, array);
    return shadow;
  }

  /** The array of a shadow. */
  Variable arrayOf(Variable shadow) {
    return Objects.requireNonNull(shadowed.get(shadow));
  }

  /** A variable that belongs to a statement. */
  Variable of(Statement statement, String role, String wanted, String type) {
    int number = numbers.computeIfAbsent(statement, _ -> numbers.size());
    return variable(number + " " + role, wanted, Variable.Kind.PASSIVE, type);
  }
}
