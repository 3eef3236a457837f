/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final int COUNT = 10_007;

  @Test
  void everyElementIsDoneOnce() {
    Workers workers = new Workers(4);
    for (int round = 0; round < 200; round++) {
      AtomicIntegerArray seen = new AtomicIntegerArray(COUNT);
      workers.run(
          COUNT,
          64,
          (from, to) -> {
            for (long i = from; i < to; i++) {
              seen.incrementAndGet((int) i);
            }
          });
      for (int i = 0; i < COUNT; i++) {
        assertEquals(1, seen.get(i));
      }
    }
  }

  /** Some workers have parked by then, and some shares have no piece. */
  @Test
  void loopsOfFewPiecesComeNowAndThen() throws InterruptedException {
    for (int threads = 0; threads < 6; threads++) {
      Workers workers = new Workers(threads);
      for (int round = 0; round < 30; round++) {
        int count = 1 + round % 7;
        AtomicIntegerArray seen = new AtomicIntegerArray(count);
        workers.run(count, 1, (from, _) -> seen.incrementAndGet((int) from));
        for (int i = 0; i < count; i++) {
          assertEquals(1, seen.get(i));
        }
        Thread.sleep(1);
      }
    }
  }

  @Test
  void aPieceMaySplitAgain() {
    Workers workers = new Workers(3);
    AtomicLong sum = new AtomicLong();
    workers.run(
        10, 1, (from, _) -> workers.run(10, 1, (inner, _) -> sum.addAndGet(10 * from + inner)));
    assertEquals(99 * 100 / 2, sum.get());
  }

  @Test
  void anErrorOfAPieceReachesTheCallerAndTheWorkersGoOn() {
    Workers workers = new Workers(2);
    for (int round = 0; round < 20; round++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              workers.run(
                  100,
                  1,
                  (from, _) -> {
                    if (from == 57) {
                      throw new IllegalStateException("piece 57");
                    }
                  }));
    }
    AtomicLong sum = new AtomicLong();
    workers.run(100, 1, (from, _) -> sum.addAndGet(from));
    assertEquals(4950, sum.get());
  }

  /** Callers that come while the workers are busy do their work themselves. */
  @Test
  void manyThreadsReadOneTensor() throws Exception {
    Tensor x = Tensor.arange(300_000).to(org.gradsmith.ir.DType.FLOAT32);
    float[] expected = x.mul(x).add(1).toFloatArray();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Callable<float[]>> work = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        work.add(() -> x.mul(x).add(1).toFloatArray());
      }
      for (Future<float[]> result : pool.invokeAll(work)) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  /** The same elements computed in one long loop and in a short one per row. */
  @Test
  void resultsDoNotDependOnTheSplit() {
    Tensor x = Tensor.randn(1 << 10, 1 << 10);
    Tensor whole = x.mul(x).tanh().add(x);
    for (int row = 0; row < 1 << 10; row += 111) {
      Tensor one = x.select(0, row);
      assertArrayEquals(
          one.mul(one).tanh().add(one).toFloatArray(), whole.select(0, row).toFloatArray());
    }
    Tensor turned = x.transpose(0, 1);
    assertArrayEquals(
        turned.add(turned).transpose(0, 1).contiguous().toFloatArray(), x.add(x).toFloatArray());
  }
}
