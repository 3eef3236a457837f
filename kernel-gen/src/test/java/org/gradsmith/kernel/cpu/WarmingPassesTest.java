/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class WarmingPassesTest {
  private static final long SCALAR_NANOS = 100_000;

  /** The time that the passes say they took: a machine's own would differ from run to run. */
  private long now;

  /** Passes that take a time of their own, and count their calls. */
  private final class Timed implements RowPasses {
    private final int slowCalls;
    private final long slow;
    private final long fast;
    private int calls;

    Timed(int slowCalls, long slow, long fast) {
      this.slowCalls = slowCalls;
      this.slow = slow;
      this.fast = fast;
    }

    @Override
    public void run(
        int pass,
        MemorySegment[] segments,
        long[] starts,
        double[] numbers,
        double[] values,
        long column,
        int count) {
      now += calls++ < slowCalls ? slow : fast;
    }
  }

  private final Timed scalars = new Timed(0, 0, SCALAR_NANOS);

  private WarmingPasses warming(RowPasses forScalars, RowPasses forVectors, int count) {
    List<Boolean> elements = Collections.nCopies(count, true);
    return new WarmingPasses(forScalars, forVectors, elements, () -> now);
  }

  private static void run(RowPasses passes, int pass, int columns, int times) {
    for (int i = 0; i < times; i++) {
      passes.run(pass, new MemorySegment[0], new long[0], new double[0], new double[0], 0, columns);
    }
  }

  @Test
  void vectorsTakeOverWhenTheyAreTheFasterOnes() {
    Timed vectors = new Timed(3, 20 * SCALAR_NANOS, 0);
    WarmingPasses passes = warming(scalars, vectors, 2);
    run(passes, 1, 1024, 300);
    int scalarCalls = scalars.calls;
    assertTrue(scalarCalls >= 3, "while vectors were slow, scalars did most");
    run(passes, 1, 1024, 50);
    assertEquals(scalarCalls, scalars.calls);
    run(passes, 0, 1024, 1);
    assertEquals(scalarCalls + 1, scalars.calls, "another pass is another method");
  }

  @Test
  void shortRowsAreComparedLate() {
    Timed quick = new Timed(0, 0, 500);
    Timed vectors = new Timed(0, 0, 5_000);
    WarmingPasses passes = warming(quick, vectors, 1);
    run(passes, 0, 8, 25_000);
    int vectorCalls = vectors.calls;
    run(passes, 0, 8, 1_000);
    assertEquals(vectorCalls, vectors.calls, "scalars are the faster ones");
    run(passes, 0, 1024, 1_000);
    assertTrue(vectors.calls > vectorCalls, "of long rows nothing is known yet");
  }

  @Test
  void aPassWithoutElementsIsNotTimed() {
    LongSupplier stopped =
        () -> {
          throw new AssertionError("it is the same in both forms");
        };
    run(new WarmingPasses(scalars, scalars, List.of(false), stopped), 0, 1024, 3);
    assertEquals(3, scalars.calls);
  }

  @Test
  void bothFormsShareTheTimeWhileVectorsAreSlow() {
    Timed vectors = new Timed(Integer.MAX_VALUE, 20 * SCALAR_NANOS, 0);
    run(warming(scalars, vectors, 1), 0, 1024, 210);
    assertTrue(vectors.calls >= 2, vectors.calls + " calls on vectors");
    assertTrue(vectors.calls < scalars.calls, vectors.calls + " calls on vectors");
  }
}
