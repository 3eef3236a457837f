/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The decisions that make a program, in order: drawn at random, or given. Where given ones run out,
 * each is 0, which every caller takes as the simplest; so a shorter list, or one of smaller
 * numbers, is a simpler program, and every list is some program.
 */
final class Choices {
  private final RandomGenerator random;
  private final List<Integer> given;
  private final boolean replayed;
  private final List<Integer> made = new ArrayList<>();

  private Choices(RandomGenerator random, List<Integer> given, boolean replayed) {
    this.random = random;
    this.given = given;
    this.replayed = replayed;
  }

  static Choices random(long seed) {
    return new Choices(new java.util.SplittableRandom(seed), List.of(), false);
  }

  static Choices replay(List<Integer> given) {
    return new Choices(new java.util.SplittableRandom(0), given, true);
  }

  /** A number from 0 to {@code count - 1}. */
  int below(int count) {
    int next;
    if (replayed) {
      next = made.size() < given.size() ? given.get(made.size()) % count : 0;
    } else {
      next = random.nextInt(count);
    }
    made.add(next);
    return next;
  }

  /** Yes in so many of a hundred cases. */
  boolean percent(int chance) {
    return below(100) >= 100 - chance;
  }

  <T> T of(List<T> all) {
    return all.get(below(all.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T of(T... all) {
    return all[below(all.length)];
  }

  /** What was decided so far. */
  List<Integer> made() {
    return List.copyOf(made);
  }
}
