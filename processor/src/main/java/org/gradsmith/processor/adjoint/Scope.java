/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** A block while its sweeps are made: what is assigned in it, and how its variables are kept. */
final class Scope {
  private static final Pattern STEP = Pattern.compile(" ([+-]) (\\d+)");

  private final Names names;
  private final Set<Variable> active;
  private final Set<Variable> once;
  private final Set<Variable> needed;
  private final Set<Variable> fixed;
  private final ArrayUses arrays;
  private final boolean inLoop;
  private final List<Reverse.Both> pieces = new ArrayList<>();
  private final Set<Variable> assigned = new HashSet<>();
  private final Map<Variable, Code> stored = new HashMap<>();

  /**
   * Opens a block.
   *
   * @param needed what the reverse sweep reads, as far as it is known
   * @param fixed variables that have one value in the call
   * @param arrays what the method does with its arrays
   * @param inLoop whether the block may run several times in a call
   */
  Scope(
      Names names,
      Set<Variable> active,
      Set<Variable> once,
      Set<Variable> needed,
      Set<Variable> fixed,
      ArrayUses arrays,
      boolean inLoop) {
    this.names = names;
    this.active = active;
    this.once = once;
    this.needed = needed;
    this.fixed = fixed;
    this.arrays = arrays;
    this.inLoop = inLoop;
  }

  boolean inLoop() {
    return inLoop;
  }

  void add(Reverse.Both both) {
    pieces.add(both);
  }

  /** A number is in an element of an array from here on, for good. */
  void stored(Statement.Store store) {
    stored.put(
        store.value(), PrimalText.element(new Expression.Load(store.array(), store.index()), true));
  }

  /** Variables may hold a value from here on. */
  void assigned(Collection<Variable> variables) {
    assigned.addAll(variables);
  }

  /** What was assigned before the block. */
  void inherit(Scope outer) {
    assigned.addAll(outer.assigned);
  }

  Set<Variable> maybeAssigned() {
    return new HashSet<>(assigned);
  }

  void reset(Set<Variable> to) {
    assigned.clear();
    assigned.addAll(to);
  }

  Set<Variable> assignedOutside() {
    return maybeAssigned();
  }

  /**
   * A variable is about to be overwritten: its value is brought back when the assignment is
   * reversed, if the reverse sweep reads it, and if it has one.
   */
  void overwrite(Variable target, Expression value, List<Line> forward, List<Line> restored) {
    if (needed.contains(target) && assigned.contains(target)) {
      Optional<Code> undone = undone(target, value);
      if (undone.isPresent()) {
        restored.add(new Line.Let(target, undone.get(), false));
      } else {
        int number = names.number();
        forward.add(new Line.Keep(target, true, number));
        restored.addFirst( // the last one in comes out first
            new Line.Restore(target, true, false, number));
      }
    }
    assigned.add(target);
  }

  /** Counting up is undone by counting down. */
  private static Optional<Code> undone(Variable target, Expression value) {
    boolean integer = target.type().equals("int") || target.type().equals("long");
    if (integer
        && value instanceof Expression.Plain(Code code)
        && code.parts().size() == 2
        && code.parts().getFirst() instanceof Code.Use(Variable counted)
        && counted.equals(target)
        && code.parts().get(1) instanceof Code.Text(String text)) {
      Matcher step = STEP.matcher(text);
      if (step.matches()) {
        String back = step.group(1).equals("+") ? " - " : " + ";
        return Optional.of(Code.builder().use(target).text(back + step.group(2)).build());
      }
    }
    return Optional.empty();
  }

  /** The sweeps of the block. */
  Reverse.Both close(List<Variable> parameters) {
    List<Line> forward = new ArrayList<>();
    pieces.forEach(p -> forward.addAll(p.forward()));
    if (pieces.stream().allMatch(p -> p.reverse().isEmpty())) {
      return Reverse.Both.forward(forward);
    }
    Reuse reuse = new Reuse(forward, once);
    pieces.replaceAll(p -> new Reverse.Both(p.forward(), reuse.in(p.reverse())));
    Recomputed recomputed = new Recomputed(pieces, names, once, needed, fixed, inLoop);
    List<Variable> kept = new ArrayList<>();
    List<Variable> declared = new ArrayList<>(parameters);
    List<Variable> fromHere = new ArrayList<>();
    for (int k = pieces.size() - 1; k >= 0; k--) {
      for (Line line : pieces.get(k).forward().reversed()) {
        if (line instanceof Line.Let(Variable target, Code value, boolean declares) && declares) {
          fromHere.addFirst(target);
          Code element = stored.getOrDefault(target, value);
          if (needed.contains(target)
              && !recomputed.tried(target, value, k)
              && !recomputed.tried(target, element, k)) {
            kept.addFirst(target);
          }
        }
      }
    }
    declared.addAll(fromHere);
    parameters.stream().filter(needed::contains).forEach(kept::add);
    Set<Variable> fields = fields(kept, forward);
    kept.removeAll(fields);
    forward.replaceAll(line ->
        line instanceof Line.Let(Variable target, Code value, boolean _) && fields.contains(target)
            ? new Line.Field(target, value)
            : line);
    kept.forEach(v -> forward.add(new Line.Keep(v, inLoop, Line.Keep.AT_END)));
    List<Line> reverse = new ArrayList<>();
    kept.reversed().forEach(v -> reverse.add(new Line.Restore(v, inLoop, true, Line.Keep.AT_END)));
    List<Line> steps = new ArrayList<>();
    for (int k = pieces.size() - 1; k >= 0; k--) {
      steps.addAll(recomputed.before(k));
      steps.addAll(pieces.get(k).reverse());
    }
    reverse.addAll(shadows(declared, steps));
    reverse.addAll(withBars(declared, parameters, steps));
    reverse.addAll(releases(fromHere, steps));
    return new Reverse.Both(forward, reverse);
  }

