/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Sets of operands, with few of them and with more than a number has bits. */
class NeedsTest {
  @Test
  void operandsFarBehindAreNotTakenForThoseInFront() {
    Needs far = Needs.only(64 + 3, 130);
    assertFalse(far.any(3, 2));
    assertTrue(far.any(3, 67));
    assertTrue(far.all(67, 130));
    assertFalse(far.isEmpty());
    assertTrue(far.anyBefore(68));
    assertFalse(far.anyBefore(67));
    assertEquals("needs {67, 130}", far.toString());
    assertNotEquals(Needs.only(3), far);
  }

  @Test
  void whatIsNotWantedIsLeftOut() {
    boolean[] wanted = new boolean[70];
    wanted[1] = true;
    wanted[69] = true;
    assertEquals(Needs.only(1, 69), Needs.only(0, 1, 68, 69).and(wanted));
    assertEquals(Needs.only(1), Needs.only(0, 1).and(new boolean[] {false, true}));
    assertTrue(Needs.only().isEmpty());
    assertFalse(Needs.only().anyBefore(100));
  }
}
