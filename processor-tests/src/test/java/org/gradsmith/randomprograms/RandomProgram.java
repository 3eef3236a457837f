/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program: a class with one differentiable method and the helpers that it calls.
 *
 * @param name the class's name over numbers; T behind it makes the one over tensors
 * @param seed what the arguments are drawn from
 * @param parameters types of the method's parameters, a letter each: d number, a array, i integer
 * @param text the methods
 * @param choices the decisions that lead to it
 */
@SuppressWarnings({"LoopOverCharArray", "InlineFormatString"})
record RandomProgram(String name, long seed, String parameters, Piece text, List<Integer> choices)
    implements Compilable {
  @Override
  public Map<String, String> sources() {
    return Map.of(name, numbers(), name + "T", tensors());
  }

  static RandomProgram of(String name, long seed) {
    return write(name, seed, Choices.random(seed));
  }

  /** The program that given decisions lead to. */
  RandomProgram replay(String otherName, List<Integer> otherChoices) {
    return write(otherName, seed, Choices.replay(otherChoices));
  }

  /** Whether numbers are rounded to {@code float}, so that comparisons have to be rough. */
  boolean hasFloats() {
    return text.numbers().contains("float ");
  }

  /** Whether products with the Hessian are compared too. */
  boolean isSecondOrder() {
    return seed % 10 == 0;
  }

  private static RandomProgram write(String name, long seed, Choices choices) {
    List<Helper> helpers = new ArrayList<>();
    List<Piece> lines = new ArrayList<>();
    boolean floats = choices.percent(15);
    int count = choices.of(0, 0, 1, 1, 2);
    for (int i = 0; i < count; i++) {
      helpers.add(helper("h" + i, choices, helpers, lines, floats));
    }
    String parameters =
        "d".repeat(1 + choices.below(3))
            + "a".repeat(choices.below(3))
            + "i".repeat(choices.below(2));
    MethodDraft draft = new MethodDraft(choices, helpers, 'd', floats);
    Statements statements = new Statements(draft);
    Piece head = head("main", parameters, 'd', draft);
    statements.some(choices.of(4, 4, 6, 10));
    Piece sum = statements.expressions().number(2).at(1);
    for (String number : draft.names.numbers) {
      sum = Piece.formats("%s + 0.5 * %s", "(%s).add(%s.mul(0.5))", sum, number);
    }
    for (String number : draft.names.floats) {
      sum = Piece.formats("%s + %s", "(%s).add(%s)", sum, Floats.read(number).text());
    }
    for (String array : draft.names.arrays) {
      sum =
          Piece.formats(
              "%1$s + %2$s[%3$s]", "(%1$s).add(%2$s[%3$s])", sum, array, choices.below(4));
    }
    draft.line("return %s;", sum);
    lines.add(Piece.same("  @Differentiable" + (seed % 10 == 0 ? "(order = 2)" : "")));
    lines.add(head);
    lines.addAll(draft.lines);
    lines.add(Piece.same("  }"));
    Piece text = Piece.same("");
    for (Piece line : lines) {
      text = Piece.format("%s%s%n", text, line);
    }
    return new RandomProgram(name, seed, parameters, text, choices.made());
  }

  private static Helper helper(
      String name, Choices choices, List<Helper> before, List<Piece> lines, boolean floats) {
    char result = choices.of('d', 'd', 'v', 'a');
    boolean recursive = result == 'd' && choices.percent(30);
    String parameters =
        choices.of("da", "d", "aa", "dda", "a", "dai")
            + (result == 'a' ? "a" : "")
            + (recursive ? "i" : "");
    MethodDraft draft = new MethodDraft(choices, before, result, floats);
    Statements statements = new Statements(draft);
    Piece head = head(name, parameters, result, draft);
    if (recursive) {
      String depth = draft.names.wholes.removeLast();
      draft.names.counters.add(depth);
      draft.line("if (%s <= 0) {", depth);
      statements.returns();
      draft.line("}");
      statements.some(2);
      List<Piece> arguments = new ArrayList<>();
      for (int i = 0; i < parameters.length() - 1; i++) {
        arguments.add(
            switch (parameters.charAt(i)) {
              case 'd' ->
                  Piece.formats(
                      "Math.sin(%s)", "%s.sin()", statements.expressions().number(2).text());
              case 'a' -> Piece.same(choices.of(draft.names.arrays));
              default -> Piece.format("(%s) & 3", statements.expressions().wholes().whole(1));
            });
      }
      arguments.add(Piece.format("%s - 1", depth));
      draft.line(
          Piece.formats(
              "return %s + 0.5 * %s(%s);",
              "return %s.add(%s(%s).mul(0.5));",
              Real.of(statements.expressions().number(2).text(), 0).at(1),
              name,
              Expressions.joined(arguments)));
    } else {
      statements.some(3);
      if (result != 'v') {
        statements.returns();
      }
    }
    lines.add(head);
    lines.addAll(draft.lines);
    lines.add(Piece.same("  }"));
    lines.add(Piece.same(""));
    return new Helper(
        name, parameters, result, recursive, 1 + draft.cost * (recursive ? 4 : 1) / 8);
  }

  private static Piece head(String name, String parameters, char result, MethodDraft draft) {
    List<Piece> declared = new ArrayList<>();
    for (char type : parameters.toCharArray()) {
      String parameter = draft.fresh("p");
      switch (type) {
        case 'd' -> {
          declared.add(Piece.formats("double %s", "Tensor %s", parameter));
          draft.names.numbers.add(parameter);
        }
        case 'a' -> {
          declared.add(Piece.formats("double[] %s", "Tensor[] %s", parameter));
          draft.names.arrays.add(parameter);
        }
        default -> {
          declared.add(Piece.format("int %s", parameter));
          draft.names.wholes.add(parameter);
        }
      }
    }
    Piece returned =
        switch (result) {
          case 'd' -> Piece.formats("double", "Tensor");
          case 'a' -> Piece.formats("double[]", "Tensor[]");
          default -> Piece.same("void");
        };
    return Piece.format("  static %s %s(%s) {", returned, name, Expressions.joined(declared));
  }

  private static final String OVER_NUMBERS =
      """
      package random;

      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.compiled.Gradients;

      public final class %1$s {
        public static final Gradients GRADIENTS = Gradients.of(%1$s::main);

      %2$s}
      """;

  private static final String OVER_TENSORS =
      """
      package random;

      import java.util.ArrayList;
      import java.util.List;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.compiled.Gradients;
      import org.gradsmith.ir.DType;
      import org.gradsmith.tensor.Tensor;

      public final class %1$s {
        public static final Gradients GRADIENTS = Gradients.of(%1$s::main);

        record Pair(Tensor a, Tensor b) {}

      %2$s}
      """;

  /** The class over numbers. */
  String numbers() {
    return OVER_NUMBERS.formatted(name, text.numbers());
  }

  /** The class over tensors. */
  String tensors() {
    return OVER_TENSORS.formatted(name + "T", text.tensors());
  }
}
