/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that become one kernel forward and one backward, whatever is broadcast in them. */
final class FusedLayersTest {
  private static long[] shape(String text) {
    return text.isBlank()
        ? new long[0]
        : List.of(text.split("x")).stream().mapToLong(Long::parseLong).toArray();
  }

  private static Tensor random(String shape) {
    return Tensor.randn(shape(shape));
  }

  @ParameterizedTest
  @CsvSource({
    "3x5, 5, 5",
    "3x5, 3x1, 5",
    "3x5, 2x1x5, 1",
    "3x5, 4x3x5, 3x1",
    "5, 3x1, 2x1x1",
    "1x5, 1x5, ''",
    "'', '', ''",
    "0x5, 5, 1",
    "40x1000, 1000, 40x1"
  })
  void scaledGeluIsWhatItsBodyComputes(String x, String weight, String bias) {
    check(new ScaledGelu(random(weight), random(bias)), random(x));
  }

  @ParameterizedTest
  @CsvSource({"3x5, 3x5", "3x5, 5", "5, 7x3x1", "3x5, ''", "'', 2x2", "0x2, 2"})
  void gatesMayBeBroadcast(String x, String gate) {
    check(new SwiGlu(random(gate)), random(x));
    check(new TwelveOps(random(gate)), random(x));
  }

  @ParameterizedTest
  @CsvSource({
    "3x5, 5",
    "3x5, 3x5",
    "3x5, 3x1",
    "3x5, 1",
    "2x3x4x5, 4x5",
    "2x3x4x5, 2x1x1x5",
    "5, 3x5",
    "3x1, 5",
    "1, 2x3",
    "'', ''",
    "0x4, 4",
    "4x0, 1",
    "300x70, 70"
  })
  void rowsMayBeBroadcast(String x, String other) {
    check(new MaskedSoftmax(random(other)), random(x));
    check(new RootMeanSquareNorm(random(other)), random(x));
    check(new LogPartition(random(other).abs().add(1)), random(x));
  }

  @ParameterizedTest
  @CsvSource({
    "3x5, 3x5",
    "3x5, 5",
    "3x5, 3x1",
    "3x5, 1",
    "2x3x4x5, 4x5",
    "5, 3x5",
    "3x1, 5",
    "1, 2x3",
    "'', ''",
    "300x70, 70"
  })
  void lossesMayBeBroadcast(String x, String target) {
    check(new MeanSquaredError(random(target)), random(x));
    check(new SoftCrossEntropy(random(target)), random(x));
  }

  @Test
  void elementsMayLieAnyhow() {
    Tensor columns = random("5x3").transpose(0, 1);
    check(new SwiGlu(random("3x5")), columns);
    check(new ScaledGelu(random("10").slice(0, 0, 10, 2), random("3x1")), columns);
    check(new MaskedSoftmax(random("10").slice(0, 0, 10, 2)), columns);
    check(new LogPartition(random("5x3").abs().add(1).transpose(0, 1)), columns);
    check(new MeanSquaredError(random("10").slice(0, 0, 10, 2)), columns);
    check(new SoftCrossEntropy(random("5x3").transpose(0, 1)), columns);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halfTypesAreComputedInFloat32AndRoundedOnce(DType half) {
    Tensor weight = random("5").to(half);
    Tensor bias = random("3x1").to(half);
    Tensor x = random("3x5").to(half);
    Tensor g = random("3x5").to(half);
    List<Tensor> rounded = valueAndGradients(weight, bias, x, g);
    List<Tensor> exact =
        valueAndGradients(
            weight.to(DType.FLOAT32),
            bias.to(DType.FLOAT32),
            x.to(DType.FLOAT32),
            g.to(DType.FLOAT32));
    for (int i = 0; i < exact.size(); i++) {
      assertEquals(half, rounded.get(i).dtype());
      assertTrue(exact.get(i).to(half).equal(rounded.get(i)), exact.get(i) + " in float32");
    }
  }

  /** The result of a layer, and the gradients of its input and parameters. */
  private static List<Tensor> valueAndGradients(Tensor weight, Tensor bias, Tensor x, Tensor g) {
    ScaledGelu layer = new ScaledGelu(weight.detach(), bias.detach());
    Tensor input = x.detach().requiresGrad(true);
    List<Tensor> inputs = new ArrayList<>(List.of(input));
    inputs.addAll(layer.parameters());
    Tensor y = layer.call(input);
    List<Tensor> all = new ArrayList<>(List.of(y.detach()));
    all.addAll(Autograd.grad(List.of(y), inputs, List.of(g), false, false));
    return all;
  }

  /** Result and gradients, compiled and eager. */
  private static void check(UnaryModule layer, Tensor x) {
    Tensor input = x.detach().requiresGrad(true);
    List<Tensor> inputs = new ArrayList<>(List.of(input));
    inputs.addAll(layer.parameters());
    Tensor eager = layer.forward(input);
    Tensor compiled = layer.call(input);
    same(eager, compiled);
    Tensor g = Tensor.randn(eager.shape());
    List<Tensor> wanted = Autograd.grad(List.of(eager), inputs, List.of(g), false, false);
    List<Tensor> found = Autograd.grad(List.of(compiled), inputs, List.of(g), false, false);
    for (int i = 0; i < inputs.size(); i++) {
      same(wanted.get(i), found.get(i));
    }
  }

  private static void same(Tensor wanted, Tensor found) {
    assertArrayEquals(wanted.shape(), found.shape());
    assertTrue(
        wanted.allclose(found, 1e-5, 1e-5, false), () -> wanted + " eager, " + found + " compiled");
  }

  @ParameterizedTest
  @CsvSource({"ScaledGelu, 4", "SwiGlu, 3", "TwelveOps, 3", "MeanSquaredError, 3"})
  void oneKernelRunsForwardAndOneBackward(String layer, int readBackward) throws IOException {
    try (InputStream in = FusedLayersTest.class.getResourceAsStream(layer + "__AD.kernels")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<KernelPlan> plans = KernelPlans.read(text);
      assertEquals(2, plans.size(), text);
      assertEquals(1, plans.getFirst().outputs().size(), text);
      assertEquals(readBackward, plans.getLast().inputs().size(), text);
    }
  }
}
