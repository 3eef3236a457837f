/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.reference.RandomExpressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelPlansTest {
  private static final String BIAS_RELU =
      """
      gradsmith-kernels 2

      kernel biasRelu(x: full, bias: channel?)
        let t0 = add(x, bias)
        y: full = ifless(t0, 0, 0, t0)

      kernel biasReluBackward(g: full, y: full)
        let t0 = ifless(0, y, g, 0)
        gx: full = t0
        gBias: channelSum = t0
      """;

  private static List<KernelPlan> biasRelu() {
    Scalar sum = add(operand(0), operand(1));
    Scalar masked = ifLess(constant(0), operand(1), operand(0), constant(0));
    return List.of(
        new KernelPlan(
            "biasRelu",
            List.of(Input.full("x"), Input.optionalChannel("bias")),
            List.of(Output.full("y", ifLess(sum, constant(0), constant(0), sum)))),
        new KernelPlan(
            "biasReluBackward",
            List.of(Input.full("g"), Input.full("y")),
            List.of(Output.full("gx", masked), Output.channelSum("gBias", masked))));
  }

  @Test
  void writesWhatPeopleRead() {
    assertEquals(BIAS_RELU, KernelPlans.write(biasRelu()));
  }

  @Test
  void readsWhatItWrote() {
    assertEquals(biasRelu(), KernelPlans.read(BIAS_RELU));
  }

  @Test
  void readsTheFirstVersion() {
    assertEquals(
        biasRelu(),
        KernelPlans.read(BIAS_RELU.replace("gradsmith-kernels 2", "gradsmith-kernels 1")));
  }

  @Test
  void openPlansAreReadAndWritten() {
    String text =
        """
        gradsmith-kernels 2

        kernel scale(x: broadcast, w: broadcast)
          y: full = mul(x, w)
          gx: sumTo = w
        """;
    KernelPlan plan =
        new KernelPlan(
            "scale",
            List.of(Input.broadcast("x"), Input.broadcast("w")),
            List.of(Output.full("y", mul(operand(0), operand(1))), Output.sumTo("gx", operand(1))));
    assertEquals(text, KernelPlans.write(List.of(plan)));
    assertEquals(List.of(plan), KernelPlans.read(text));
    assertTrue(plan.isOpen());
    assertFalse(biasRelu().get(1).isOpen());
  }

  @Test
  void noKernelsAreAHeader() {
    assertEquals("gradsmith-kernels 2\n", KernelPlans.write(List.of()));
    assertEquals(List.of(), KernelPlans.read("gradsmith-kernels 2\n"));
  }

  @Test
  void readsWindowsLineEnds() {
    assertEquals(biasRelu(), KernelPlans.read(BIAS_RELU.replace("\n", "\r\n")));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, -0.0",
    "NaN, NaN",
    "-Infinity, -Infinity",
    "4.9E-324, 4.9E-324",
    "1.7976931348623157E308, 1.7976931348623157E308",
    "0.1, 0.1",
    "-7, -7",
    "9007199254740991, 9007199254740991",
    "9007199254740992, 9.007199254740992E15"
  })
  void constantsKeepTheirBits(double value, String text) {
    KernelPlan plan =
        new KernelPlan("constant", List.of(), List.of(Output.full("y", constant(value))));
    String written = KernelPlans.write(List.of(plan));

    assertEquals("  y: full = " + text, written.lines().toList().getLast());
    assertEquals(List.of(plan), KernelPlans.read(written));
  }

  @Test
  void localsAvoidTheNamesOfParameters() {
    Scalar square = mul(operand(0), operand(0));
    KernelPlan plan =
        new KernelPlan(
            "twice", List.of(Input.full("t0")), List.of(Output.full("t1", add(square, square))));

    assertEquals(
        """
        gradsmith-kernels 2

        kernel twice(t0: full)
          let t2 = mul(t0, t0)
          t1: full = add(t2, t2)
        """,
        KernelPlans.write(List.of(plan)));
  }

  @Test
  void sharedExpressionsStayShared() {
    Scalar x = operand(0);
    for (int i = 0; i < 60; i++) {
      x = add(x, x); // 2^60 leaves when written out
    }
    KernelPlan plan =
        new KernelPlan("shared", List.of(Input.full("x")), List.of(Output.full("y", x)));
    String text = KernelPlans.write(List.of(plan));

    assertEquals(text, KernelPlans.write(KernelPlans.read(text)));
    assertEquals(61, KernelPlans.read(text).getFirst().graph().steps().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomPlansMakeTheRoundTrip(long seed) {
    Random random = new Random(seed);
    List<KernelPlan> plans = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<Input> inputs =
          List.of(
              Input.full("a"), Input.channel("b"), Input.optionalChannel("c"), Input.scalar("d"));
      RandomExpressions expressions = new RandomExpressions(random, inputs.size(), 0, true);
      plans.add(
          new KernelPlan(
              "k" + i,
              inputs,
              List.of(
                  Output.full("y", expressions.next(5)),
                  Output.channelSum("s", expressions.next(3)))));
    }
    assertEquals(plans, KernelPlans.read(KernelPlans.write(plans)), () -> "seed " + seed);
  }

  private static void assertRefused(String message, String text) {
    assertEquals(
        message,
        assertThrows(KernelFormatException.class, () -> KernelPlans.read(text)).getMessage());
  }

  @Test
  void refusesOtherFiles() {
    assertRefused("line 1: expected 'gradsmith-kernels 4', found ''", "");
    assertRefused(
        "line 1: expected 'gradsmith-kernels 4', found '// CUDA'", "// CUDA\nkernel k()\n");
  }

  @Test
  void refusesANewerVersion() {
    assertRefused(
        "line 1: these kernels are in version 5 of the format, but this Gradsmith reads versions up"
            + " to 4: use the Gradsmith that compiled them, or compile them again",
        BIAS_RELU.replace("kernels 2", "kernels 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          add(x, y)      | 'y' is neither an input nor named before
          add(x, x       | expected ',' or ')' after 'add(x, x', found the end
          add(x,x)       | expected ',' or ')' after 'add(x', found ',x)'
          add(x)         | 'add' takes 2 arguments, but has 1
          add()          | expected a number, a name or a function after 'add(', found ')'
          relu(x)        | 'relu' is no function; there are abs, acos, acosh, add, and, asin, asinh, atan, atan2, atanh, ceil, copysign, cos, cosh, digamma, div, erf, erfc, erfinv, exp, exp2, expm1, floor, floordiv, fmod, hypot, ifequal, ifless, lgamma, log, log10, log1p, log2, mul, neg, nextafter, or, polygamma, pow, remainder, round, scaledbessel, shiftleft, shiftright, sin, sinh, sqrt, sub, tan, tanh, trunc, truncdiv, xor
          x x            | expected the end of the expression after 'x', found ' x'
          1.             | expected the end of the expression after '1', found '.'
          +1             | expected a number, a name or a function after '', found '+1'
          """)
  void refusesMalformedExpressions(String expression, String message) {
    assertRefused(
        "line 4: " + message,
        """
        gradsmith-kernels 2

        kernel k(x: full)
          z: full = %s
        """
            .formatted(expression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          kernel k(x)         |   y: full = x | line 2: expected an input as 'name: kind', found 'x'
          kernel k(x: row)    |   y: full = x | line 2: 'row' is no kind of input; there are full, channel, scalar, broadcast
          kernel k(x: full?)  |   y: full = x | line 2: input 'x' is optional and full, but only a channel input can be optional
          kernel k(x: full)   |   y: all = x  | line 3: 'all' is no kind of output; there are full, channelSum, channelMean, sumTo, sum, mean
          kernel k(x: full)   |   x: full = x | line 2: kernel 'k' has two parameters named 'x'
          kernel k(x: full)   |   let x = x   | line 3: 'x' is named twice
          kernel k(x: full)   |   let z = x   | line 2: kernel 'k' has no output
          kernel k(x: full)   | kernel k(x: full) | line 2: kernel 'k' has no output
          y: full = 1         | kernel k(x: full) | line 2: expected 'kernel name(inputs)', '  let name = expression' or '  name: kind = expression', found 'y: full = 1'
          "  y: full = 1"     | kernel k(x: full) | line 2: 'y: full = 1' stands before the first kernel
          kernel NaN(x: full) |   y: full = x | line 2: 'NaN' does not fit as name of the kernel: it takes ASCII letters, digits and _, a letter first, and is no constant
          """)
  void refusesMalformedBlocks(String first, String second, String message) {
    String line = second.startsWith("kernel") ? second : "  " + second;
    assertRefused(message, "gradsmith-kernels 2\n" + first + "\n" + line + "\n");
  }

  @Test
  void namesAreUnique() {
    KernelPlan plan = biasRelu().getFirst();
    assertEquals(
        "two kernels are named 'biasRelu'",
        assertThrows(IllegalArgumentException.class, () -> KernelPlans.write(List.of(plan, plan)))
            .getMessage());
    assertRefused(
        "line 5: two kernels are named 'k'",
        """
        gradsmith-kernels 2
        kernel k(x: full)
          y: full = x

        kernel k(x: full)
          y: full = x
        """);
  }

  @Test
  void aPlanReadsItsInputsOnly() {
    assertUnfit("kernel 'k' reads input 1, but has inputs 0 to 0", operand(1));
    assertUnfit(
        "kernel 'k' reads attribute 0, but a kernel has inputs only: pass the number as a scalar"
            + " input",
        mul(operand(0), attribute(0)));
  }

  private static void assertUnfit(String message, Scalar expression) {
    List<Output> outputs = List.of(Output.full("y", expression));
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new KernelPlan("k", List.of(Input.full("x")), outputs))
            .getMessage());
  }
}
