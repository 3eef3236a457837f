/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Programs, many in each run of javac: it spends nearly all the time, so runs of it go on two
 * threads. {@code -Dgradsmith.random.threads} says on how many; {@code -Dgradsmith.random.log} asks
 * for a line after each batch.
 */
final class Batches {
  private static final int TOGETHER = 100;
  private static final int THREADS =
      Integer.getInteger(
          "gradsmith.random.threads", Math.min(2, Runtime.getRuntime().availableProcessors()));
  private static final boolean LOG = Boolean.getBoolean("gradsmith.random.log");

  private final Counts counts = new Counts();
  private final List<Shrinker.Found> failures = new ArrayList<>();
  private final long start = System.nanoTime();

  /** The programs that failed, in the order of their seeds. */
  List<Shrinker.Found> failures() {
    failures.sort(Comparator.comparingLong(f -> f.program().seed()));
    return failures;
  }

  /** Compares programs. */
  Counts run(long seed, int count) {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int first = 0; first < count; first += TOGETHER) {
        long from = seed + first;
        int size = Math.min(TOGETHER, count - first);
        threads.execute(() -> batch(from, size, count));
      }
    }
    if (counts.programs + refused() < count) {
      throw new IllegalStateException("not all batches came to their end: " + counts);
    }
    return counts;
  }

  private long refused() {
    return failures.stream().filter(f -> f.problem().startsWith("refused")).count();
  }

  private void batch(long seed, int size, int count) {
    List<RandomProgram> programs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      programs.add(RandomProgram.of("P" + i, seed + i));
    }
    CompiledPrograms compiled = CompiledPrograms.of(programs);
    compare(programs, compiled, count);
  }

  /** One batch at a time: {@link Trace} has one sum. */
  private synchronized void compare(
      List<RandomProgram> programs, CompiledPrograms compiled, int count) {
    for (RandomProgram program : programs) {
      Optional<String> problem = new Comparison(program, compiled, counts).problem();
      problem.ifPresent(p -> {
        failures.add(new Shrinker.Found(program, p));
        if (LOG) {
          System.out.println("seed " + program.seed() + ": " + p);
        }
      });
    }
    if (LOG) {
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      int done = counts.programs + (int) refused();
      System.out.printf(
          Locale.ROOT,
          "%d of %d, %.1f a second, %.0f seconds left, %d failures%n",
          done,
          count,
          done / seconds,
          seconds / done * (count - done),
          failures.size());
    }
  }
}
