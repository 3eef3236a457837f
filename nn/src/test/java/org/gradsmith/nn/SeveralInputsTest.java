/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Mode;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralInputsTest {
  private static final class Scale extends BinaryModule<Tensor, Double, Tensor> {
    @Override
    public Tensor forward(Tensor x, Double factor) {
      return x.mul(factor);
    }
  }

  private static final class Fused extends TernaryModule<Tensor, Tensor, Tensor, Tensor> {
    @Override
    public Tensor forward(Tensor a, Tensor b, Tensor c) {
      return a.mul(b).add(c);
    }
  }

  @Test
  void callRunsForward() {
    assertEquals(6, new Scale().call(Tensor.of(3f), 2.0).item());
    assertEquals(10, new Fused().call(Tensor.of(2f), Tensor.of(3f), Tensor.of(4f)).item());
  }

  @Test
  void hooksSeeAndReplaceAllInputs() {
    Scale scale = new Scale();
    HookHandle handle =
        scale.registerForwardPreHook(
            (_, in) -> new BinaryModule.Inputs<>(in.a().add(1.0), in.b() * 10));
    assertTrue(scale.hasHooks());
    scale.registerForwardHook((_, in, y) -> y.add(in.b()));
    assertEquals(4 * 20 + 20, scale.call(Tensor.of(3f), 2.0).item());
    handle.remove();
    assertEquals(3 * 2 + 2, scale.call(Tensor.of(3f), 2.0).item());

    Fused fused = new Fused();
    assertFalse(fused.hasHooks());
    fused.registerForwardPreHook((_, in) -> new TernaryModule.Inputs<>(in.c(), in.b(), in.a()));
    fused.registerForwardHook((_, _, y) -> y.neg());
    assertEquals(-14, fused.call(Tensor.of(2f), Tensor.of(3f), Tensor.of(4f)).item());
  }

  @Test
  void runsEagerlyWhereThatIsAllowed() {
    try (var _ = Mode.ON.scope()) {
      assertEquals(6, new Scale().call(Tensor.of(3f), 2.0).item());
    }
  }

  @Test
  void saysThatThereIsNoGeneratedCode() {
    try (var _ = Mode.REQUIRE.scope()) {
      String required = failure(() -> new Scale().call(Tensor.of(3f), 2.0));
      assertTrue(required.contains("-Dgradsmith.compiled=require asks for"), required);
    }
  }

  @Test
  void saysSoOfAnAnnotatedForward(@TempDir Path folder) throws Exception {
    try (URLClassLoader loader = compileWithoutProcessor(folder, "Annotated", ANNOTATED)) {
      @SuppressWarnings("unchecked") // the source below says so
      BinaryModule<Tensor, Tensor, Tensor> annotated =
          (BinaryModule<Tensor, Tensor, Tensor>)
              loader.loadClass("Annotated").getConstructor().newInstance();
      try (var _ = Mode.OFF.scope()) {
        assertEquals(5, annotated.call(Tensor.of(3f), Tensor.of(2f)).item());
      }
      try (var _ = Mode.ON.scope()) {
        String message = failure(() -> annotated.call(Tensor.of(3f), Tensor.of(2f)));
        assertTrue(message.startsWith("Annotated.forward has no generated class"), message);
        assertTrue(message.contains("annotationProcessorPaths"), message);
      }
    }
  }

  private static final String ANNOTATED =
      """
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.nn.BinaryModule;
      import org.gradsmith.tensor.Tensor;

      public final class Annotated extends BinaryModule<Tensor, Tensor, Tensor> {
        @Differentiable
        @Override
        public Tensor forward(Tensor a, Tensor b) {
          return a.add(b);
        }
      }
      """;

  private static URLClassLoader compileWithoutProcessor(Path folder, String name, String source)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), file.toString());
    assertEquals(0, status, "javac");
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, SeveralInputsTest.class.getClassLoader());
  }

  private static String failure(Runnable call) {
    return String.valueOf(assertThrows(CompiledException.class, call::run).getMessage());
  }
}
