/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The means by which kernels run on the CPU find the faults they are made to find. */
@Tag("gxx")
final class CudaOnCpuTest {
  private static final int THREADS = 64;

  private Arena arena = Arena.ofConfined();

  @TempDir private Path directory;

  @BeforeEach
  void compilerIsThere() {
    CudaOnCpu.assumePresent();
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private CudaOnCpu faulty() {
    return faulty(directory);
  }

  private CudaOnCpu faulty(Path place) {
    return CudaOnCpu.compile(
        CudaWriterTest.resource("Faulty.cu"),
        List.of("racy", "shifted", "hanging", "early"),
        place,
        arena);
  }

  /** What a kernel makes of {@code base + 1, base + 2, ...} */
  private List<Float> run(CudaOnCpu kernels, String symbol, int base) {
    MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, THREADS);
    MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, THREADS);
    for (int i = 0; i < THREADS; i++) {
      x.setAtIndex(ValueLayout.JAVA_FLOAT, i, base + i + 1);
    }
    assertEquals(Optional.empty(), kernels.launch(symbol, 1, THREADS, y, x));
    List<Float> result = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      result.add(y.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }
    return result;
  }

  @Test
  void anotherOrderShowsAMissingBarrier() {
    CudaOnCpu kernels = faulty();
    assertEquals(run(kernels, "shifted", 0), run(kernels, "racy", 0));

    kernels.order(1);
    // Other data, for shared memory still holds what the runs before wrote.
    List<Float> right = run(kernels, "shifted", 100);
    List<Float> racy = run(kernels, "racy", 100);
    assertEquals(101f, right.get(1));
    assertEquals(1f, racy.get(1));
  }

  @Test
  void librariesHaveNoStateInCommon() throws IOException {
    CudaOnCpu one = faulty(Files.createDirectory(directory.resolve("one")));
    CudaOnCpu other = faulty(Files.createDirectory(directory.resolve("other")));
    one.order(1);
    run(one, "shifted", 100);
    assertEquals(run(other, "shifted", 200), run(other, "racy", 200));
  }

  @Test
  void aDivergentBarrierIsAnErrorInsteadOfAHang() {
    MemorySegment memory = arena.allocate(ValueLayout.JAVA_FLOAT, THREADS);
    assertEquals(
        Optional.of(
            "block 0 hangs: 7 threads wait at __syncthreads, 25 at a shuffle, 32 have returned"),
        faulty().launch("hanging", 1, THREADS, memory, memory));
  }

  @Test
  void threadsThatReturnedHoldUpNobody() {
    List<Float> expected = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      boolean own = i == 31 || i == 39; // their neighbours are in another warp, or have returned
      expected.add(i < 40 ? i + (own ? 1f : 2f) : 0f);
    }
    assertEquals(expected, run(faulty(), "early", 0));
  }
}
