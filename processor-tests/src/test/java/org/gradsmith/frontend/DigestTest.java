/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.gradsmith.digest.MethodDigest;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

final class DigestTest {
  private static final String FORWARD =
      "(Lorg/gradsmith/tensor/Tensor;)Lorg/gradsmith/tensor/Tensor;";

  @Test
  void theDigestBesideACompanionIsThatOfTheClassFile() throws IOException {
    Path program = Path.of("src/test/resources/reject/accepted/Declarations.java");
    Compilation compilation = Fixtures.compile(new GradsmithProcessor(), Fixtures.source(program));
    for (String name : new String[] {"Declarations", "Declarations$Nested", "Declarations$Inner"}) {
      byte[] classFile = read(compilation, "u/" + name + ".class");
      byte[] digest = read(compilation, "u/" + name + "__AD.digest");
      assertEquals(
          MethodDigest.of(classFile, "forward", FORWARD),
          Optional.of(new String(digest, StandardCharsets.UTF_8)));
    }
  }

  private static byte[] read(Compilation compilation, String name) throws IOException {
    try (InputStream bytes =
        compilation.generatedFiles().stream()
            .filter(f -> f.getName().endsWith("/" + name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + name))
            .openInputStream()) {
      return bytes.readAllBytes();
    }
  }
}
