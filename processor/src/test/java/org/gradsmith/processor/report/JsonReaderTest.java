/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
  @Test
  void whatIsQuotedIsReadBack() {
    String text = "a\"b\\c\nd\te\r·" + (char) 1;
    assertEquals(text, JsonReader.read(JsonText.quoted(text)));
  }

  @Test
  void valuesHaveTheirTypes() {
    assertEquals(
        Map.of("a", List.of(1L, -2L, true, ""), "b", Map.of(), "c", List.of()),
        JsonReader.read("{\"a\": [1, -2, true, null],\n \"b\": {}, \"c\": []}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "{\"a\" 1}", "\"open", "1 2", "word", "\"\\u12"})
  void whatIsBrokenIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
  }

  /** A report of an earlier version has no total, and one that is broken tells nothing. */
  @Test
  void reportsWithoutATotalTellNothing() {
    assertTrue(MethodSummary.read("{\"format\": 1}").isEmpty());
    assertTrue(MethodSummary.read("{\"total\": {\"launches\": 3}}").isEmpty());
    assertTrue(MethodSummary.read("none").isEmpty());
  }
}
