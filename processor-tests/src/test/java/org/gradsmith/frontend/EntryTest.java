/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

final class EntryTest {
  /** Version of class files of Java 11. */
  private static final int JAVA_11 = 55;

  /** A javac that cannot load the processor prints class file versions instead of a sentence. */
  @Test
  void olderCompilersCanLoadTheEntry() throws IOException {
    try (DataInputStream classFile =
        new DataInputStream(
            requireNonNull(
                GradsmithProcessor.class.getResourceAsStream("GradsmithProcessor.class")))) {
      classFile.skipNBytes(6);
      assertEquals(JAVA_11, classFile.readUnsignedShort());
    }
  }
}
