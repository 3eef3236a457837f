/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AllocatorTest {
  private static final long MIB = 1 << 20;

  @Test
  void nobodyHasToCloseAnything() {
    Allocator allocator = new Allocator(64 * MIB);
    for (int i = 0; i < 20_000; i++) {
      Storage storage = allocator.allocate(MIB);
      storage.segment().set(ValueLayout.JAVA_INT, 0, i);
      assertEquals(i, storage.segment().get(ValueLayout.JAVA_INT, 0));
    }
    MemoryReport report = allocator.report();
    assertTrue(report.live() + report.cached() <= 64 * MIB, report.toString());
    assertTrue(report.peak() <= 64 * MIB, report.toString());
    assertTrue(report.collections() < 2000, report.collections() + " collections");
  }

  @Test
  void sizesThatChangeDoNotFillTheBudgetWithCachedBlocks() {
    Allocator allocator = new Allocator(32 * MIB);
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      Storage storage = allocator.allocate(1 + random.nextInt((int) (4 * MIB)));
      if (i % 3 != 0) {
        storage.release();
      }
    }
    MemoryReport report = allocator.report();
    assertTrue(report.live() + report.cached() <= 32 * MIB, report.toString());
  }

  @Test
  void releasedMemoryIsHandedOutAgain() {
    Allocator allocator = new Allocator(64 * MIB);
    Storage first = allocator.allocate(100_000);
    long address = first.segment().address();
    first.release();
    assertEquals(0, allocator.report().live());
    assertEquals(address, allocator.allocate(99_000).segment().address());
    Storage small = allocator.allocate(10);
    address = small.segment().address();
    small.release();
    assertEquals(address, allocator.allocate(60).segment().address());
  }

  /** Each kind of chunk, its smallest and largest storages, and what is no longer cut. */
  @Test
  void chunksComeBackInWhateverOrderTheirStoragesDo() {
    for (int size : new int[] {1, 512, 513, 4096, 4097}) {
      Allocator allocator = new Allocator(64 * MIB);
      long peak = 0;
      for (int round = 0; round < 4; round++) {
        List<Storage> storages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          storages.add(allocator.allocate(size));
        }
        storages.reversed().forEach(Storage::release); // as a scope does
        assertEquals(0, allocator.report().live(), size + " bytes");
        peak = round == 0 ? allocator.report().peak() : peak;
        assertEquals(peak, allocator.report().peak(), size + " bytes, round " + round);
      }
      assertEquals(0, allocator.report().collections());
    }
  }

  @Test
  void aReleasedStorageIsNotUsedAnyMore() {
    Storage storage = new Allocator(MIB).allocate(10);
    storage.release();
    storage.release();
    assertTrue(storage.isReleased());
    assertThrows(ReleasedException.class, storage::segment);
  }

  @Test
  void memoryIsAlignedAndAsLongAsAsked() {
    Allocator allocator = new Allocator(64 * MIB);
    List<Storage> held = new ArrayList<>();
    for (long size : new long[] {0, 1, 63, 64, 65, 1000, 32 << 10, (32 << 10) + 1, MIB, 3 * MIB}) {
      Storage storage = allocator.allocate(size);
      held.add(storage);
      assertEquals(0, storage.segment().address() % 64);
      assertEquals(size, storage.byteSize());
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> storage.segment().get(ValueLayout.JAVA_BYTE, size));
    }
    assertEquals(held.size(), allocator.report().storages());
  }

  @Test
  void anErrorHasTheNumbers() {
    Allocator allocator = new Allocator(8 * MIB);
    Storage held = allocator.allocate(6 * MIB);
    TensorMemoryException e =
        assertThrows(TensorMemoryException.class, () -> allocator.allocate(4 * MIB));
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.startsWith(
            "no memory for a tensor of 4.0 MiB: tensors hold 6.0 MiB in 1 storages, the budget is"
                + " 8.0 MiB; keep fewer tensors, use smaller batches, or raise"
                + " -Dgradsmith.memory.budget\n"
                + "largest holders:\n  6.0 MiB in 1 storage of 'tensor' at "),
        message);
    held.release();
    assertEquals(4 * MIB, allocator.allocate(4 * MIB).byteSize());
  }

  @Test
  void blocksAreLentToOneStorageAtATime() throws Exception {
    Allocator allocator = new Allocator(64 * MIB);
    int threads = 8;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int mark = thread + 1;
        work.add(() -> markAndCheck(allocator, mark));
      }
      for (Future<Integer> spoiled : pool.invokeAll(work)) {
        assertEquals(0, spoiled.get());
      }
    }
    MemoryReport report = allocator.report();
    assertEquals(0, report.live());
    assertEquals(0, report.storages());
    assertTrue(report.cached() > 0);
  }

  /** Fills storages with a mark of its own, and counts those in which another mark appears. */
  private static int markAndCheck(Allocator allocator, int mark) {
    Random random = new Random(mark);
    List<Storage> held = new ArrayList<>();
    int spoiled = 0;
    for (int i = 0; i < 3000; i++) {
      Storage storage = allocator.allocate(64 + random.nextInt(100_000));
      storage.segment().fill((byte) mark);
      held.add(storage);
      if (held.size() > 10) {
        Storage old = held.remove(random.nextInt(held.size()));
        spoiled += isFilled(old, mark) ? 0 : 1;
        old.release();
      }
    }
    held.forEach(Storage::release);
    return spoiled;
  }

  private static boolean isFilled(Storage storage, int mark) {
    for (long i = 0; i < storage.byteSize(); i += 61) {
      if (storage.segment().get(ValueLayout.JAVA_BYTE, i) != mark) {
        return false;
      }
    }
    return true;
  }

  @Test
  void sizeClassesWasteAtMostAnEighth() {
    int before = -1;
    for (long size = 1; size < 1L << 40; size += 1 + size / 7) {
      int sizeClass = SizeClasses.of(size);
      long rounded = SizeClasses.byteSize(sizeClass);
      assertTrue(rounded >= size, size + " in " + rounded);
      assertTrue(rounded - size <= Math.max(63, rounded / 8), size + " in " + rounded);
      assertEquals(0, rounded % 64);
      assertEquals(sizeClass, SizeClasses.of(rounded));
      assertTrue(sizeClass >= before);
      before = sizeClass;
    }
    assertNotEquals(SizeClasses.of(1 << 20), SizeClasses.of((1 << 20) + 1));
  }

  @Test
  void budgetsAreReadAsPeopleWriteThem() {
    assertEquals(512 * MIB, ByteSize.parse("p", "512m"));
    assertEquals(8L << 30, ByteSize.parse("p", " 8G "));
    assertEquals(1234, ByteSize.parse("p", "1234"));
    for (String wrong : List.of("", "m", "1.5g", "-1", "0", "99999999999t")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("p", wrong));
      assertTrue(String.valueOf(e.getMessage()).startsWith("-Dp=" + wrong), e.getMessage());
    }
  }

  @Test
  void wrappedMemoryIsNotReused() {
    Storage owner = new Allocator(MIB).allocate(100);
    Storage wrapped = Storage.wrap(owner.segment());
    wrapped.release();
    assertFalse(owner.isReleased());
  }
}
