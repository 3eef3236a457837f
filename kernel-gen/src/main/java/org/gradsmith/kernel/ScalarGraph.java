/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.scalar.Scalar;

/**
 * Several expressions as a list of steps in which equal sub-expressions occur once, so that whoever
 * writes code for them computes them once. Takes time linear in the objects, also where expressions
 * share sub-trees that would be exponentially many when written out.
 *
 * @param steps every distinct sub-expression, its arguments before it
 * @param roots the step of each expression
 */
public record ScalarGraph(List<Step> steps, List<Integer> roots) {
  /**
   * One sub-expression.
   *
   * @param scalar the whole sub-expression
   * @param arguments the steps of its children
   * @param uses how many steps and roots read it
   */
  public record Step(Scalar scalar, List<Integer> arguments, int uses) {
    /** Whether the step computes something, instead of reading an input or being a constant. */
    public boolean isComputed() {
      return !arguments.isEmpty();
    }

    /** Whether the step is computed and read more than once. */
    public boolean isShared() {
      return uses > 1 && isComputed();
    }
  }

  public ScalarGraph {
    steps = List.copyOf(steps);
    roots = List.copyOf(roots);
  }

  /** The graph of some expressions. */
  public static ScalarGraph of(List<Scalar> expressions) {
    Builder builder = new Builder();
    List<Integer> roots = expressions.stream().map(builder::step).toList();
    int[] uses = new int[builder.scalars.size()];
    builder.arguments.forEach(arguments -> arguments.forEach(argument -> uses[argument]++));
    roots.forEach(root -> uses[root]++);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < uses.length; i++) {
      steps.add(new Step(builder.scalars.get(i), builder.arguments.get(i), uses[i]));
    }
    return new ScalarGraph(steps, roots);
  }

  /** The operands that are read, by index, in ascending order. */
  public SortedSet<Integer> operands() {
    SortedSet<Integer> operands = new TreeSet<>();
    for (Step step : steps) {
      if (step.scalar() instanceof Scalar.Operand(int index)) {
        operands.add(index);
      }
    }
    return operands;
  }

  /** The expressions with every leaf replaced, what is shared staying shared. */
  public List<Scalar> mapLeaves(UnaryOperator<Scalar> leaf) {
    List<Scalar> mapped = new ArrayList<>();
    for (Step step : steps) {
      mapped.add(step.isComputed() ? rebuilt(step, mapped) : leaf.apply(step.scalar()));
    }
    return roots.stream().map(mapped::get).toList();
  }

  /** Expressions whose operands are numbered anew, what is shared staying shared. */
  public static List<Scalar> renumbered(List<Scalar> expressions, IntUnaryOperator numbers) {
    return of(expressions)
        .mapLeaves(leaf ->
            leaf instanceof Scalar.Operand(int index)
                ? Scalar.operand(numbers.applyAsInt(index))
                : leaf);
  }

  /** The expressions with some steps replaced, what is shared staying shared. */
  public List<Scalar> replace(Map<Integer, Scalar> replacements) {
    List<Scalar> mapped = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Scalar same = step.isComputed() ? rebuilt(step, mapped) : step.scalar();
      mapped.add(replacements.getOrDefault(i, same));
    }
    return roots.stream().map(mapped::get).toList();
  }

  private static Scalar rebuilt(Step step, List<Scalar> mapped) {
    return withArguments(step.scalar(), step.arguments().stream().map(mapped::get).toList());
  }

  /** The same function of other arguments; of a leaf, itself. */
  public static Scalar withArguments(Scalar scalar, List<Scalar> children) {
    return switch (scalar) {
      case Scalar.Operand _, Scalar.Attribute _, Scalar.Constant _ -> scalar;
      case Scalar.Unary unary -> Scalar.unary(unary.function(), children.getFirst());
      case Scalar.Binary binary ->
          new Scalar.Binary(binary.function(), children.get(0), children.get(1));
      case Scalar.IfLess _ ->
          Scalar.ifLess(children.get(0), children.get(1), children.get(2), children.get(3));
      case Scalar.IfEqual _ ->
          Scalar.ifEqual(children.get(0), children.get(1), children.get(2), children.get(3));
    };
  }

  /** What makes two sub-expressions equal, given that their children are numbered. */
  private record Key(Object head, List<Integer> arguments) {}

  private static final class Builder {
    private final List<Scalar> scalars = new ArrayList<>();
    private final List<List<Integer>> arguments = new ArrayList<>();
    private final Map<Key, Integer> known = new HashMap<>();
    private final IdentityHashMap<Scalar, Integer> visited = new IdentityHashMap<>();

    int step(Scalar scalar) {
      Integer before = visited.get(scalar);
      if (before != null) {
        return before;
      }
      List<Integer> children = scalar.children().stream().map(this::step).toList();
      int step =
          known.computeIfAbsent(
              new Key(scalar.head(), children),
              key -> {
                scalars.add(scalar);
                arguments.add(key.arguments());
                return scalars.size() - 1;
              });
      visited.put(scalar, step);
      return step;
    }
  }
}
