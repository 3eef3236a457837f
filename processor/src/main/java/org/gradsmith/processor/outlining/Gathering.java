/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.processor.adjoint.Reads;

/**
 * Rows of one block that are to run together, at the place of the last of them. What stands between
 * them runs before, and what gives their results other names runs behind.
 */
final class Gathering {
  /** Kernels of more rows are seldom faster, and planning them is slow. */
  private static final int MOST = 64;

  private final Names valueNames = new Names();
  private final Passing passing;
  private final List<Statement> original = new ArrayList<>();
  private final List<Statement> before = new ArrayList<>();
  private final List<Statement.Assign> behind = new ArrayList<>();
  private final List<Statement.Apply> rows = new ArrayList<>();
  private final List<Node.Apply> nodes = new ArrayList<>();
  private final Map<Variable, Value> values = new LinkedHashMap<>();
  private final Set<Variable> operands = new LinkedHashSet<>();

  /** Results of rows. */
  private final Set<Variable> made = new LinkedHashSet<>();

  /** Variables that stand for results of rows. */
  private final Map<Variable, Variable> aliases = new HashMap<>();

  /**
   * @param reserved names that the generated class needs for itself
   */
  Gathering(Set<String> reserved, Passing passing) {
    reserved.forEach(valueNames::take);
    this.passing = passing;
  }

  /** Takes the next statement of the block, unless it has to run behind the rows. */
  boolean add(Statement statement) {
    boolean taken =
        (statement instanceof Statement.Apply row && addRow(row))
            || addName(statement)
            || addBefore(statement);
    if (taken) {
      original.add(statement);
    }
    return taken;
  }

  private boolean addRow(Statement.Apply row) {
    if (rows.size() == MOST) {
      return false;
    }
    Optional<Node.Apply> node = Rows.fusible(row, this::value);
    if (node.isEmpty()) {
      return false;
    }
    for (Optional<Variable> operand : row.operands()) {
      Variable variable = named(operand.orElseThrow());
      if (!made.contains(variable)) {
        operands.add(variable);
      }
    }
    rows.add(
        new Statement.Apply(
            row.op(),
            row.operands().stream().map(o -> o.map(this::named)).toList(),
            row.attributes(),
            row.realNumbers(),
            row.results(),
            row.span()));
    nodes.add(node.get());
    made.addAll(row.results());
    return true;
  }

  private Variable named(Variable variable) {
    return aliases.getOrDefault(variable, variable);
  }

  private Value value(Variable variable) {
    return values.computeIfAbsent(named(variable), v -> Value.tensor(valueNames.fresh(v.name())));
  }

  /** A variable gets a result of a row. */
  private boolean addName(Statement statement) {
    if (statement instanceof Statement.Assign assign
        && assign.value() instanceof Expression.Copy(Variable source)
        && (made.contains(source) || aliases.containsKey(source))
        && !made.contains(assign.target())) {
      aliases.put(assign.target(), named(source));
      behind.add(
          new Statement.Assign(
              assign.target(),
              new Expression.Copy(named(source)),
              assign.declares(),
              assign.span()));
      return true;
    }
    return false;
  }

  /** Something that neither reads what the rows make nor changes what they read. */
  private boolean addBefore(Statement statement) {
    if (rows.isEmpty()) {
      return false;
    }
    boolean readsThem =
        Reads.in(statement).stream().anyMatch(v -> made.contains(v) || aliases.containsKey(v));
    boolean changesThem =
        Assigned.in(statement).stream()
            .anyMatch(v -> operands.contains(v) || made.contains(v) || aliases.containsKey(v));
    if (readsThem || changesThem || !passing.isHarmless(statement)) {
      return false;
    }
    before.add(statement);
    return true;
  }

  /** The statements as they stood. */
  List<Statement> original() {
    return original;
  }

  /** What runs before the rows. */
  List<Statement> before() {
    return before;
  }

  /** The rows, which read results of each other under the names that these have before. */
  List<Statement.Apply> rows() {
    return rows;
  }

  /** The rows as a straight line. */
  List<Node.Apply> nodes() {
    return nodes;
  }

  /** The value that an operand or a result is in the straight line. */
  Value valueOf(Variable variable) {
    return Objects.requireNonNull(values.get(variable)); // whatever it stands for behind the rows
  }

  /** The variable that holds an operand or a result. */
  Variable variableOf(Value value) {
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** What gives results other names, and runs behind the rows; each variable gets its last one. */
  List<Statement.Assign> behind() {
    Map<Variable, Statement.Assign> last = new LinkedHashMap<>();
    for (Statement.Assign assign : behind) {
      Statement.Assign earlier = last.remove(assign.target());
      boolean declares = assign.declares() || (earlier != null && earlier.declares());
      last.put(
          assign.target(),
          new Statement.Assign(assign.target(), assign.value(), declares, assign.span()));
    }
    return List.copyOf(last.values());
  }
}
