/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Tensors that nobody closes, on the allocator of the process. */
class UnreachableTensorsTest {
  @Test
  void temporariesOfALoopDoNotPileUp() {
    Tensor x = Tensor.ones(1 << 18);
    for (int i = 0; i < 20_000; i++) {
      x.add(x); // 1 MiB each
    }
    MemoryReport report = MemoryReport.now();
    assertTrue(report.live() + report.cached() <= report.budget(), report.toString());
    assertEquals(1, x.select(0, 77).item());
  }
}
