/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Node;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of modes and states of generated code, a cell each. */
final class ModeTableTest {
  private static final Tensor WEIGHT = Tensor.of(new double[] {2.0}).requiresGrad(true);

  /** How a call was run, told by the node it leaves in the graph. */
  private static boolean isCompiled(Tensor result) {
    Node node = result.gradFn();
    assertNotNull(node);
    return node.name().endsWith(".forward");
  }

  private static Tensor call(Mode mode, Object self, UnaryOperator<Tensor> forward) {
    try (var _ = mode.scope()) {
      return CompiledCalls.call(self, forward, Tensor.of(new double[] {3.0}));
    }
  }

  static class NotAnnotated {
    public Tensor forward(Tensor x) {
      return x.mul(WEIGHT);
    }
  }

  static class Missing {
    @Differentiable
    public Tensor forward(Tensor x) {
      return x.mul(WEIGHT);
    }
  }

  static class Rejected extends Missing {
    @Override
    @Differentiable
    public Tensor forward(Tensor x) {
      return x.mul(WEIGHT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OFF", "ON", "VERIFY"})
  void notAnnotatedIsEager(Mode mode) {
    NotAnnotated module = new NotAnnotated();
    assertFalse(isCompiled(call(mode, module, module::forward)));
  }

  @Test
  void notAnnotatedIsAnErrorWhereRequired() {
    NotAnnotated module = new NotAnnotated();
    CompiledException error =
        assertThrows(CompiledException.class, () -> call(Mode.REQUIRE, module, module::forward));
    assertTrue(
        error.getMessage().contains("ModeTableTest$NotAnnotated.forward is not annotated"),
        error.getMessage());
  }

  @Test
  void freshIsEagerWhereOff() {
    Scaled module = new Scaled(WEIGHT);
    assertFalse(isCompiled(call(Mode.OFF, module, module::forward)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ON", "REQUIRE"})
  void freshIsCompiled(Mode mode) {
    Scaled module = new Scaled(WEIGHT);
    Tensor y =
        call(
            mode,
            module,
            _ -> {
              throw new AssertionError("the user's body ran");
            });
    assertTrue(isCompiled(y));
    assertEquals(6, y.item());
  }

  @Test
  void freshRunsBothWhereVerified() {
    Scaled module = new Scaled(WEIGHT);
    boolean[] ran = new boolean[1];
    Tensor y =
        call(
            Mode.VERIFY,
            module,
            x -> {
              ran[0] = true;
              return module.forward(x);
            });
    assertTrue(isCompiled(y));
    assertTrue(ran[0]);
    assertEquals(1, module.calls.item(), "effects of one run stay");
  }

  @ParameterizedTest
  @EnumSource
  void missing(Mode mode) {
    Missing module = new Missing();
    unusable(
        mode,
        module,
        module::forward,
        "ModeTableTest$Missing.forward is annotated @Differentiable, but its generated class ",
        "ModeTableTest$Missing__AD is missing: the Gradsmith processor did not run when ");
  }

  @ParameterizedTest
  @EnumSource
  void stale(Mode mode) {
    StaleDigest module = new StaleDigest();
    unusable(mode, module, module::forward, "StaleDigest__AD is stale: it was generated from");
  }

  @ParameterizedTest
  @EnumSource
  void anotherRuntime(Mode mode) {
    OtherLevel module = new OtherLevel();
    unusable(
        mode,
        module,
        module::forward,
        "OtherLevel__AD was made for API level 1000000 of the Gradsmith runtime, and this runtime"
            + " has level "
            + ApiLevel.current());
  }

  @ParameterizedTest
  @EnumSource
  void failedToLoad(Mode mode) {
    Failing module = new Failing();
    unusable(mode, module, module::forward, "Failing__AD does not load", "ExceptionInInitializer");
  }

  @ParameterizedTest
  @EnumSource
  void failedInTheProcessor(Mode mode) {
    Rejected module = new Rejected();
    unusable(mode, module, module::forward, "the processor failed on it: AD901 phase 'fusion'");
  }

  /** Eager where off; everywhere else an exception with the cause and the lines to add. */
  private static void unusable(
      Mode mode, Object module, UnaryOperator<Tensor> forward, String... causes) {
    if (mode == Mode.OFF) {
      assertFalse(isCompiled(call(mode, module, forward)));
      return;
    }
    CompiledException error =
        assertThrows(CompiledException.class, () -> call(mode, module, forward));
    for (String cause : causes) {
      assertTrue(error.getMessage().contains(cause), error.getMessage());
    }
    for (String line :
        Set.of(
            "Since JDK 23 javac runs no annotation processor",
            "<annotationProcessorPaths>",
            "<groupId>org.gradsmith</groupId>",
            "<artifactId>gradsmith-processor</artifactId>",
            "annotationProcessor(\"org.gradsmith:gradsmith-processor:",
            "-Dgradsmith.compiled=off")) {
      assertTrue(error.getMessage().contains(line), error.getMessage());
    }
  }

  @Test
  void modesAreNamedByTheProperty() {
    assertEquals(EnumSet.of(Mode.REQUIRE), EnumSet.of(Mode.parse("Require")));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Mode.parse("fast"));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("-Dgradsmith.compiled=fast: not a mode; the modes are off, on, require"),
        String.valueOf(error.getMessage()));
  }

  @Test
  void scopesNestAndEnd() {
    Mode outside = Mode.current();
    try (var _ = Mode.OFF.scope()) {
      try (var _ = Mode.VERIFY.scope()) {
        assertEquals(Mode.VERIFY, Mode.current());
      }
      assertEquals(Mode.OFF, Mode.current());
    }
    assertEquals(outside, Mode.current());
  }
}
