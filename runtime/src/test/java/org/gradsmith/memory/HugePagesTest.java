/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {
  private static final long SIZE = (40L << 20) + 64;

  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryIsZeroedAlignedAndGivenBack() {
    MemorySegment kept;
    try (Arena arena = Arena.ofShared()) {
      kept = Objects.requireNonNull(HugePages.allocate(SIZE, arena));
      assertEquals(SIZE, kept.byteSize());
      assertEquals(0, kept.address() % (2L << 20));
      for (long i = 0; i < SIZE; i += 4096) {
        assertEquals(0, kept.get(ValueLayout.JAVA_BYTE, i));
      }
      kept.fill((byte) 7);
      assertEquals(7, kept.get(ValueLayout.JAVA_BYTE, SIZE - 1));
    }
    assertFalse(kept.scope().isAlive());
    assertThrows(IllegalStateException.class, () -> kept.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void smallMemoryIsLeftToTheLibrary() {
    try (Arena arena = Arena.ofShared()) {
      assertNull(HugePages.allocate(HugePages.SMALLEST - 1, arena));
    }
  }
}
