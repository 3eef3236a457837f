/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.functions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** What is asked of modules whose bodies are straight lines with functions in them. */
final class Lines {
  private Lines() {}

  /** The names of the kernels of a module; none if it was read as a method with control flow. */
  static List<String> kernels(UnaryModule module) {
    String name = module.getClass().getName();
    String resource = name.substring(name.lastIndexOf('.') + 1) + "__AD.kernels";
    try (InputStream stream = module.getClass().getResourceAsStream(resource)) {
      return stream == null
          ? List.of()
          : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("kernel "))
              .map(line -> line.substring("kernel ".length(), line.indexOf('(')))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares value and gradient with those of the tape. */
  static void assertAgree(UnaryModule module, Tensor x) {
    List<double[]> expected = run(Mode.OFF, module, x);
    List<double[]> found = run(Mode.REQUIRE, module, x);
    double tolerance = x.dtype() == DType.FLOAT64 ? 1e-10 : 1e-5;
    List<String> what = List.of("value", "gradient");
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), tolerance, what.get(i));
    }
  }

  private static List<double[]> run(Mode mode, UnaryModule module, Tensor given) {
    try (var _ = mode.scope()) {
      Tensor x = given.detach().requiresGrad(true);
      Tensor y = module.call(x);
      y.backward(Tensor.from(cotangent((int) y.numel()), y.shape()).to(y.dtype()));
      return List.of(y.detach().toDoubleArray(), gradient(x).toDoubleArray());
    }
  }

  /** No gradient at all is one of zeros. */
  private static Tensor gradient(Tensor x) {
    Tensor gradient = x.grad();
    return gradient == null ? Tensor.zerosLike(x) : gradient;
  }

  /** Different entries, so that no error cancels. */
  private static float[] cotangent(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i % 7 - 3.5f) * 0.5f;
    }
    return values;
  }
}
