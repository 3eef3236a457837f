/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "ops.md");

  /** With -Dgolden.update=true the page is written instead, which CI refuses. */
  @Test
  void theReferencePageIsThatOfTheTable() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, OpReference.page());
    }
    assertEquals(Files.readString(PAGE), OpReference.page());
  }
}
