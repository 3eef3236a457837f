/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Mode;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.samples.lenet.LeNetA;
import org.gradsmith.samples.lenet.LeNetB;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled calls against the eager tape. */
class CompiledEqualsEagerTest {
  static Stream<Arguments> zoo() {
    return Stream.of(
        net("LeNetA", new LeNetA(), 3, 1, 28, 28),
        net("LeNetB", new LeNetB(), 3, 1, 28, 28),
        net("residual", new Nets.Residual(), 4, 6),
        net("shared", new Nets.Shared(), 4, 5),
        net("without bias", new Nets.WithoutBias(), 3, 4),
        net("block", new Nets.Block(2), 2, 2, 5, 5),
        net("nested", new Nets.Nested(new Nets.Block(3)), 2, 3, 6, 6),
        net("scaled", new Nets.Scaled(), 4, 3),
        net("masked", new Nets.Masked(), 4, 3),
        net("flat", new Nets.Flat(), 2, 3, 4),
        net("direct", new Nets.Direct(), 2, 3),
        net("reduced", new Nets.Reduced(), 4, 3));
  }

  private static Arguments net(String name, UnaryModule net, long... shape) {
    return Arguments.of(name, net, numbers(shape));
  }

  private static Tensor parameter(UnaryModule net, String name) {
    return Objects.requireNonNull(net.namedParameters().get(name), name);
  }

