/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradsmith.compiled.CompiledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that became part of a module, and are compiled again without it. */
final class StaleFunctionsTest {
  private static final String NET =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.compiled.Mode;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.tensor.Tensor;
      final class Net extends UnaryModule {
        @Differentiable
        @Override
        public Tensor forward(Tensor x) {
          return Outer.twice(x, 3).add(1);
        }
        static double gradient() {
          return gradient(Mode.REQUIRE);
        }
        static double onTheTape() {
          return gradient(Mode.OFF);
        }
        private static double gradient(Mode mode) {
          try (var _ = mode.scope()) {
            Tensor x = Tensor.of(2.0).requiresGrad(true);
            new Net().call(x).sum().backward();
            return x.grad().item();
          }
        }
      }
      """;
  private static final String OUTER =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.tensor.Tensor;
      final class Outer {
        @Differentiable
        static Tensor twice(Tensor x, double by) {
          return Inner.scaled(x, by).mul(2);
        }
      }
      """;
  private static final String INNER =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.tensor.Tensor;
      final class Inner {
        @Differentiable
        static Tensor scaled(Tensor x, double by) {
          return x.mul(x).mul(by);
        }
      }
      """;

  @TempDir Path folder;

  private static void requireStale(Build build, String text) {
    InvocationTargetException thrown =
        assertThrows(InvocationTargetException.class, () -> build.run("Net", "gradient"));
    CompiledException cause = assertInstanceOf(CompiledException.class, thrown.getCause());
    assertTrue(cause.getMessage().contains(text), cause.getMessage());
  }

  /** Compiles the classes of a library, and then a module against their class files. */
  private Build built() {
    new Build(folder).with("Inner", INNER).compile();
    new Build(folder).with("Outer", OUTER).compileAgainstClasses();
    Build net = new Build(folder).with("Net", NET);
    net.compileAgainstClasses();
    return net;
  }

  @Test
  void functionsOfOtherCompilationsBecomePartOfTheModule() throws Exception {
    Build net = built();
    assertTrue(Files.exists(net.classes().resolve("p/Net__AD.kernels")));
    assertFalse(Files.exists(net.classes().resolve("p/Net__forward.class")));
    assertEquals(24.0, net.run("Net", "gradient"));
  }

  @Test
  void aFunctionCompiledAgainIsFound() throws Exception {
    Build net = built();
    new Build(folder).with("Inner", INNER.replace("mul(by)", "add(by)")).compile();
    requireStale(net, "contains another version of 'p.Inner.scaled'");
    assertEquals(8.0, net.run("Net", "onTheTape"));
    net.compileAgainstClasses();
    requireStale(net, "contains another version of 'p.Inner.scaled'"); // through Outer
    new Build(folder).with("Outer", OUTER).compileAgainstClasses();
    net.compileAgainstClasses();
    assertEquals(8.0, net.run("Net", "gradient"));
  }

  @Test
  void aFunctionMovedInItsFileIsTheSame() throws Exception {
    Build net = built();
    new Build(folder).with("Inner", INNER.replace("final class", "\n\nfinal class")).compile();
    assertEquals(24.0, net.run("Net", "gradient"));
  }

  @Test
  void aFunctionCompiledWithoutTheProcessorIsFound() {
    Build net = built();
    new Build(folder).with("Inner", INNER.replace("mul(by)", "add(by)")).compileWithoutProcessor();
    requireStale(net, "another version of 'scaled'");
  }
}
