/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program: a class with one differentiable method and the helpers that it calls.
 *
 * @param name the class's name over numbers; T and X behind it make the other two
 * @param seed what the arguments are drawn from
 * @param parameters types of the method's parameters, a letter each: d number, a array, i integer
 * @param text the methods
 * @param choices the decisions that lead to it
 */
@SuppressWarnings({"LoopOverCharArray", "InlineFormatString"})
record RandomProgram(String name, long seed, String parameters, Piece text, List<Integer> choices) {
  static RandomProgram of(String name, long seed) {
    return write(name, seed, Choices.random(seed));
  }

  /** The program that given decisions lead to. */
  RandomProgram replay(String otherName, List<Integer> otherChoices) {
    return write(otherName, seed, Choices.replay(otherChoices));
  }

  private static RandomProgram write(String name, long seed, Choices choices) {
    List<Helper> helpers = new ArrayList<>();
    List<Piece> lines = new ArrayList<>();
    int count = choices.below(4);
    for (int i = 0; i < count; i++) {
      helpers.add(helper("h" + i, choices, helpers, lines));
    }
    String parameters =
        "d".repeat(1 + choices.below(3))
            + "a".repeat(choices.below(3))
            + "i".repeat(choices.below(2));
    MethodDraft draft = new MethodDraft(choices, helpers, 'd');
    Statements statements = new Statements(draft);
    Piece head = head("main", parameters, 'd', draft);
    statements.some(8);
    Piece sum = statements.expressions().number(2).at(1);
    for (String number : draft.names.numbers) {
      sum = Piece.formats("%s + 0.5 * %s", "(%s).add(%s.mul(0.5))", sum, number);
    }
    for (String array : draft.names.arrays) {
      sum =
          Piece.formats(
              "%1$s + %2$s[%3$s]", "(%1$s).add(%2$s[%3$s])", sum, array, choices.below(4));
    }
    draft.line("return %s;", sum);
    lines.add(Piece.dialects("  @Differentiable", "  @Differentiable", ""));
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
      String name, Choices choices, List<Helper> before, List<Piece> lines) {
    char result = choices.of('d', 'd', 'v', 'a');
    boolean recursive = result == 'd' && choices.percent(30);
    String parameters =
        choices.of("da", "d", "aa", "dda", "a", "dai")
            + (result == 'a' ? "a" : "")
            + (recursive ? "i" : "");
    MethodDraft draft = new MethodDraft(choices, before, result);
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
              default -> Piece.format("(%s) & 3", statements.expressions().whole(1));
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

  /** Arguments for the version over numbers: the same ones each time. */
  Object[] arguments() {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    Object[] all = new Object[parameters.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          switch (parameters.charAt(i)) {
            case 'd' -> random.nextDouble(-1.5, 1.5);
            case 'a' -> random.doubles(4, -1.5, 1.5).toArray();
            default -> random.nextInt(4);
          };
    }
    return all;
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
      OVER_NUMBERS.replace(
          "compiled.Gradients;", "compiled.Gradients;\nimport org.gradsmith.tensor.Tensor;");

  private static final String WITH_TRACE =
      """
      package random;

      import org.gradsmith.randomprograms.Trace;

      public final class %1$s {
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

  /** The class over numbers that reports its branches. */
  String traced() {
    return WITH_TRACE.formatted(name + "X", text.traced());
  }
}
