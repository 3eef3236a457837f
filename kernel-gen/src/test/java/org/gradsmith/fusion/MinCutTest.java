/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class MinCutTest {
  private static MinCut<String> chain(int x, int y, int z) {
    MinCut<String> cut = new MinCut<>();
    cut.node("x", x);
    cut.node("y", y);
    cut.node("z", z);
    cut.source("x");
    cut.path("x", "y");
    cut.path("y", "z");
    cut.sink("z");
    return cut;
  }

  @Test
  void theCheapestNodeOfAChainIsCut() {
    assertEquals(Set.of("x"), chain(1, 4, 4).cut());
    assertEquals(Set.of("y"), chain(4, 1, 4).cut());
  }

  @Test
  void ofEqualCutsTheOneNearestToTheSinksIsTaken() {
    assertEquals(Set.of("z"), chain(4, 4, 4).cut());
  }

  @Test
  void severalReadersOfOneValueNeedItOnce() {
    MinCut<String> cut = new MinCut<>();
    cut.node("x", 4);
    cut.source("x");
    for (String reader : Set.of("a", "b", "c")) {
      cut.node(reader, 4);
      cut.path("x", reader);
      cut.sink(reader);
    }
    assertEquals(Set.of("x"), cut.cut());
  }

  @Test
  void aValueThatIsReadItselfIsCutWhereverItComesFrom() {
    MinCut<String> cut = chain(1, 4, 4);
    cut.sink("x");
    assertEquals(Set.of("x"), cut.cut());
  }
}
