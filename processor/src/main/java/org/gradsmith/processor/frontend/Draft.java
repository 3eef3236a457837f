/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import org.gradsmith.annotation.Shape;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.Problem;

/** A method while it is being lowered: its steps so far, and what its variables stand for. */
final class Draft {
  private final MethodSource source;
  private final Naming names;
  private final List<Node> steps = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Element, Meaning> variables = new HashMap<>();
  private final Map<Span, Tree> trees = new HashMap<>();
  private final SortedMap<String, String> functions = new TreeMap<>();
  private Tree statement;

  Draft(MethodSource source, Naming names) {
    this.source = source;
    this.names = names;
    this.statement = source.tree();
  }

  MethodSource source() {
    return source;
  }

  /** From here on, steps belong to this statement. */
  void enter(Tree next) {
    statement = next;
  }

  void add(Node step) {
    steps.add(step);
  }

  List<Node> steps() {
    return steps;
  }

  /**
   * A function becomes part of the method.
   *
   * @param generated the class that is generated for it
   * @param hash the hash of its body
   */
  void takes(String generated, String hash) {
    functions.put(generated, hash);
  }

  /** The functions that became part of the method, by the classes generated for them. */
  SortedMap<String, String> functions() {
    return functions;
  }

  /** The span of an expression of the current statement. */
  Span span(Tree expression) {
    Span span = source.span(expression, statement);
    trees.put(span, expression);
    return span;
  }

  /** The name of a value: that of the variable it is assigned to, else one from its origin. */
  String name(Optional<String> variable, String origin) {
    return variable.map(names::variable).orElseGet(() -> names.unnamed(origin));
  }

  Meaning refuse(Problem problem) {
    problems.add(problem);
    return new Meaning.Refused();
  }

  /** Problems in source order. */
  List<Problem> problems() {
    return problems.stream().sorted(Comparator.comparingLong(p -> p.place().start())).toList();
  }

  void bind(Element variable, Meaning meaning) {
    variables.put(variable, meaning);
  }

  /** What a variable stands for now; refused if its declaration was. */
  Meaning variable(Element variable) {
    return variables.getOrDefault(variable, new Meaning.Refused());
  }

  Places places() {
    Map<Span, Tree> known = Map.copyOf(trees);
    return new Places() {
      @Override
      public Place at(Span span) {
        Tree tree = known.get(span);
        return tree == null ? source.place() : source.place(tree);
      }

      @Override
      public String text(Span span) {
        Tree tree = known.get(span);
        return tree == null ? span.text() : source.text(tree);
      }

      @Override
      public Place shape(int parameter) {
        VariableTree tree = source.tree().getParameters().get(parameter);
        return source.annotation(tree.getModifiers(), Shape.class).orElse(source.place(tree));
      }
    };
  }

  Place place(Tree tree) {
    return source.place(tree);
  }
}
