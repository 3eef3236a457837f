/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table of what stands for each function of google/tangent. */
class TangentTableTest {
  private static List<String> rows() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(TangentTableTest.class.getResourceAsStream("/corpus/tangent.txt"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void eachFunctionHasAMethodOrAReason() throws Exception {
    List<String> rows = rows();
    assertEquals(142, rows.size());
    for (String row : rows) {
      String[] columns = row.split(" +", 2);
      if (columns[1].startsWith("- ")) {
        continue;
      }
      int dot = columns[1].indexOf('.');
      Class<?> type = Class.forName("org.gradsmith.corpus." + columns[1].substring(0, dot));
      String method = columns[1].substring(dot + 1);
      assertTrue(
          Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(method)), row);
    }
    assertEquals(4, rows.stream().filter(row -> row.contains(" - ")).count());
  }
}
