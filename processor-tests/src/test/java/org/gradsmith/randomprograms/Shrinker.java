/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a failing program smaller while it fails in the same way: it leaves out decisions, and
 * takes simpler ones. All steps from one program are compiled together.
 */
final class Shrinker {
  private static final int ROUNDS = 25;
  private static final int AT_ONCE = 60;

  private int count;

  /** A program, and what is wrong with it. */
  record Found(RandomProgram program, String problem) {}

  Found shrink(Found start) {
    Found smallest = start;
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Found> smaller = step(smallest);
      if (smaller.isEmpty()) {
        return smallest;
      }
      smallest = smaller.get();
    }
    return smallest;
  }

  private Optional<Found> step(Found from) {
    List<RandomProgram> all = new ArrayList<>();
    for (List<Integer> choices : simpler(from.program().choices())) {
      RandomProgram next = from.program().replay("S" + count++, choices);
      if (size(next) < size(from.program())
          && all.stream().noneMatch(p -> p.text().equals(next.text()))) {
        all.add(next);
      }
    }
    all.sort(java.util.Comparator.comparingInt(Shrinker::size));
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<RandomProgram> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
      CompiledPrograms compiled = CompiledPrograms.of(some);
      for (RandomProgram program : some) {
        Optional<String> problem =
            new Comparison(program, compiled, new Comparison.Counts()).problem();
        if (problem.isPresent() && kind(problem.get()).equals(kind(from.problem()))) {
          return Optional.of(new Found(program, problem.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static int size(RandomProgram program) {
    return program.text().numbers().length();
  }

  private static String kind(String problem) {
    return problem
        .replaceAll("(error: AD\\d+|[a-z ]*).*", "$1")
        .substring(0, Math.min(12, problem.length()));
  }

  private static List<List<Integer>> simpler(List<Integer> choices) {
    List<List<Integer>> all = new ArrayList<>();
    for (int size = Math.max(1, choices.size() / 2);
        size >= 1;
        size = size > 8 ? size * 2 / 3 : size - 1) {
      for (int at = 0; at + size <= choices.size(); at += Math.max(1, size / 2)) {
        List<Integer> without = new ArrayList<>(choices.subList(0, at));
        without.addAll(choices.subList(at + size, choices.size()));
        all.add(without);
      }
    }
    for (int at = 0; at < choices.size(); at++) {
      if (choices.get(at) > 0) {
        List<Integer> simpler = new ArrayList<>(choices);
        simpler.set(at, 0);
        all.add(simpler);
      }
    }
    return all;
  }
}
