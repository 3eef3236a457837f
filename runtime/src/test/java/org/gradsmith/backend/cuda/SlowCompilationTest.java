/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SlowCompilationTest {
  private final List<String> said = new CopyOnWriteArrayList<>();

  @Test
  void aQuickOneSaysNothing() {
    byte[] made =
        SlowCompilation.watch(
            "a text for sm_90", Duration.ofHours(1), said::add, () -> new byte[] {7});
    assertEquals(7, made[0]);
    assertEquals(List.of(), said);
  }

  @Test
  void aSlowOneIsToldWhileItRunsAndAtItsEnd() {
    CountDownLatch told = new CountDownLatch(1);
    SlowCompilation.watch(
        "a text for sm_90",
        Duration.ofMillis(1),
        line -> {
          said.add(line);
          told.countDown();
        },
        () -> {
          await(told);
          return new byte[0];
        });
    assertEquals(2, said.size(), said.toString());
    assertEquals("compiling a text for sm_90 ...", said.getFirst());
    assertTrue(said.getLast().matches("compiled a text for sm_90 in \\d+\\.\\d s"), said.getLast());
  }

  @Test
  void anErrorOfTheCompilerIsPassedOn() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SlowCompilation.watch(
                "a text",
                Duration.ofHours(1),
                said::add,
                () -> {
                  throw new IllegalArgumentException("line 1");
                }));
    assertEquals(List.of(), said);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
