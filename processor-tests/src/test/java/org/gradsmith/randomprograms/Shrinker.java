/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes a failing program smaller while it fails in the same way: it leaves out decisions, many at
 * first and one at a time in the end, or takes simpler ones. Steps of a size are compiled together.
 */
final class Shrinker {
  private static final int AT_ONCE = 80;

  private int count;

  /** A program, and what is wrong with it. */
  record Found(RandomProgram program, String problem) {}

  Found shrink(Found start) {
    Found smallest = start;
    int size = Math.max(1, smallest.program().choices().size() / 2);
    while (size > 0) {
      Optional<Found> smaller = step(smallest, size);
      if (smaller.isPresent()) {
        smallest = smaller.get();
        size = Math.min(size, Math.max(1, smallest.program().choices().size() / 2));
      } else {
        size /= 2;
      }
    }
    return smallest;
  }

  private Optional<Found> step(Found from, int by) {
    List<RandomProgram> all = new ArrayList<>();
    for (List<Integer> choices : simpler(from.program().choices(), by)) {
      RandomProgram next = from.program().replay("S" + count++, choices);
      if (size(next) < size(from.program())
          && all.stream().noneMatch(p -> p.text().equals(next.text()))) {
        all.add(next);
      }
    }
    all.sort(Comparator.comparingInt(Shrinker::size));
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<RandomProgram> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
      CompiledPrograms compiled = CompiledPrograms.of(some);
      for (RandomProgram program : some) {
        Optional<String> problem = new Comparison(program, compiled, new Counts()).problem();
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

  private static List<List<Integer>> simpler(List<Integer> choices, int by) {
    List<List<Integer>> all = new ArrayList<>();
    for (int at = 0; at + by <= choices.size(); at += Math.max(1, by / 2)) {
      List<Integer> without = new ArrayList<>(choices.subList(0, at));
      without.addAll(choices.subList(at + by, choices.size()));
      all.add(without);
      List<Integer> simple = new ArrayList<>(choices);
      simple.subList(at, at + by).replaceAll(_ -> 0);
      all.add(simple);
    }
    return all;
  }
}
