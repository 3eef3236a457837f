/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.samples.lstm.AddingLstm;
import org.gradsmith.samples.lstm.LstmCell;
import org.gradsmith.samples.lstm.LstmState;
import org.gradsmith.samples.transformer.Block;
import org.gradsmith.samples.transformer.CausalAttention;
import org.gradsmith.samples.transformer.CharacterModel;
import org.gradsmith.samples.transformer.CharacterModelSize;
import org.gradsmith.samples.transformer.LayerNorm;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The LSTM and the transformer of the samples: compiled calls against the eager tape. */
class SequenceModelsTest {
  private static final double DROPOUT = 0.25;

  static Stream<Arguments> nets() {
    return Stream.of(DType.FLOAT32, DType.FLOAT64)
        .flatMap(dtype ->
            Stream.of(
                    net("LSTM, one step", new AddingLstm(4), sequences(dtype, 1, 1)),
                    net("LSTM, equal lengths", new AddingLstm(5), sequences(dtype, 6, 6, 6)),
                    net("LSTM, all lengths", new AddingLstm(3), sequences(dtype, 7, 2, 5, 1, 7)),
                    net("LSTM, end of all", new AddingLstm(6), sequences(dtype, 9, 3, 4, 2)),
                    net("LSTM, nothing", new AddingLstm(2), sequences(dtype, 3, 0, 0)),
                    net("LSTM, no steps", new AddingLstm(2), sequences(dtype, 0, 0, 0)),
                    net("norm", new LayerNorm(6), numbers(dtype, 3, 2, 6)),
                    net("norm of a vector", new LayerNorm(5), numbers(dtype, 5)),
                    net("attention", new CausalAttention(6, 2, 0), numbers(dtype, 2, 5, 6)),
                    net("one place", new CausalAttention(4, 1, 0), numbers(dtype, 1, 1, 4)),
                    net("dropout", new CausalAttention(8, 4, DROPOUT), numbers(dtype, 3, 4, 8)),
                    net("block", new Block(6, 3, 0), numbers(dtype, 2, 4, 6)),
                    net("block, dropout", new Block(8, 2, DROPOUT), numbers(dtype, 1, 7, 8)),
                    net("characters", model(1, 0), text(2, 6)),
                    net("two blocks", model(2, DROPOUT), text(3, 4)),
                    net("three blocks", model(3, DROPOUT), text(1, 1)))
                .peek(arguments -> ((UnaryModule) arguments.get()[1]).to(dtype))
                .map(a -> Arguments.of(dtype + " " + a.get()[0], a.get()[1], a.get()[2])));
  }

  private static Arguments net(String name, UnaryModule net, Tensor x) {
    return Arguments.of(name, net, x);
  }

  private static CharacterModel model(int blocks, double dropout) {
    return new CharacterModel(new CharacterModelSize(11, 6, 8, 2, blocks, dropout));
  }

  private static Tensor numbers(DType dtype, long... shape) {
    int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    double[] values = IntStream.range(0, count).mapToDouble(i -> Math.sin(i * 0.731)).toArray();
    return Tensor.from(values, shape).to(dtype);
  }

  /** Sequences padded to so many steps: the last of three features says which steps they have. */
  private static Tensor sequences(DType dtype, int steps, int... lengths) {
    double[] values = new double[steps * lengths.length * 3];
    for (int t = 0; t < steps; t++) {
      for (int n = 0; n < lengths.length; n++) {
        int at = (t * lengths.length + n) * 3;
        values[at] = Math.sin(at + 0.3);
        values[at + 1] = Math.cos(at);
        values[at + 2] = t < lengths[n] ? 1 : 0;
      }
    }
    return Tensor.from(values, steps, lengths.length, 3).to(dtype);
  }

  private static Tensor text(int count, int length) {
    long[] characters = IntStream.range(0, count * length).mapToLong(i -> i * i % 11).toArray();
    return Tensor.from(characters, count, length);
  }

