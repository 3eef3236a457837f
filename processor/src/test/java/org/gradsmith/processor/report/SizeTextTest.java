/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradsmith.processor.shape.Dim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SizeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "16",
        "4·N·T + 16",
        "2·N·N - 3·T - 1",
        "4·N·floor((E + 1) / 2) + |a - b|",
        "4·rows(x)·x.size(-1) + 4·times·|norm 2.x|"
      })
  void whatIsPrintedIsReadBack(String text) {
    assertEquals(text, SizeText.of(SizeText.read(text)));
  }

  @Test
  void namesInQuotientsAreReplacedToo() {
    Dim size = SizeText.read("4·N·floor((E) / heads)");
    assertEquals(
        "8·F·N",
        SizeText.of(
            SizeText.replace(
                size,
                name ->
                    switch (name.toString()) {
                      case "E" -> Dim.named("F").times(Dim.of(8));
                      case "heads" -> Dim.of(4);
                      default -> name;
                    })));
  }
}
