/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.KernelPlans;
import org.junit.jupiter.api.Test;

final class CudaVariantTest {
  private static final KernelPlan OPEN =
      plan(
          """
          kernel backward(x: broadcast, X: broadcast, exp: broadcast, s: scalar)
            gx: sumTo = mul(mul(x, X), mul(exp, s))
            gX: sumTo = X
          """);

  private static KernelPlan plan(String text) {
    return KernelPlans.read("gradsmith-kernels 2\n\n" + text).getFirst();
  }

  private static CudaVariant variant(OutputKind first, OutputKind second) {
    return new CudaVariant(
        OPEN,
        List.of(InputKind.FULL, InputKind.CHANNEL, InputKind.SCALAR, InputKind.SCALAR),
        List.of(first, second));
  }

  @Test
  void macrosTellNamesApartThatDifferInCase() {
    CudaVariant variant = variant(OutputKind.FULL, OutputKind.CHANNEL_SUM);
    assertEquals("backwardSums", variant.symbol());
    assertEquals(
        List.of(
            "-DbackwardSums_gx_LIES=0",
            "-DbackwardSums_gX_LIES=1",
            "-DbackwardSums_x_LIES=0",
            "-DbackwardSums_X_LIES=1",
            "-DbackwardSums_exp__LIES=2"),
        variant.macros());
    assertMacrosAreInTheText(variant);
  }

  @Test
  void whereNothingIsSummedTheFirstKernelRuns() {
    CudaVariant variant = variant(OutputKind.FULL, OutputKind.FULL);
    assertEquals("backward", variant.symbol());
    assertEquals(
        List.of("-Dbackward_x_LIES=0", "-Dbackward_X_LIES=1", "-Dbackward_exp__LIES=2"),
        variant.macros());
    assertMacrosAreInTheText(variant);
  }

  private static void assertMacrosAreInTheText(CudaVariant variant) {
    String text = CudaWriter.write("test", List.of(OPEN), Map.of());
    for (String macro : variant.macros()) {
      String name = macro.substring("-D".length(), macro.indexOf('='));
      assertTrue(text.contains("#ifndef " + name + "\n"), () -> name + " is not in\n" + text);
    }
  }

  @Test
  void aSumPerChannelDoesNotMakeTheSecondKernelRun() {
    KernelPlan plan =
        plan(
            """
            kernel two(x: full, y: broadcast)
              gb: channelSum = x
              gy: sumTo = mul(x, y)
            """);
    List<InputKind> inputs = List.of(InputKind.FULL, InputKind.FULL);
    CudaVariant variant =
        new CudaVariant(plan, inputs, List.of(OutputKind.CHANNEL_SUM, OutputKind.FULL));
    assertEquals("two", variant.symbol());
    assertTrue(variant.sums());
  }

  @Test
  void closedPlansKeepTheirKinds() {
    KernelPlan closed = variant(OutputKind.FULL, OutputKind.CHANNEL_SUM).closed();
    assertEquals(
        List.of(InputKind.FULL, InputKind.CHANNEL, InputKind.SCALAR, InputKind.SCALAR),
        closed.inputs().stream().map(KernelPlan.Input::kind).toList());
    assertEquals(closed, CudaVariant.of(closed).closed());
  }

  @Test
  void kindsThatDoNotFitAreRefused() {
    KernelPlan plan =
        plan(
            """
            kernel scale(x: full, s: channel)
              y: full = mul(x, s)
            """);
    List<InputKind> inputs = List.of(InputKind.FULL, InputKind.SCALAR);
    assertEquals(
        "'s' of kernel 'scale' is declared channel and cannot lie as scalar",
        assertThrows(
                IllegalArgumentException.class,
                () -> new CudaVariant(plan, inputs, List.of(OutputKind.FULL)))
            .getMessage());
    assertEquals(
        "kernel 'scale' has 2 inputs and 1 outputs, but 0 and 0 were laid out",
        assertThrows(
                IllegalArgumentException.class, () -> new CudaVariant(plan, List.of(), List.of()))
            .getMessage());
    assertEquals(
        "'x' of kernel 'backward' is declared broadcast and cannot lie as broadcast",
        assertThrows(IllegalArgumentException.class, () -> CudaVariant.of(OPEN)).getMessage());
  }

  @Test
  void blocksCoverTheElementsButDoNotFloodTheDevice() {
    CudaVariant pointwise = variant(OutputKind.FULL, OutputKind.FULL);
    assertEquals(1, pointwise.blocks(0, 3, 4, 132));
    assertEquals(1, pointwise.blocks(1, 1, 256, 132));
    assertEquals(2, pointwise.blocks(1, 1, 257, 132));
    assertEquals(16 * 132, pointwise.blocks(1, 1L << 20, 1L << 12, 132));
    CudaVariant sums = variant(OutputKind.CHANNEL_SUM, OutputKind.FULL);
    assertEquals(1000, sums.blocks(1 << 20, 1000, 1, 132));
    assertEquals(16 * 132, sums.blocks(1, 1 << 20, 1, 132));
  }

  @Test
  void indicesAreWideWhereTheyMustBe() {
    assertEquals(
        List.of("-DSCALAR=float", "-DINDEX=unsigned int"),
        CudaTypes.of(DType.FLOAT32, 1L << 31).macros());
    assertEquals(
        List.of("-DSCALAR=double", "-DINDEX=unsigned long long"),
        CudaTypes.of(DType.FLOAT64, (1L << 31) + 1).macros());
    assertEquals(
        "kernels compute in float32 or float64, not in int32",
        assertThrows(IllegalArgumentException.class, () -> new CudaTypes(DType.INT32, false))
            .getMessage());
  }
}
