/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class GpuProbeTest {
  @Test
  void theAnswerIsAFewWords() {
    GpuProbe probe = GpuProbe.run();
    assertFalse(probe.text().isBlank());
    assertEquals(1, probe.text().lines().count(), probe.text());
    assertEquals(probe, GpuProbe.run());
  }
}
