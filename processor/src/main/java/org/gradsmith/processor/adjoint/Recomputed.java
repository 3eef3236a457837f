/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/**
 * Variables of a block that the reverse sweep computes again, because that costs less than keeping
 * them. Inside a loop a number that is kept is written to memory and read from there again in each
 * turn, which costs as much as several products; elsewhere it is a field.
 */
final class Recomputed {
  /** What computing a number again may cost inside a loop, in numbers read on the way. */
  private static final int BUDGET = 12;

  /** What a quotient costs in the same unit. */
  private static final int DIVISION = 4;

  private static final int NEVER = BUDGET + 1;

  /** Where a variable begins. */
  private record Definition(Code value, int piece) {}

  private final List<Reverse.Both> pieces;
  private final Names names;
  private final Set<Variable> once;
  private final Set<Variable> needed;
  private final Set<Variable> fixed;
  private final int budget;
  private final Map<Integer, List<Line>> lines = new HashMap<>();
  private final List<Set<Variable>> mentions = new ArrayList<>();
  private final Map<Integer, Set<Variable>> changes = new HashMap<>();
  private final Map<Variable, Definition> definitions = new HashMap<>();

  /**
   * Looks at the pieces of a block.
   *
   * @param once variables that are assigned in one place
   * @param needed what the reverse sweep reads, as far as it is known
   * @param fixed variables that have one value in the call, so that keeping them costs nothing
   * @param inLoop whether the block may run several times in a call
   */
  Recomputed(
      List<Reverse.Both> pieces,
      Names names,
      Set<Variable> once,
      Set<Variable> needed,
      Set<Variable> fixed,
      boolean inLoop) {
    this.pieces = pieces;
    this.names = names;
    this.once = once;
    this.needed = needed;
    this.fixed = fixed;
    this.budget = inLoop ? BUDGET : 0;
    for (int k = 0; k < pieces.size(); k++) {
      mentions.add(Line.needs(pieces.get(k).reverse()));
      for (Line line : pieces.get(k).forward()) {
        if (line instanceof Line.Let(Variable target, Code value, boolean declares) && declares) {
          definitions.put(target, new Definition(value, k));
        }
      }
    }
  }

  /** The lines that compute variables again before a piece is reversed. */
  List<Line> before(int piece) {
    return lines.getOrDefault(piece, List.of()).reversed();
  }

  /**
   * Whether a variable that piece {@code at} defines is computed again: behind the last piece whose
   * reverse reads it, if what it is computed from is as it was.
   */
  boolean tried(Variable target, Code value, int at) {
    int last = mentions.size() - 1;
    while (last > at && !mentions.get(last).contains(target)) {
      last--;
    }
    boolean isRead = // also before it is defined, in the place of the same function
        mentions.stream().anyMatch(m -> m.contains(target))
            || (target.kind() == Variable.Kind.ARRAY && mentionsShadow(target));
    if (!isRead) {
      return true; // some other block reads a variable of that name
    }
    if (!isCheap(target, value)
        || isChanged(value, at, last)
        || costOfReads(value, last, budget) > budget) {
      return false;
    }
    lines.computeIfAbsent(last, _ -> new ArrayList<>()).add(new Line.Let(target, value, true));
    mentions.get(last).addAll(value.reads());
    return true;
  }

  /** What it costs to have all that a piece of Java reads, before a piece is reversed. */
  private int costOfReads(Code value, int last, int left) {
    int cost = 0;
    for (Variable read : value.reads()) {
      cost += cost(read, last, left - cost);
      if (cost > left) {
        return NEVER;
      }
    }
    return cost;
  }

  private int cost(Variable variable, int last, int left) {
    if (needed.contains(variable)) {
      return 0;
    }
    if (left <= 0) {
      return NEVER;
    }
    Definition known = definitions.get(variable);
    if (known == null) {
      return fixed.contains(variable) ? 0 : NEVER;
    }
    if (!isCheap(variable, known.value()) || isChanged(known.value(), known.piece(), last)) {
      return NEVER;
    }
    int own = operations(known.value());
    return own + costOfReads(known.value(), last, left - own);
  }

  private static int operations(Code value) {
    int cost = 0;
    for (Code.Part part : value.parts()) {
      switch (part) {
        case Code.Use _ -> cost++;
        case Code.Text(String text) ->
            cost += text.contains("/") || text.contains("%") ? DIVISION : 0;
        case Code.Type _, Code.Generated _, Code.PrivateField _ -> {}
      }
    }
    return cost;
  }

  /** Whether something that a piece of Java reads changes between two pieces. */
  private boolean isChanged(Code value, int at, int last) {
    for (int k = at + 1; k <= last; k++) {
      Set<Variable> changed =
          changes.computeIfAbsent(k, piece -> Line.assigned(pieces.get(piece).forward()));
      if (value.reads().stream().anyMatch(changed::contains)) {
        return true;
      }
    }
    return false;
  }

  private boolean mentionsShadow(Variable array) {
    return mentions.stream().anyMatch(m -> m.contains(names.shadow(array)));
  }

  private boolean isCheap(Variable target, Code value) {
    boolean calls = value.parts().stream().anyMatch(Code.Type.class::isInstance);
    return value.pure()
        && !calls
        && once.contains(target)
        && (target.isReal() || target.kind() == Variable.Kind.PASSIVE)
        && !value.reads().contains(target);
  }
}