  /** What results may differ by: the means of the norms are added up within kernels. */
  private static double slack(UnaryModule net) {
    if (net instanceof AddingLstm) {
      return 0;
    }
    boolean isDouble =
        net.parameters().stream().anyMatch(parameter -> parameter.dtype() == DType.FLOAT64);
    return isDouble ? 1e-13 : 1e-6;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void resultAndGradientsAgree(String name, UnaryModule net, Tensor x) {
    for (boolean training : new boolean[] {true, false}) {
      net.train(training);
      Agreement.assertAgree(net, x, x.dtype().isFloating(), slack(net));
      Agreement.assertAgree(net, x, false, slack(net));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void frozenParametersGetNoGradient(String name, UnaryModule net, Tensor x) {
    List<Tensor> parameters = net.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      net.requiresGrad(false);
      parameters.get(i).requiresGrad(true);
      Agreement.assertAgree(net, x, false, slack(net));
      net.requiresGrad(true);
      parameters.get(i).requiresGrad(false);
      Agreement.assertAgree(net, x, x.dtype().isFloating(), slack(net));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void withoutGradientsTheResultIsTheSame(String name, UnaryModule net, Tensor x) {
    try (var _ = Mode.REQUIRE.scope();
        var _ = Autograd.noGrad()) {
      Generator.standard().seed(3);
      Tensor y = net.call(x);
      assertFalse(y.requiresGrad());
      Generator.standard().seed(3);
      assertArrayEquals(net.forward(x).toDoubleArray(), y.toDoubleArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void verifyModeAccepts(String name, UnaryModule net, Tensor x) {
    Agreement verified = Agreement.run(Mode.VERIFY, net, x, x.dtype().isFloating());
    assertTrue(verified.result().numel() > 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void hooksOfInnerModulesRunAsOften(String name, UnaryModule net, Tensor x) {
    List<String> seen = new ArrayList<>();
    net.namedModules()
        .forEach((path, inner) -> {
          if (!path.isEmpty() && inner instanceof UnaryModule unary) {
            unary.registerForwardPreHook((_, in) -> {
              seen.add("before " + path);
              return in;
            });
            unary.registerForwardHook((_, _, out) -> {
              seen.add("after " + path);
              return out.mul(1.5);
            });
          }
        });
    Agreement eager = Agreement.run(Mode.OFF, net, x, false);
    List<String> expected = List.copyOf(seen);
    assertFalse(expected.isEmpty() && !net.children().isEmpty());
    seen.clear();
    Agreement compiled = Agreement.run(Mode.ON, net, x, false); // a hook runs on the tape
    assertEquals(expected, seen);
    Agreement.assertEqual(
        eager.result().toDoubleArray(), compiled.result().toDoubleArray(), slack(net));
  }

  /** The state is a record; its tensors get gradients like arguments of their own. */
  @Test
  void aCellPassesGradientsToTheStateItWasGiven() {
    LstmCell cell = new LstmCell(3, 2).to(DType.FLOAT64);
    Tensor x = numbers(DType.FLOAT64, 4, 3);
    Tensor hidden = numbers(DType.FLOAT64, 4, 2).requiresGrad(true);
    Tensor memory = numbers(DType.FLOAT64, 4, 2).mul(0.5).detach().requiresGrad(true);
    List<List<Tensor>> gradients = new ArrayList<>();
    for (Mode mode : List.of(Mode.OFF, Mode.REQUIRE)) {
      try (var _ = mode.scope()) {
        LstmState next = cell.call(x, new LstmState(hidden, memory));
        LstmState last = cell.call(x, next);
        Tensor loss = last.hidden().square().sum().add(next.cell().sum());
        gradients.add(Autograd.grad(loss, hidden, memory));
      }
    }
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(
          gradients.get(0).get(i).toDoubleArray(), gradients.get(1).get(i).toDoubleArray(), 1e-12);
    }
  }
}