  /**
   * Kept variables that are fields from the start: those of the sweeps' own that get one value in a
   * call.
   */
  private Set<Variable> fields(List<Variable> kept, List<Line> forward) {
    Set<Variable> fields = new HashSet<>();
    if (!inLoop) {
      kept.stream().filter(names::isMade).forEach(fields::add);
      fields.removeAll(Line.reassigned(forward));
    }
    return fields;
  }

  private static boolean hasArrays(List<Variable> variables) {
    return variables.stream().anyMatch(v -> v.kind() == Variable.Kind.ARRAY);
  }

  private List<Line> shadows(List<Variable> declared, List<Line> steps) {
    Set<Variable> mentioned = hasArrays(declared) ? Line.mentions(steps) : Set.of();
    List<Line> lines = new ArrayList<>();
    for (Variable array : declared) {
      if (array.kind() == Variable.Kind.ARRAY && mentioned.contains(names.shadow(array))) {
        lines.add(
            new Line.Let(
                names.shadow(array),
                arrays.isLocal(array)
                    ? zeros(array)
                    : Code.builder().text("flow.shadow(").use(array).text(")").build(),
                true));
      }
    }
    return lines;
  }

  private static Code zeros(Variable array) {
    String number = array.type().substring(0, array.type().length() - 2);
    return Code.builder().text("new " + number + "[").use(array).text(".length]").build();
  }

  /** Nothing reads the adjoints of an array that was made here any more. */
  private List<Line> releases(List<Variable> declared, List<Line> steps) {
    Set<Variable> mentioned = hasArrays(declared) ? Line.mentions(steps) : Set.of();
    return declared.stream()
        .filter(v -> v.kind() == Variable.Kind.ARRAY && mentioned.contains(names.shadow(v)))
        .filter(v -> arrays.isConfined(v) && !arrays.isLocal(v))
        .<Line>map(v ->
            new Line.Do(Code.builder().text("flow.release(").use(v).text(")").impure().build()))
        .toList();
  }

  /** The steps, with the adjoints of the numbers declared here. */
  private List<Line> withBars(
      List<Variable> declared, List<Variable> parameters, List<Line> steps) {
    List<Line> lines = new ArrayList<>(steps);
    Map<Variable, Integer> places = firstMentions(steps);
    List<Line> zeros = new ArrayList<>();
    for (Variable variable : declared) {
      if (!active.contains(variable)) {
        continue;
      }
      Variable bar = names.bar(variable);
      int first = places.getOrDefault(bar, lines.size());
      boolean unmentioned = first == lines.size();
      if (!unmentioned
          && lines.get(first) instanceof Line.Add(Variable _, Code value)
          && !value.reads().contains(bar)) {
        lines.set(first, new Line.Let(bar, Zeros.asNumber(bar, value), true));
      } else if (!unmentioned || parameters.contains(variable)) {
        zeros.add(new Line.Let(bar, Code.text("0"), true));
      }
    }
    zeros.addAll(lines);
    for (Variable parameter : parameters) {
      if (active.contains(parameter)) {
        Variable bar = names.bar(parameter);
        zeros.add(new Line.Do(Code.builder().text("this." + bar.name() + " = ").use(bar).build()));
      }
    }
    return zeros;
  }

  /** Where each variable is mentioned first. */
  private static Map<Variable, Integer> firstMentions(List<Line> lines) {
    Map<Variable, Integer> places = new HashMap<>();
    Set<Variable> mentioned = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      mentioned.clear();
      lines.get(i).mention(mentioned);
      for (Variable variable : mentioned) {
        places.putIfAbsent(variable, i);
      }
    }
    return places;
  }
}