  /** Different numbers of both signs, the same on every run. */
  private static Tensor numbers(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i * 0.731 + 0.1);
    }
    return Tensor.from(values, shape);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zoo")
  void resultAndGradientsAgree(String name, UnaryModule net, Tensor x) {
    Agreement.assertAgree(net, x, true);
    Agreement.assertAgree(net, x, false);
  }

  /** Each parameter alone, and all but each: every path through the mask. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("zoo")
  void frozenParametersGetNoGradient(String name, UnaryModule net, Tensor x) {
    List<Tensor> parameters = net.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      net.requiresGrad(false);
      parameters.get(i).requiresGrad(true);
      Agreement.assertAgree(net, x, false);
      net.requiresGrad(true);
      parameters.get(i).requiresGrad(false);
      Agreement.assertAgree(net, x, true);
    }
    net.requiresGrad(false);
    Agreement.assertAgree(net, x, true);
    Agreement.assertAgree(net, x, false);
    net.requiresGrad(true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zoo")
  void withoutGradientsTheResultIsTheSame(String name, UnaryModule net, Tensor x) {
    try (var _ = Mode.REQUIRE.scope();
        var _ = Autograd.noGrad()) {
      Tensor y = net.call(x);
      assertFalse(y.requiresGrad());
      assertArrayEquals(net.forward(x).toFloatArray(), y.toFloatArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zoo")
  void verifyModeAccepts(String name, UnaryModule net, Tensor x) {
    Agreement verified = Agreement.run(Mode.VERIFY, net, x, true);
    assertTrue(verified.result().numel() > 0);
  }

  @Test
  void hooksOfInnerModulesAreCalled() {
    LeNetB net = new LeNetB();
    Tensor x = numbers(2, 1, 28, 28);
    for (var entry : net.namedChildren().entrySet()) {
      UnaryModule inner = (UnaryModule) entry.getValue();
      List<String> seen = new ArrayList<>();
      var before =
          inner.registerForwardPreHook((_, in) -> {
            seen.add("before");
            return in;
          });
      var after =
          inner.registerForwardHook((_, _, out) -> {
            seen.add("after");
            return out.mul(2.0);
          });
      Agreement.assertAgree(net, x, true);
      assertEquals(List.of("before", "after", "before", "after"), seen, entry.getKey());
      before.remove();
      after.remove();
    }
    Agreement.assertAgree(net, x, true);
  }

  /** A hook may bring in a tensor of its own; its gradient arrives. */
  @Test
  void tensorsOfHooksGetGradients() {
    LeNetB net = new LeNetB();
    Tensor x = numbers(2, 1, 28, 28);
    Tensor gain = Tensor.of(1.5f).requiresGrad(true);
    var hook =
        net.namedChildren().get("fc1") instanceof UnaryModule fc1
            ? fc1.registerForwardHook((_, _, out) -> out.mul(gain))
            : null;
    assertNotNull(hook);
    Agreement.run(Mode.OFF, net, x, false);
    Tensor eager = gain.grad();
    gain.grad(null);
    Agreement.run(Mode.REQUIRE, net, x, false);
    Tensor compiled = gain.grad();
    assertNotNull(eager);
    assertNotNull(compiled);
    assertEquals(eager.item(), compiled.item(), Math.abs(eager.item()) * 1e-5);
  }

  /** A hook that cuts the graph leaves nothing for what lies before it. */
  @Test
  void hookThatReturnsAConstant() {
    LeNetB net = new LeNetB();
    Tensor x = numbers(2, 1, 28, 28);
    UnaryModule conv2 = (UnaryModule) Map.copyOf(net.namedChildren()).get("conv2");
    assertNotNull(conv2);
    conv2.registerForwardHook((_, _, out) -> out.detach());
    try (var _ = Mode.REQUIRE.scope()) {
      net.call(x).sum().backward();
    }
    assertNotNull(parameter(net, "fc1.weight").grad());
    Tensor cut = parameter(net, "conv1.weight").grad();
    if (cut != null) {
      assertEquals(0.0, cut.mul(cut).sum().item());
    }
  }

  @Test
  void aSubclassInTheFieldIsNotInlined() {
    Nets.Nested net = new Nets.Nested(new Nets.DoubledBlock(3));
    Tensor x = numbers(2, 3, 6, 6);
    Agreement eager = Agreement.run(Mode.OFF, net, x, true);
    Agreement compiled = Agreement.run(Mode.ON, net, x, true);
    assertArrayEquals(eager.result().toFloatArray(), compiled.result().toFloatArray());
  }

  @Test
  void directCallsSkipHooks() {
    Nets.Direct net = new Nets.Direct();
    List<String> seen = new ArrayList<>();
    ((UnaryModule) net.children().getFirst())
        .registerForwardPreHook((_, in) -> {
          seen.add("hook");
          return in;
        });
    Agreement.assertAgree(net, numbers(2, 3), true);
    assertEquals(List.of(), seen);
  }

  @Test
  void backwardTwiceIsRefusedUnlessRetained() {
    Nets.Residual net = new Nets.Residual();
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor y = net.call(numbers(4, 6)).sum();
      Autograd.backward(y, null, true, false);
      y.backward();
      assertThrows(TensorException.class, y::backward);
    }
  }

  @Test
  void aWeightWrittenInBetweenIsFound() {
    LeNetB net = new LeNetB();
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor loss = net.call(numbers(2, 1, 28, 28)).sum();
      try (var _ = Autograd.noGrad()) {
        parameter(net, "fc2.weight").mulInPlace(2);
      }
      TensorException e = assertThrows(TensorException.class, loss::backward);
      assertTrue(String.valueOf(e.getMessage()).contains("fc2"), e.getMessage());
    }
  }

  @Test
  void aWrongShapeNamesTheParameterAndTheLine() {
    LeNetB net = new LeNetB();
    try (var _ = Mode.REQUIRE.scope()) {
      TensorException e =
          assertThrows(TensorException.class, () -> net.call(numbers(2, 3, 28, 28)));
      assertTrue(
          String.valueOf(e.getMessage()).contains("'x' has shape (2, 3, 28, 28)"), e.getMessage());
    }
  }

  @Test
  void aViewOfTheArgumentIsAView() {
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor x = numbers(2, 3, 4);
      Tensor y = new Nets.Flat().call(x);
      x.mulInPlace(2);
      assertArrayEquals(x.toFloatArray(), y.toFloatArray());
    }
  }

  @Test
  void severalThreadsUseOneNet() throws Exception {
    LeNetB net = new LeNetB();
    Tensor x = numbers(4, 1, 28, 28);
    float[] expected = Agreement.run(Mode.OFF, net, x, false).result().toFloatArray();
    net.zeroGrad();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(
            pool.submit(() -> {
              try (var _ = Mode.REQUIRE.scope()) {
                Tensor input = x.detach().requiresGrad(true);
                Tensor y = net.call(input);
                Tensor gradient = Autograd.grad(y.sum(), input).getFirst();
                assertArrayEquals(input.shape(), gradient.shape());
                return y.toFloatArray();
              }
            }));
      }
      for (Future<float[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    }
    assertNull(net.parameters().getFirst().grad(), "grad() leaves the parameters alone");
  }
}
