/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.gradsmith.compiled.Companion.Fresh;
import org.gradsmith.compiled.Companion.State;
import org.gradsmith.compiled.Companion.Unusable;
import org.gradsmith.digest.MethodDigest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A companion is used for the method it was generated from, and for no other. */
final class FreshnessTest {
  private static final String COMPANION =
      """
      package user;
      import org.gradsmith.compiled.ApiLevel;
      import org.gradsmith.compiled.CompiledCall;
      import org.gradsmith.compiled.CompiledForward;
      import org.gradsmith.tensor.Tensor;
      public final class Net__AD implements CompiledForward<Net> {
        public int apiLevel() { return ApiLevel.current(); }
        public String irHash() { return ""; }
        public String sourceFile() { return "Net.java"; }
        public String lines() { return ""; }
        public boolean inlined(Net self) { return true; }
        public CompiledCall begin(Net self, Tensor x) { throw new UnsupportedOperationException(); }
        public CompiledCall beginThroughModules(Net self, Tensor x) { return begin(self, x); }
      }
      """;

  private static final String DESCRIPTOR =
      "(Lorg/gradsmith/tensor/Tensor;)Lorg/gradsmith/tensor/Tensor;";

  @TempDir Path folder;

  private static String net(String member, String factor) {
    return """
    package user;
    import org.gradsmith.annotation.Differentiable;
    import org.gradsmith.tensor.Tensor;
    public class Net {
      %s
      @Differentiable public Tensor forward(Tensor x) { return x.mul(%s); }
    }
    """
        .formatted(member, factor);
  }

  private void compile(String member, String factor) throws IOException {
    Path net = Files.writeString(folder.resolve("Net.java"), net(member, factor));
    Path companion = Files.writeString(folder.resolve("Net__AD.java"), COMPANION);
    List<String> arguments =
        List.of(
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            net.toString(),
            companion.toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertEquals(0, status);
  }

  private String digest() throws IOException {
    byte[] classFile = Files.readAllBytes(folder.resolve("user/Net.class"));
    return MethodDigest.of(classFile, "forward", DESCRIPTOR).orElseThrow();
  }

  private void writeDigest() throws IOException {
    Files.writeString(folder.resolve("user/Net__AD.digest"), digest() + "\n");
  }

  private Companion companion() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return Companions.of(loader.loadClass("user.Net"));
    }
  }

  @Test
  void theMethodItself() throws Exception {
    compile("", "2.0");
    writeDigest();
    assertInstanceOf(Fresh.class, companion());
  }

  @Test
  void aChangeElsewhereInTheClass() throws Exception {
    compile("", "2.0");
    writeDigest();
    compile("static final String ADDED = \"constant\"; public int added() { return 1; }", "2.0");
    assertInstanceOf(Fresh.class, companion());
  }

  @Test
  void anotherMethod() throws Exception {
    compile("", "2.0");
    writeDigest();
    compile("", "3.0");
    Unusable unusable = assertInstanceOf(Unusable.class, companion());
    assertEquals(State.STALE, unusable.state());
  }

  @Test
  void aCompilerThatLeavesNoDigest() throws Exception {
    compile("", "2.0");
    assertInstanceOf(Fresh.class, companion());
  }

  @Test
  void aClassWithoutAFile() throws Exception {
    compile("", "2.0");
    writeDigest();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}) {
          @Override
          public @Nullable URL findResource(String name) {
            return name.endsWith(".class") ? null : super.findResource(name);
          }

          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
              byte[] bytes = Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        }) {
      assertInstanceOf(Fresh.class, Companions.of(loader.loadClass("user.Net")));
    }
  }

  @Test
  void everyKindOfChangeChangesTheDigest() throws Exception {
    List<String> factors =
        List.of(
            "2.0",
            "-0.0",
            "0.0",
            "2",
            "x",
            "x.add(x)",
            "x.add(1L)",
            "x.dim() > 1 ? 2.0 : 3.0",
            "x.dim() > 1 ? 3.0 : 2.0",
            "x.dim() < 1 ? 2.0 : 3.0",
            "(double) x.numel()",
            "new double[] {1}[0]",
            "((Number) (Object) 1).doubleValue()",
            "switch (x.dim()) { case 1 -> 1.0; case 2 -> 2.0; default -> 3.0; }",
            "switch (x.dim()) { case 1 -> 1.0; case 3 -> 2.0; default -> 3.0; }",
            "switch (x.dim()) { case 1 -> 1.0; case 300 -> 2.0; default -> 3.0; }",
            "Double.parseDouble(\"1\" + x)",
            "Double.parseDouble(\"2\" + x)");
    List<String> digests =
        factors.stream()
            .map(factor -> {
              try {
                compile("", factor);
                return digest();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
            .toList();
    assertEquals(factors.size(), Stream.of(digests.toArray()).distinct().count());
    assertNotEquals("", digests.getFirst());
    assertTrue(digests.stream().allMatch(text -> text.matches("[0-9a-f]{64}")));
  }
}
