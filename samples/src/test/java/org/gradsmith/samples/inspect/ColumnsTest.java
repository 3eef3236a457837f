/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
  @Test
  void theLeftTextGetsWhatItNeedsAndNoMore() {
    assertEquals(
        List.of("a  | the right text, which is longer", "bb |"),
        Columns.sideBySide(List.of("a", "bb"), List.of("the right text, which is longer"), 40));
  }

  @Test
  void longLinesGoOnBelowIndented() {
    assertEquals(
        """
        left |   one two three
             |       four five
             |       six
             | seven\
        """
            .lines()
            .toList(),
        Columns.sideBySide(List.of("left"), List.of("  one two three four five six", "seven"), 23));
  }

  @Test
  void aWordThatIsTooLongIsCut() {
    assertEquals(
        List.of("x | 0123456", "  |     789"),
        Columns.sideBySide(List.of("x"), List.of("0123456789"), 11));
  }
}
