/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.frontend.Naming;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;

/** A method while it is being lowered: its statements so far, variables, problems. */
final class BodyDraft {
  /** Names that the generated class uses itself. */
  private static final Set<String> RESERVED =
      Set.of("flow", "self", "doubles", "ints", "longs", "objects", "arguments", "resultBar", "in");

  private final MethodSource source;
  private final boolean ofTensors;
  private final Naming names;
  private final Deque<List<Statement>> blocks = new ArrayDeque<>();
  private final Map<Element, Variable> variables = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Tree statement;
  private int passive;

  BodyDraft(MethodSource source, Set<String> userNames) {
    this.source = source;
    this.ofTensors = Api.isLibrary(source.element(source.tree()));
    Set<String> unavailable = new HashSet<>(userNames);
    unavailable.addAll(RESERVED);
    this.names = new Naming(unavailable);
    this.statement = source.tree();
    blocks.push(new ArrayList<>());
  }

  /** Whether the method differentiates by tensors alone: all numbers in it are constants. */
  boolean isOfTensors() {
    return ofTensors;
  }

  MethodSource source() {
    return source;
  }

  /** From here on, statements belong to this one of the user. */
  void enter(Tree next) {
    statement = next;
  }

  Span span(Tree tree) {
    return source.span(tree, statement);
  }

  Span span() {
    return source.span(statement, statement);
  }

  void add(Statement next) {
    blocks.getFirst().add(next);
  }

  /**
   * What an action adds, as a block of its own; what comes behind it belongs to the same statement
   * of the user as what came before.
   */
  Statement.Block block(Runnable action) {
    Tree outer = statement;
    blocks.push(new ArrayList<>());
    try {
      action.run();
      return new Statement.Block(blocks.getFirst(), span());
    } finally {
      blocks.pop();
      statement = outer;
    }
  }

  /** Runs an action whose results are constants to differentiation. */
  void passive(Runnable action) {
    passive++;
    try {
      action.run();
    } finally {
      passive--;
    }
  }

  /** Whether what is lowered now is a constant to differentiation. */
  boolean isPassive() {
    return passive > 0;
  }

  /** Makes the user's variable, under its own name where that is free. */
  Variable declare(Element element) {
    TypeMirror type = element.asType();
    String name = element.getSimpleName().toString();
    Variable variable =
        new Variable(
            name.isEmpty()
                ? names.unnamed("unnamed")
                : RESERVED.contains(name) ? names.unnamed(name + "Value") : names.variable(name),
            kind(type),
            text(type));
    variables.put(element, variable);
    return variable;
  }

  Optional<Variable> variable(Element element) {
    return Optional.ofNullable(variables.get(element));
  }

  void bind(Element element, Variable variable) {
    variables.put(element, variable);
  }

  /** A variable of no name in the source. */
  Variable fresh(String wanted, Variable.Kind kind, String type) {
    return new Variable(names.unnamed(wanted), kind, type);
  }

  Variable fresh(String wanted, TypeMirror type) {
    return fresh(wanted, kind(type), text(type));
  }

  private Variable.Kind kind(TypeMirror type) {
    Variable.Kind kind = JavaTypes.kind(type);
    return ofTensors && kind != Variable.Kind.TENSOR ? Variable.Kind.PASSIVE : kind;
  }

  private String text(TypeMirror type) {
    return ofTensors ? JavaTypes.boxedText(type) : JavaTypes.text(type);
  }

  /** A new variable that holds a value. */
  Variable let(Variable variable, Expression value, Tree tree) {
    add(new Statement.Assign(variable, value, true, span(tree)));
    return variable;
  }

  /** A new passive variable that holds the value of a piece of Java. */
  Variable let(String wanted, String type, Code code, Tree tree) {
    return let(fresh(wanted, Variable.Kind.PASSIVE, type), new Expression.Plain(code), tree);
  }

  void refuse(Problem problem) {
    problems.add(problem);
  }

  /** Refuses an expression. */
  Refusal refusal(Tree tree, String why, String remedy) {
    refuse(
        new UnsupportedExpression(source.place(tree), "'" + source.text(tree) + "'", why, remedy));
    return new Refusal();
  }

  /** Problems in source order. */
  List<Problem> problems() {
    return problems.stream()
        .distinct()
        .sorted(Comparator.comparingLong(p -> p.place().start()))
        .toList();
  }

  List<Statement> statements() {
    return blocks.getFirst();
  }

  /** Ends the lowering of a statement: its problem has been reported. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super(null, null, false, false);
    }
  }
}
