/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Steps of the reverse sweep that run under the same condition.
 *
 * @param start index of the first step
 * @param end index behind the last step
 * @param needed the operands of which at least one needs a gradient whenever the steps run
 * @param conditional whether the steps stand under a question of their own; otherwise they run
 *     unless the sweep has ended before, because nothing from here on needs a gradient
 */
record ReverseRun(int start, int end, BitSet needed, boolean conditional) {
  /** The whole reverse sweep. */
  static List<ReverseRun> of(Sweeps sweeps, Conditions conditions) {
    List<ReverseRun> runs = new ArrayList<>();
    List<Step> steps = sweeps.reverse();
    int i = 0;
    while (i < steps.size()) {
      BitSet influence = influence(sweeps, steps.get(i));
      int end = serves(influence, conditions) ? blockEnd(sweeps, i) : i;
      if (end > i) {
        runs.add(new ReverseRun(i, end, influence, true));
        i = end;
      } else {
        runs.add(new ReverseRun(i, i + 1, rest(sweeps, i), false));
        i++;
      }
    }
    return runs;
  }

  private static boolean serves(BitSet influence, Conditions conditions) {
    return influence.cardinality() == 1 && !conditions.always(influence);
  }

  /**
   * The end of the run of steps that serve one operand alone and make nothing that is read outside
   * the run; the start itself if there is none.
   */
  private static int blockEnd(Sweeps sweeps, int start) {
    List<Step> steps = sweeps.reverse();
    BitSet influence = influence(sweeps, steps.get(start));
    int end = start;
    while (end < steps.size() && influence(sweeps, steps.get(end)).equals(influence)) {
      end++;
    }
    while (end > start && escapes(steps, start, end)) {
      end--;
    }
    return end;
  }

  private static boolean escapes(List<Step> steps, int start, int end) {
    Set<Object> made = new HashSet<>();
    steps.subList(start, end).forEach(s -> made.addAll(s.makes()));
    return steps.subList(end, steps.size()).stream()
        .anyMatch(s ->
            s.reads().stream().anyMatch(made::contains)
                || s.shapesRead().stream().anyMatch(made::contains));
  }

  /** The operands whose gradients the steps from this one on contribute to. */
  private static BitSet rest(Sweeps sweeps, int from) {
    BitSet union = new BitSet();
    List<Step> steps = sweeps.reverse();
    steps.subList(from, steps.size()).forEach(s -> union.or(influence(sweeps, s)));
    return union;
  }

  /** The operands whose gradients a step of the reverse sweep contributes to. */
  static BitSet influence(Sweeps sweeps, Step step) {
    BitSet union = new BitSet();
    if (step instanceof Step.Contribute contribute) {
      union.set(contribute.operand());
    }
    step.makes().forEach(v -> union.or(sweeps.influences().getOrDefault(v, new BitSet())));
    return union;
  }
}
