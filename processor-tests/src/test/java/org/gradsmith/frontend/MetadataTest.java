/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaFileObject;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.processor.metadata.Chunks;
import org.gradsmith.processor.metadata.IrText;
import org.gradsmith.processor.metadata.UnreadableIr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetadataTest {
  private static final String BLOCK =
      """
      package lib;

      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.tensor.Tensor;

      public final class Block extends UnaryModule {
        @Differentiable
        @Override
        public Tensor forward(Tensor x) {
          return x.relu().mul(2);
        }
      }
      """;
  private static final JavaFileObject USER =
      Fixtures.source(
          "u.User",
          """
          package u;

          import lib.Block;
          import org.gradsmith.annotation.Differentiable;
          import org.gradsmith.nn.UnaryModule;
          import org.gradsmith.tensor.Tensor;

          public final class User extends UnaryModule {
            private final Block block = new Block();

            @Differentiable
            @Override
            public Tensor forward(Tensor x) {
              return block.call(x);
            }
          }
          """);

  @Test
  void aCalleeIsReadFromItsClassFile(@TempDir Path folder) throws IOException {
    ReadingProcessor original = new ReadingProcessor();
    Library library = Library.compile(folder, original, Fixtures.source("lib.Block", BLOCK));
    assertEquals(Optional.of(original.lowered("Block").method()), callee(library));
  }

  @Test
  void aCalleeIsReadFromTheSameCompilation() {
    ReadingProcessor processor = new ReadingProcessor();
    Compilation compilation =
        Fixtures.compile(
            processor, List.of("-Xlint:none"), USER, Fixtures.source("lib.Block", BLOCK));
    assertEquals(List.of(), compilation.errors());
    assertEquals(
        Optional.of(processor.lowered("Block").method()),
        callee(processor.lowered("User").method()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format = 3, ir = \"\"",
        "format = 2, ir = \"ir 2\\nmethod\"",
        "format = 2, ir = {}"
      })
  void aCompanionThatCannotBeReadLeavesTheCall(String metadata, @TempDir Path folder)
      throws IOException {
    JavaFileObject block = Fixtures.source("lib.Block", BLOCK.replace("final class", "class"));
    JavaFileObject companion =
        Fixtures.source(
            "lib.Block__AD",
            "package lib; @org.gradsmith.annotation.Generated(%s) class Block__AD {}"
                .formatted(metadata));
    Library library = Library.compile(folder, new NoProcessor(), block, companion);
    assertEquals(Optional.empty(), callee(library));
  }

  @Test
  void theHashIsThatOfTheStepsAndNotOfTheirPlaces() {
    String hash = hash(BLOCK);
    assertEquals(hash, hash(BLOCK.replace("public final", "// moved down\n\npublic final")));
    assertNotEquals(hash, hash(BLOCK.replace("mul(2)", "mul(3)")));
    assertNotEquals(hash, hash(BLOCK.replace("relu()", "exp()")));
  }

  @Test
  void chunksFitIntoAClassFile() throws IOException {
    String text = "aé中\0😀".repeat(40_000);
    List<String> chunks = Chunks.split(text);
    assertEquals(text, Chunks.join(chunks));
    assertTrue(chunks.size() > 1);
    for (String chunk : chunks) {
      new DataOutputStream(new ByteArrayOutputStream()).writeUTF(chunk); // throws if too long
      assertTrue(!Character.isLowSurrogate(chunk.charAt(0)), "a pair was torn apart");
    }
    assertEquals(List.of(""), Chunks.split(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ir 3",
        "ir 2 method \"u.A\" f @ \"A.java\" 1 2 3 \"t\" return x",
        "ir 2 method \"u.A\" f @ \"A.java\" 1 2 3 \"t\" parameter x tensor \"\" return x x",
        "ir 2 method \"u.A\" f @ \"A.java\" 1 2 3 \"t",
        "ir 2 method \"u.A\" f @ \"A.java\" 1 2 3 \"t\" parameter x tensor \"\" let y tensor = apply nosuch (x) [] @ 1 2 3 \"t\" return y",
        "ir 2 method \"u.A\" f @ \"A.java\" 1 2 3 \"t\" parameter x tensor \"\" let x tensor = apply relu (x) [] @ 1 2 3 \"t\" return x",
      })
  void brokenTextIsRefused(String text) {
    assertThrows(UnreadableIr.class, () -> IrText.read(text, _ -> Optional.empty()));
  }

  private static String hash(String block) {
    ReadingProcessor processor = new ReadingProcessor();
    Fixtures.compile(processor, List.of("-Xlint:none"), Fixtures.source("lib.Block", block));
    return IrText.hash(processor.lowered("Block").method());
  }

  private static Optional<Method> callee(Library library) {
    ReadingProcessor processor = new ReadingProcessor();
    Compilation compilation = library.compileAgainst(processor, USER);
    assertEquals(List.of(), compilation.errors());
    return callee(processor.lowered("User").method());
  }

  private static Optional<Method> callee(Method method) {
    return method.body().stream()
        .filter(Node.CallModule.class::isInstance)
        .findFirst()
        .flatMap(n -> ((Node.CallModule) n).callee());
  }
}
