/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsTest {
  @Test
  void severalAreReadFromTheLastToTheFirst() {
    Objects objects = new Objects();
    objects.push("first");
    objects.pushAll("second", null, "fourth");
    for (int turn = 0; turn < 2; turn++) {
      objects.rewind(false);
      assertEquals("fourth", objects.pop());
      assertEquals(null, objects.pop());
      assertEquals("second", objects.pop());
      assertEquals("first", objects.pop());
    }
  }

  @Test
  void anArrayAmongSeveralStaysOneElement() {
    Objects objects = new Objects();
    Object[] array = {"a", "b"};
    objects.push(array);
    objects.pushAll(array, array);
    objects.rewind(true);
    assertSame(array, objects.pop());
    assertSame(array, objects.pop());
    assertSame(array, objects.pop());
  }

  @Test
  void aGenericTypeNeedsNoCast() {
    Objects objects = new Objects();
    objects.pushAll(List.of(1), List.of(2));
    objects.rewind(true);
    List<Integer> last = objects.popGeneric();
    assertEquals(List.of(2), last);
  }
}
