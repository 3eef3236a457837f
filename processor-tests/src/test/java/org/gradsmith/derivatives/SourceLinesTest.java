/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gradsmith.annotation.Derivative;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Exceptions of the library name the user's lines, from whatever sweep they come. */
final class SourceLinesTest {
  private static final Pattern PLACE = Pattern.compile("SourceLinesTest\\.java:(\\d+)");

  /** The line with a certain comment in this file. */
  private static int line(String comment) {
    List<String> lines =
        Fixtures.text(Path.of("src/test/java/org/gradsmith/derivatives/SourceLinesTest.java"))
            .lines()
            .toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("// " + comment)) {
        return i + 1;
      }
    }
    throw new AssertionError("no line " + comment);
  }

  @Differentiable
  static Tensor inner(Tensor x, Tensor y) {
    Tensor h = x.relu();
    return h.matmul(y); // matmul
  }

  @Differentiable
  static Tensor outer(Tensor x, Tensor y, int n) {
    Tensor h = x;
    for (int i = 0; i < n; i++) {
      if (i == 1) {
        h = inner(h, y); // call of inner
      }
    }
    return h.sum();
  }

  private static List<Integer> places(Executable program) {
    TensorException thrown = assertThrows(TensorException.class, program);
    return PLACE
        .matcher(thrown.getMessage())
        .results()
        .map((MatchResult r) -> Integer.valueOf(r.group(1)))
        .toList();
  }

  @Test
  void theForwardSweepNamesTheLineAndItsCallers() {
    Gradients outer = Gradients.of(SourceLinesTest::outer);
    Tensor x = Tensor.ones(2, 3);
    List<Integer> expected = List.of(line("matmul"), line("call of inner"));
    assertEquals(expected, places(() -> outer.vjp(1.0, x, x, 2)));
    assertEquals(expected, places(() -> outer.value(x, x, 2)));
    assertEquals(expected, places(() -> outer.jvp(new Object[] {x, x, null}, x, x, 2)));
  }

  static final class Net extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = x;
      for (int i = 0; i < 2; i++) {
        h = h.matmul(x); // in a module
      }
      return h;
    }
  }

  @Differentiable
  static Tensor throughModule(Net net, Tensor x) {
    return net.call(x).sum(); // call of a module
  }

  @Test
  void modulesNameTheirLineOnce() {
    Tensor x = Tensor.ones(2, 3);
    assertEquals(List.of(line("in a module")), places(() -> new Net().call(x)));
    Gradients through = Gradients.of(SourceLinesTest::throughModule);
    assertEquals(
        List.of(line("in a module"), line("call of a module")),
        places(() -> through.gradient(new Net(), x)));
  }

  @Test
  void theReverseSweepNamesTheLine() {
    Tensor x = Tensor.ones(2).requiresGrad(true);
    Holder holder = new Holder();
    Tensor y = holder.call(x);
    holder.seen.detach().fillInPlace(5);
    assertEquals(List.of(line("saved")), places(y::backward));
  }

  static final class Holder extends UnaryModule {
    Tensor seen = Tensor.ones(2);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(seen).sum(); // saved
    }
  }

  /** Stands for a library. */
  static final class Library {
    private Library() {}

    static Tensor twice(Tensor x) {
      return x.mul(2);
    }
  }

  @Derivative(of = Library.class, method = "twice")
  static Tensor twiceVjp(Tensor x, Tensor bar) {
    return bar.matmul(bar);
  }

  @Differentiable
  static Tensor ruled(Tensor x) {
    return Library.twice(x).sum(); // call of a library
  }

  @Test
  void derivativesOfUsersFailAtTheCall() {
    Gradients ruled = Gradients.of(SourceLinesTest::ruled);
    List<Integer> places = places(() -> ruled.gradient(Tensor.ones(2, 3)));
    assertTrue(places.contains(line("call of a library")), places.toString());
  }

  @Test
  void recursionIsCutShort() {
    Gradients deep = Gradients.of(SourceLinesTest::deep);
    List<Integer> places = places(() -> deep.vjp(1.0, Tensor.ones(2, 3), 50));
    assertEquals(8, places.size());
    assertEquals(
        List.of(line("innermost"), line("recursion")), places.stream().distinct().toList());
  }

  @Differentiable
  static Tensor deep(Tensor x, int n) {
    Tensor h = x;
    if (n > 0) {
      h = deep(x, n - 1); // recursion
    } else {
      h = x.matmul(x); // innermost
    }
    return h.sum();
  }
}
