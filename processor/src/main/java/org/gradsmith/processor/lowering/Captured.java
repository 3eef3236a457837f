/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda uses of the variables around it. Objects, arrays and tensors have an identity at
 * which their adjoints are found, so they are passed as they are; numbers are put into an array
 * where the lambda is made, whose adjoints sum up what all calls of the lambda contribute.
 */
final class Captured {
  private static final List<String> NUMBERS = List.of("double", "float");

  private final Body body;

  Captured(Body body) {
    this.body = body;
  }

  /** The variables around a lambda that it mentions, as variables of the method around it. */
  static Map<Element, Variable> of(LambdaExpressionTree tree, Body around) {
    Map<Element, Variable> found = new LinkedHashMap<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = around.source.element(name);
        around.draft.variable(element).ifPresent(v -> found.put(element, v));
        return null;
      }
    }.scan(tree.getBody(), null);
    return found;
  }

  /** Where the lambda is made: the variables that are passed to it. */
  List<Variable> passed(Map<Element, Variable> captured, Tree tree) {
    List<Variable> passed = new ArrayList<>();
    captured.values().stream().filter(v -> !v.isReal()).forEach(passed::add);
    for (String type : NUMBERS) {
      List<Variable> numbers = numbers(captured, type).stream().map(Map.Entry::getValue).toList();
      if (!numbers.isEmpty()) {
        passed.add(packed(numbers, type, tree));
      }
    }
    return passed;
  }

  private static List<Map.Entry<Element, Variable>> numbers(
      Map<Element, Variable> captured, String type) {
    return captured.entrySet().stream()
        .filter(e -> e.getValue().isReal() && e.getValue().type().equals(type))
        .toList();
  }

  private Variable packed(List<Variable> numbers, String type, Tree tree) {
    Variable array = array(type);
    Code made =
        Code.builder().text("new ").type(type).text("[" + numbers.size() + "]").impure().build();
    body.draft.let(array, new Expression.NewArray(made), tree);
    for (int i = 0; i < numbers.size(); i++) {
      body.draft.add(
          new Statement.Store(
              array, Code.text(Integer.toString(i)), numbers.get(i), body.draft.span(tree)));
    }
    return array;
  }

  private Variable array(String type) {
    return body.draft.fresh("captured", Variable.Kind.ARRAY, type + "[]");
  }

  /** In the lambda: the parameters that take what is passed, with the numbers read again. */
  List<Variable> declared(Map<Element, Variable> captured) {
    List<Variable> parameters = new ArrayList<>();
    captured.forEach((element, outer) -> {
      if (!outer.isReal()) {
        parameters.add(body.draft.declare(element));
      }
    });
    for (String type : NUMBERS) {
      List<Map.Entry<Element, Variable>> numbers = numbers(captured, type);
      if (!numbers.isEmpty()) {
        Variable array = array(type);
        parameters.add(array);
        for (int i = 0; i < numbers.size(); i++) {
          Code index = Code.text(Integer.toString(i));
          body.draft.add(
              new Statement.Assign(
                  body.draft.declare(numbers.get(i).getKey()),
                  new Expression.Load(array, index),
                  true,
                  body.draft.span()));
        }
      }
    }
    return parameters;
  }
}
