/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.ArrayUses;
import org.gradsmith.processor.adjoint.Once;

/**
 * The arrays of a method that are so small, of a fixed size and seen by nobody else, that each
 * element can be a variable. Java's own compiler does the same when it knows that an array is not
 * needed any more; but the reverse sweep needs it.
 */
final class SmallArrays {
  /** The most elements that become variables. */
  static final int MOST = 16;

  private SmallArrays() {}

  /** The sizes of small arrays that nobody else sees. */
  static Map<Variable, Integer> candidates(FlowMethod method) {
    ArrayUses uses = ArrayUses.of(method, Once.of(method), _ -> false);
    Map<Variable, Integer> sizes = new LinkedHashMap<>();
    for (Statement statement : Statements.all(method.body())) {
      if (statement
              instanceof
              Statement.Assign(Variable array, Expression.NewArray(Code code), var declares, var _)
          && declares
          && uses.isLocal(array)) {
        OptionalInt size = size(code);
        if (size.isPresent() && size.getAsInt() <= MOST) {
          sizes.put(array, size.getAsInt());
        }
      }
    }
    return sizes;
  }

  /** The size of an array that is made as {@code new double[3]}. */
  private static OptionalInt size(Code code) {
    String text = code.toString();
    int bracket = text.indexOf('[');
    return text.endsWith("]") && bracket == text.lastIndexOf('[')
        ? Constants.of(Code.text(text.substring(bracket + 1, text.length() - 1)))
        : OptionalInt.empty();
  }

  /** The method with constants in the place of the lengths of small arrays. */
  static FlowMethod withKnownLengths(FlowMethod method) {
    Map<Variable, Integer> sizes = candidates(method);
    return sizes.isEmpty() ? method : new CodeRewriting(code -> lengths(code, sizes)).of(method);
  }

  private static Code lengths(Code code, Map<Variable, Integer> sizes) {
    List<Code.Part> parts = new java.util.ArrayList<>();
    for (int i = 0; i < code.parts().size(); i++) {
      Code.Part part = code.parts().get(i);
      if (part instanceof Code.Use(Variable array)
          && sizes.containsKey(array)
          && i + 1 < code.parts().size()
          && code.parts().get(i + 1) instanceof Code.Text(String next)
          && next.startsWith(".length")) {
        parts.add(new Code.Text(sizes.get(array) + next.substring(".length".length())));
        i++;
      } else {
        parts.add(part);
      }
    }
    return new Code(parts, code.pure());
  }

  /** The method with variables in the place of the elements of small arrays. */
  static FlowMethod replaced(FlowMethod method) {
    Map<Variable, Integer> sizes = candidates(method);
    for (Statement statement : Statements.all(method.body())) {
      Statements.elements(
          statement,
          (array, index) -> {
            OptionalInt place = Constants.of(index);
            Integer size = sizes.get(array);
            if (size != null
                && (place.isEmpty() || place.getAsInt() < 0 || place.getAsInt() >= size)) {
              sizes.remove(array);
            }
          });
      Statements.mentionsInCode(statement).forEach(sizes::remove);
    }
    return sizes.isEmpty() ? method : new Elements(method, sizes).of(method);
  }

  /** Puts variables into the place of elements. */
  private static final class Elements extends Rewriting {
    private final Map<Variable, Variable[]> elements = new LinkedHashMap<>();
    private final Set<Variable> declaredByStore;

    Elements(FlowMethod method, Map<Variable, Integer> sizes) {
      FreshNames names = new FreshNames(method);
      sizes.forEach((array, size) -> {
        Variable[] variables = new Variable[size];
        String type = array.type().substring(0, array.type().length() - 2);
        for (int i = 0; i < size; i++) {
          variables[i] =
              names.of(array.name() + (digit(array) ? "_" : "") + i, Variable.Kind.REAL, type);
        }
        elements.put(array, variables);
      });
      this.declaredByStore = StoredFirst.of(method, elements);
    }

    private static boolean digit(Variable array) {
      return Character.isDigit(array.name().charAt(array.name().length() - 1));
    }

    private Variable element(Variable array, Code index) {
      return Objects.requireNonNull(elements.get(array))[Constants.of(index).orElseThrow()];
    }

    @Override
    List<Statement> replaced(Statement statement) {
      return switch (statement) {
        case Statement.Assign(Variable array, Expression.NewArray _, var _, var span)
            when elements.containsKey(array) ->
            java.util.Arrays.stream(elements.get(array))
                .filter(v -> !declaredByStore.contains(v))
                .<Statement>map(v -> new Statement.Declare(v, span))
                .toList();
        case Statement.Assign(
                Variable target,
                Expression.Load(Variable array, Code index),
                boolean declares,
                var span)
            when elements.containsKey(array) ->
            List.of(
                new Statement.Assign(
                    target, new Expression.Copy(element(array, index)), declares, span));
        case Statement.Store(Variable array, Code index, Variable value, var span)
            when elements.containsKey(array) -> {
          Variable element = element(array, index);
          yield List.of(
              new Statement.Assign(
                  element, new Expression.Copy(value), declaredByStore.contains(element), span));
        }
        default -> List.of(statement);
      };
    }
  }
}
